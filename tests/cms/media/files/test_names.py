"""Names of stored files."""

from pathlib import PurePosixPath

import pytest
from django.test import override_settings

from cms.media.files.names import LONGEST, TOKEN, is_unguessable, renamed
from cms.media.files.names import new_name as stock_new_name

new_name = stock_new_name
"""The real one: tests that need no name of their own are given files called as they came."""


@pytest.mark.parametrize("path", ["original_images/logo.png", "documents/price list.pdf", "x/no-ending"])
def test_new_name_keeps_folder_and_ending_and_is_another_each_time(path: str) -> None:
    names = {new_name(path) for _ in range(50)}
    assert len(names) == 50
    for name in map(PurePosixPath, names):
        assert str(name.parent) == str(PurePosixPath(path).parent)
        assert name.suffix == PurePosixPath(path).suffix
        assert TOKEN.sub("", name.name) == PurePosixPath(path).name
        assert is_unguessable(str(name))


def test_file_that_is_stored_anew_gets_another_token_and_no_second_one() -> None:
    first = new_name("original_images/logo.png")
    second = new_name(first)
    assert second != first
    assert TOKEN.sub("", PurePosixPath(second).name) == "logo.png"


def test_long_name_is_cut_and_keeps_token_and_ending() -> None:
    name = new_name(f"original_images/{'a' * 200}.jpeg")
    assert len(name) <= LONGEST
    assert is_unguessable(name)
    assert name.endswith("a.jpeg")


def test_name_of_before_has_one_new_name_on_an_install() -> None:
    assert renamed("documents/a.txt") == renamed("documents/a.txt")
    assert renamed("documents/a.txt") != renamed("documents/b.txt")
    with override_settings(SECRET_KEY="another-install"):
        other = renamed("documents/a.txt")
    assert other != renamed("documents/a.txt")
    assert is_unguessable(other)


@pytest.mark.parametrize("path", ["documents/a.txt", "documents/0123456789abcdef-a.txt", "documents/"])
def test_other_names_can_be_guessed(path: str) -> None:
    assert not is_unguessable(path)
