"""What each `store.` token means for one store."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from phonenumber_field.phonenumber import PhoneNumber

from stores.hours.schedules import regular_summary
from stores.store.models.store import StorePage


def phone_display(number: PhoneNumber | str | None) -> str:
    """The number as people write it, `(856) 589-2392`; "" for none."""
    return number.as_national if isinstance(number, PhoneNumber) and number else ""


class StoreTokens(Mapping[str, str]):
    """Token name -> value. The hours are read only when a text asks for them."""

    def __init__(self, store: StorePage) -> None:
        self.store = store
        self.plain = {
            "store.name": store.title,
            "store.phone": phone_display(store.phone),
            "store.fax": phone_display(store.fax),
            "store.address": store.address_line,
            "store.street": store.street,
            "store.city": store.city,
            "store.state": store.state,
        }

    def __getitem__(self, name: str) -> str:
        if name == "store.hours":
            return self.hours
        return self.plain[name]

    @cached_property
    def hours(self) -> str:
        """The regular hours on one line; read once, however many texts of an answer name them."""
        return regular_summary(self.store)

    def __iter__(self) -> Iterator[str]:
        yield from (*self.plain, "store.hours")

    def __len__(self) -> int:
        return len(self.plain) + 1


def store_tokens(store: StorePage) -> Mapping[str, str]:
    """The values of every `store.` token."""
    return StoreTokens(store)
