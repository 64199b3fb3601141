"""What is written once for each value that it is made of."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

HEAD = "{% load made_of %}"


def test_it_sees_what_it_names_and_nothing_else() -> None:
    part = Template(HEAD + "{% made_of store=shop %}{{ store.name }}{{ shop }}{{ other }}{% endmade_of %}")
    assert part.render(Context({"shop": {"name": "A & B"}, "other": "no"})) == "A &amp; B"


def test_it_is_written_anew_for_another_value_language_or_zone() -> None:
    written: list[str] = []

    class Noting(dict[str, str]):
        """Tells of each time that it is read by a template."""

        def __getitem__(self, name: str) -> str:
            written.append(name)
            return super().__getitem__(name)

    part = Template(HEAD + "{% made_of store=store %}{{ store.name }}{% endmade_of %}")

    def ask(name: str) -> str:
        return part.render(Context({"store": Noting(name=name)}))

    assert [ask("Cedar"), ask("Cedar"), ask("Elm"), ask("Cedar")] == ["Cedar", "Cedar", "Elm", "Cedar"]
    assert len(written) == 2
    with translation.override("es"):
        ask("Cedar")
    with timezone.override("Asia/Tokyo"):
        ask("Cedar")
    assert len(written) == 4


def test_what_differs_by_the_address_of_the_site_alone_is_written_once_for_all_stores() -> None:
    part = Template(
        HEAD + '{% made_of url=url at=site.root %}<a href="{{ url }}">{{ url|length }}</a>{% endmade_of %}'
    )
    ask = [
        part.render(Context({"url": f"{root}/a/", "site": {"root": root}})) for root in ("https://b.c", "https://d")
    ]
    length = len("https://any-store.invalid/a/")
    assert ask == [f'<a href="https://b.c/a/">{length}</a>', f'<a href="https://d/a/">{length}</a>']


def test_what_is_not_there_is_nothing() -> None:
    part = Template(HEAD + '{% made_of size=size %}{{ size|default:"h2" }}{{ size }}{% endmade_of %}')
    assert part.render(Context()) == "h2"


@pytest.mark.parametrize("values", ["", "store", "store=store more"])
def test_each_value_has_a_name(values: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="takes values such as store=store"):
        Template(HEAD + f"{{% made_of {values} %}}{{% endmade_of %}}")
