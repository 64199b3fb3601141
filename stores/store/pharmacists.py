"""Who is a store's pharmacist in charge: whom the newsroom registered, and what the store says of the person."""

from dataclasses import dataclass

from stores.store.models.store import StorePage


@dataclass(frozen=True, slots=True)
class Pharmacist:
    """What patients read of the pharmacist in charge. `line` and `license_number` may be empty."""

    name: str
    line: str
    photo_id: int | None
    license_number: str


def pharmacist_of(store: StorePage) -> Pharmacist | None:
    """The registered one, else whom the store names; None: nobody is named.

    The store's line and photo stand only beside the person they are of: not beside another one who was registered.
    """
    registration = store.registration
    name = registration.pharmacist_in_charge or store.pharmacist_name
    if not name:
        return None
    is_own = is_same_person(name, store.pharmacist_name)
    line, photo_id = (store.pharmacist_line, store.pharmacist_photo_id) if is_own else ("", None)
    return Pharmacist(name, line, photo_id, registration.pharmacist_license)


def why_not_shown(store: StorePage) -> str:
    """To whoever writes of the pharmacist: whom patients read of instead, or may; "" where nobody is registered."""
    registered = store.registration.pharmacist_in_charge
    if not registered:
        return ""
    if store.pharmacist_name and not is_same_person(registered, store.pharmacist_name):
        return (
            f"Not shown, and neither are photo and line: the network has registered {registered}. "
            "Write that name here, or ask the network to change it."
        )
    return f"The network has registered {registered}: photo and line are shown while that is the name here."


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are of one person: what stands behind a comma, such as `PharmD`, tells nobody apart."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return " ".join(name.partition(",")[0].casefold().split())
