"""What each `store.` token means for one store."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from phonenumber_field.phonenumber import PhoneNumber

from stores.hours.schedules import regular_summary
from stores.store.models.store import StorePage


def phone_display(number: PhoneNumber | str | None) -> str:
    """The number as people write it, `(856) 589-2392`; "" for none."""
    return number.as_national if isinstance(number, PhoneNumber) and number else ""


class StoreTokens(Mapping[str, str]):
    """Token name -> value. What stands in tables of its own is read only when a text asks for it."""

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
            "store.email": store.email,
        }
        self.read_late: Mapping[str, Callable[[], str]] = {
            "store.legal_name": self._legal_name,
            "store.privacy_contact": self._privacy_contact,
            "store.hours": lambda: self.hours,
        }

    def __getitem__(self, name: str) -> str:
        late = self.read_late.get(name)
        return late() if late else self.plain[name]

    def _legal_name(self) -> str:
        return self.store.registration.legal_name or self.store.title

    def _privacy_contact(self) -> str:
        named = ", ".join(part for part in (self.store.title, self.plain["store.phone"]) if part)
        return self.store.registration.privacy_contact or named

    @cached_property
    def hours(self) -> str:
        """The regular hours on one line; read once, however many texts of an answer name them."""
        return regular_summary(self.store)

    def __iter__(self) -> Iterator[str]:
        yield from (*self.plain, *self.read_late)

    def __len__(self) -> int:
        return len(self.plain) + len(self.read_late)


def store_tokens(store: StorePage) -> Mapping[str, str]:
    """The values of every `store.` token."""
    return StoreTokens(store)
