"""Lists of choices in one column."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.forms import CheckboxSelectMultiple
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from stores.fields import ChoiceListField

OPTIONS = [("walk-in", "Walk in"), ("delivery", "Delivery"), ("delivery-night", "Delivery at night"), ("app", "App")]
SLUGS = [slug for slug, _label in OPTIONS]

with isolate_apps("stores"):

    class Row(models.Model):
        """A row with a list."""

        chosen = ChoiceListField(options=OPTIONS, help_text="What is offered.")

        class Meta:
            app_label = "stores"


@pytest.fixture(params=[pytest.param("default", marks=pytest.mark.postgresql, id="postgresql"), "sqlite"])
def database(request: pytest.FixtureRequest, db: None) -> Iterator[str]:
    """The alias of a database that has the table of `Row`: the suite's PostgreSQL, and SQLite in memory."""
    alias = request.param
    if alias == "sqlite":
        sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
        connections.databases[alias] = {**connections.databases["default"], **sqlite}
        # Django's tests may not open databases that they did not declare, and this one was not there yet.
        connections[alias].connect()
    with connections[alias].schema_editor() as editor:
        editor.create_model(Row)
    yield alias
    if alias == "sqlite":
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def saved(alias: str, chosen: list[str]) -> Row:
    row = Row(chosen=chosen)
    row.save(using=alias)
    return Row._default_manager.using(alias).get(pk=row.pk)


def field() -> ChoiceListField:
    found = Row._meta.get_field("chosen")
    assert isinstance(found, ChoiceListField)
    return found


def test_list_is_kept_in_the_order_of_the_closed_list(database: str) -> None:
    assert saved(database, ["app", "walk-in", "delivery"]).chosen == ["walk-in", "delivery", "app"]


def test_a_choice_is_kept_once(database: str) -> None:
    assert saved(database, ["app", "app"]).chosen == ["app"]


def test_row_without_a_choice_has_an_empty_list(database: str) -> None:
    row = Row()
    row.save(using=database)
    assert Row._default_manager.using(database).get(pk=row.pk).chosen == []


def test_has_finds_the_rows_whose_list_holds_the_slug(database: str) -> None:
    saved(database, ["walk-in"])
    both = saved(database, ["walk-in", "app"])
    assert list(Row._default_manager.using(database).filter(chosen__has="app")) == [both]


def test_has_does_not_take_the_beginning_of_a_slug_for_the_slug(database: str) -> None:
    saved(database, ["delivery-night"])
    assert not Row._default_manager.using(database).filter(chosen__has="delivery").exists()


def test_has_finds_nothing_in_empty_lists(database: str) -> None:
    saved(database, [])
    assert not Row._default_manager.using(database).filter(chosen__has="app").exists()


@pytest.mark.parametrize("wildcard", ["%", "_", "a_p", "APP", "", '", "'])
def test_has_finds_the_slug_as_it_is_written_and_knows_no_wildcard(database: str, wildcard: str) -> None:
    saved(database, ["app", "walk-in"])
    assert not Row._default_manager.using(database).filter(chosen__has=wildcard).exists()


def test_has_may_be_turned_round(database: str) -> None:
    saved(database, ["app"])
    other = saved(database, ["walk-in"])
    assert list(Row._default_manager.using(database).exclude(chosen__has="app")) == [other]


@given(st.lists(st.sampled_from(SLUGS)))
def test_any_list_of_known_slugs_is_accepted_and_kept_in_order(chosen: list[str]) -> None:
    row = Row(chosen=chosen)
    field().clean(chosen, row)
    assert field().pre_save(row, add=True) == sorted(set(chosen), key=SLUGS.index)


def test_unknown_slugs_are_refused_by_name_with_the_known_ones() -> None:
    with pytest.raises(ValidationError) as error:
        field().clean(["app", "teleport", "fax"], None)
    assert error.value.messages == ["Unknown: teleport, fax. Known: walk-in, delivery, delivery-night, app."]


@pytest.mark.parametrize("value", ["app", {"app": True}, 3, True])
def test_what_is_no_list_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match="Give a list of: walk-in"):
        field().clean(value, None)


@pytest.mark.parametrize("item", [["app"], {"app": 1}, 3, None])
def test_what_is_no_slug_in_a_list_is_refused(item: Any) -> None:
    with pytest.raises(ValidationError, match="Unknown"):
        field().clean([item], None)


def test_null_is_refused() -> None:
    with pytest.raises(ValidationError):
        field().clean(None, None)


def test_empty_list_is_refused_where_one_is_needed() -> None:
    needed = ChoiceListField(options=OPTIONS, blank=False)
    with pytest.raises(ValidationError, match="blank"):
        needed.clean([], None)


def test_form_offers_every_choice_as_a_checkbox_and_gives_a_list() -> None:
    form_field: Any = field().formfield()
    assert isinstance(form_field.widget, CheckboxSelectMultiple)
    assert list(form_field.choices) == OPTIONS
    assert form_field.clean(["app", "walk-in"]) == ["app", "walk-in"]
    assert form_field.help_text == "What is offered."


def test_form_may_stay_empty_unless_the_field_says_otherwise() -> None:
    assert field().formfield().clean([]) == []
    with pytest.raises(ValidationError):
        ChoiceListField(options=OPTIONS, blank=False).formfield().clean([])


def test_form_refuses_an_unknown_choice() -> None:
    with pytest.raises(ValidationError, match="teleport"):
        field().formfield().clean(["teleport"])


def test_options_are_no_part_of_the_schema() -> None:
    _name, _path, _args, kwargs = field().deconstruct()
    assert "options" not in kwargs
