"""Words that patients read, in the language of whoever asks: English, unless another one is set for a while. Pure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Translate = Callable[[str], str]
_translate: ContextVar[Translate | None] = ContextVar("translate", default=None)


def _(text: str) -> str:
    """Marks a text for the catalogs of translations; it stays English until `phrase` reads it."""
    return text


def phrase(text: str, **values: object) -> str:
    """The text in the language that is spoken just now, with its `{values}`.

    Costs next to nothing in English: lists of a thousand stores are made of it.
    """
    translate = _translate.get()
    # To catalogs an empty text is their own header.
    spoken = translate(text) if translate and text else text
    return spoken.format(**values) if values else spoken


@contextmanager
def spoken_by(translate: Translate | None) -> Iterator[None]:
    """Until it ends, every `phrase` is translated so; None: English."""
    token = _translate.set(translate)
    try:
        yield
    finally:
        _translate.reset(token)
