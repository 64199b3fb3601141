"""The store in the path, for clients that can't add a parameter."""

from stores.opening.opening import close_store
from tests.api.asking import Api
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store


def test_path_names_the_store_and_nothing_else_does(api: Api) -> None:
    pitman = make_store("pitman")
    switchback = make_store("switchback")
    for number in range(3):
        make_article(f"article-{number}")
    make_article("elsewhere", excluded=[pitman])
    plain = api.get("articles/", store="pitman", limit=2)
    answer = api.get("s/pitman/articles/", limit=2)
    assert answer["items"] == plain["items"]
    following = answer["meta"]["next"]
    assert following == "http://localhost:8000/api/v2/s/pitman/articles/?limit=2&offset=2"
    path, _mark, _query = following.partition("?")
    assert len(api.get(path.removeprefix("http://localhost:8000"), limit=2, offset=2)["items"]) == 1
    assert api.get("s/pitman/storefront/", path="/")["store"]["meta"]["slug"] == "pitman"
    assert api.get("s/pitman/articles/", host="pitman.localhost:8000")["meta"]["total_count"] == 3
    api.problem(400, "s/pitman/articles/", host="switchback.localhost:8000")
    api.problem(400, "s/pitman/articles/", store="pitman")
    api.problem(400, "s/pitman/articles/", site="switchback.localhost")
    api.problem(400, "s/pitman/articles/", colour="red")
    api.problem(404, "s/nowhere/articles/")
    api.problem(404, "s/pitman/nothing/")
    api.problem(404, "s/pitman/s/switchback/articles/")
    api.problem(405, "s/pitman/articles/", method="post")
    listed = api.get("s/pitman/")["resources"]
    assert {each["url"] for each in listed if each["name"] == "articles"} == {
        "http://localhost:8000/api/v2/s/pitman/articles/"
    }
    # What needs no store is the same below any.
    assert {each["code"] for each in api.items("s/pitman/stores/", fields="code")} == {"pitman", "switchback"}
    assert api.get("s/switchback/stores/pitman/") == api.get("stores/pitman/")
    # Two want a word to look for, and a path; one a key.
    wants = {"search": 400, "storefront": 400, "ninjs": 401}
    assert [api.ask(each["url"].removeprefix("http://localhost:8000")).status_code for each in listed] == [
        wants.get(each["name"], 200) for each in listed
    ]
    assert api.problem(400, "s/pitman/", colour="red")["detail"] == "Unknown parameter 'colour'. Known: none."
    api.problem(404, "s/nowhere/")
    close_store(by=None, store=switchback)
    api.problem(410, "s/switchback/")
    api.problem(410, "s/switchback/articles/")


def test_closed_store_is_410_however_it_is_named(api: Api) -> None:
    closed = close_store(by=None, store=make_store("switchback", title="Switchback Pharmacy"))
    host = closed.site.hostname
    for path, query in [
        ("stores/switchback/", {}),
        ("s/switchback/stores/", {}),
        ("storefront/", {"store": "switchback", "path": "/"}),
        ("banners/", {"store": "switchback"}),
        ("banners/", {"site": host}),
        ("banners/", {"site": f"{host}:80"}),
        ("banners/", {"host": host}),
    ]:
        assert api.problem(410, path, **query)["detail"] == "'Switchback Pharmacy' has closed."
    api.problem(404, "banners/", site="nowhere.localhost")
    api.problem(404, "banners/", site="[::1")
