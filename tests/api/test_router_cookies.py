"""The public API gives no cookie and does not listen to one, whatever comes in."""

from typing import Any

from django.conf import settings
from django.test import Client

from tests.api.asking import NETWORK, SCOPED
from tests.factories.lupus import LupusNetwork
from tests.factories.network import make_admin

HOSTILE = {
    "no session of ours": "sessionid=x; csrftoken=x; messages=x",
    "no cookie at all": '"; \\x00=; =;;; sessionid',
    "long": f"sessionid={'a' * 3000}",
}
OTHERS = ("", "stores/", "stores/pitman/", "changes/", "nothing/", "articles", "s/pitman/banners/", "live/")


def test_no_answer_gives_a_cookie_or_hangs_on_one(lupus_network: LupusNetwork) -> None:
    at_work = Client()
    at_work.force_login(make_admin())
    session = at_work.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {**HOSTILE, "a good session": f"{settings.SESSION_COOKIE_NAME}={session}"}

    def ask(path: str, query: dict[str, str], method: str, cookie: str) -> Any:
        given: Any = {"HTTP_COOKIE": cookie} if cookie else {}
        url = path if path.startswith("/") else f"/api/v2/{path}"
        return Client().generic(method, url, query_params=query, headers={"host": NETWORK}, **given)

    asked = [(path, {"store": "pitman", **query}, "GET") for path, query in SCOPED.items()]
    asked += [(path, {"store": "pitman"} if path == "changes/" else {}, "GET") for path in OTHERS]
    asked += [("banners/", {}, method) for method in ("GET", "OPTIONS", "POST", "HEAD", "DELETE")]
    asked += [(path, {}, "GET") for path in ("/api/problems/gone/", "/api/problems/x/", "/api/nothing/")]
    for path, query, method in asked:
        plain = ask(path, query, method, "")
        for name, cookie in cookies.items():
            answer = ask(path, query, method, cookie)
            about = f"{method} {path}, {name}"
            assert not answer.cookies, about
            assert "cookie" not in answer.get("Vary", "").lower(), about
            assert (answer.status_code, answer.content) == (plain.status_code, plain.content), about
        assert not plain.cookies
        assert "cookie" not in plain.get("Vary", "").lower(), path
