"""Stores in an answer."""

from typing import Any

from django.db.models import TextChoices
from drf_spectacular.utils import extend_schema_field
from phonenumber_field.phonenumber import PhoneNumber
from rest_framework import serializers

from api.protocol.fields import Selection
from api.serializers.looks import LookSerializer
from api.serializers.page_meta import PageMetaSerializer, api_url
from api.serializers.pictures import PictureSerializer, picture_data
from api.serializers.plain import PlainSerializer, represented
from api.serializers.shown import Shown, ShownSerializer
from stores.choices import Counter, Payment, Service, StepFree, TaskKind
from stores.hours.engine.reasons import REASONS
from stores.hours.surfaces import LeadingStatus, SpecialDay, leading_status, special_days
from stores.models import StorePage
from stores.store.models.store import LINKS
from stores.store.own_words import welcome_of
from stores.store.pharmacists import pharmacist_of
from stores.store.tasks import WAYS, Task, shown_tasks, task_name
from stores.tokens.values import phone_display
from stores.wording import phrase


class StoreMetaSerializer(PageMetaSerializer):
    """Wagtail's `meta`; a store is named by its slug."""

    def get_detail_url(self, store: StorePage) -> str:
        return api_url("stores:detail", store.slug)

    def get_html_url(self, store: StorePage) -> str:
        return f"{self.shown.root}/"


class SiteSerializer(PlainSerializer):
    """The store's site: where its host answers, and where its own frontend is."""

    hostname = serializers.CharField(source="site.hostname")
    root_url = serializers.URLField(help_text="Of the store's host: the API and the built-in site.")
    frontend_url = serializers.SerializerMethodField(
        help_text="Of the store's own frontend, without a slash at its end; null where it has none."
    )

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_frontend_url(self, store: StorePage) -> str | None:
        return store.frontend.url if store.frontend else None


class GroupSerializer(PlainSerializer):
    """A group of stores."""

    slug = serializers.CharField()
    name = serializers.CharField()


class AddressSerializer(PlainSerializer):
    """A postal address in the United States."""

    street = serializers.CharField()
    city = serializers.CharField()
    state = serializers.CharField(help_text="USPS code.")
    postal_code = serializers.CharField()
    country = serializers.CharField()
    one_line = serializers.CharField(source="address_line")


class LocationSerializer(PlainSerializer):
    """WGS 84."""

    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class PhoneSerializer(PlainSerializer):
    """A phone number."""

    e164 = serializers.CharField()
    display = serializers.CharField()


class SlotSerializer(PlainSerializer):
    """Local time as `HH:MM`; `24:00` ends an all-day slot; a close that is not after the open is past midnight."""

    opens = serializers.CharField()
    closes = serializers.CharField()


class WeekdayHoursSerializer(PlainSerializer):
    """One weekday, ISO: 1 is Monday."""

    weekday = serializers.IntegerField()
    day = serializers.CharField()
    slots = SlotSerializer(many=True)


class DateHoursSerializer(PlainSerializer):
    """A date that differs from its weekday."""

    date = serializers.DateField()
    slots = SlotSerializer(many=True)
    label = serializers.CharField(allow_null=True)
    is_exception = serializers.BooleanField()


class StatusSerializer(PlainSerializer):
    """Open or not at the moment of the answer, until when, and why."""

    state = serializers.ChoiceField(["open", "closed", "unknown"])
    until = serializers.DateTimeField(allow_null=True)
    text = serializers.CharField()
    reason = serializers.ChoiceField(
        REASONS,
        help_text="`regular`: as every week; `lunch`; `holiday`: the network's; `exception`: the store's own dates; "
        "`today`: a change of today; `store_closed`: the counter is reached through the store, which is closed.",
    )
    label = serializers.CharField(allow_null=True, help_text="Of a holiday or an exception, such as Christmas Day.")


class StoreStatusSerializer(StatusSerializer):
    """The status of the counter that leads: the pharmacy, where there is one. `text` names it."""

    counter = serializers.CharField(allow_null=True)


SlotsByCounterSerializer = type(
    "SlotsByCounterSerializer",
    (PlainSerializer,),
    {
        "__doc__": "When each counter is open; unknown ones are left out.",
        **{counter.value: SlotSerializer(many=True, required=False) for counter in Counter},
    },
)


class SpecialDaySerializer(PlainSerializer):
    """A date that the network or the store has said something about."""

    date = serializers.DateField()
    label = serializers.CharField()
    is_as_usual = serializers.BooleanField(help_text="No counter's hours differ from those of the weekday.")
    is_confirmed = serializers.BooleanField(
        allow_null=True,
        help_text="True: the store has said so itself. False: it was asked, two weeks before, and has not answered. "
        "Null: the network has said so, and the store is not asked yet.",
    )
    hours = SlotsByCounterSerializer()


class CounterHoursSerializer(PlainSerializer):
    """One counter's hours."""

    known = serializers.BooleanField()
    door = serializers.ChoiceField(
        ["store", "own"], help_text="`store`: reached through the store, and open only while that is."
    )
    week = WeekdayHoursSerializer(many=True)
    dates = DateHoursSerializer(many=True)
    summary = serializers.CharField()
    osm = serializers.CharField(allow_blank=True, help_text="OpenStreetMap `opening_hours`.")
    status = StatusSerializer()


HoursSerializer = type(
    "HoursSerializer",
    (PlainSerializer,),
    {
        "__doc__": "Hours by counter: of those that the store lists.",
        **{counter.value: CounterHoursSerializer(required=False) for counter in Counter},
    },
)


class ServiceSerializer(PlainSerializer):
    """A service that the store offers."""

    slug = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField(help_text="A short text: the store's own, or one that is true of any pharmacy.")


class PaymentSerializer(PlainSerializer):
    """What one can pay with."""

    slug = serializers.CharField()
    name = serializers.CharField()


class PharmacistSerializer(PlainSerializer):
    """The pharmacist in charge. Line and photo: the store's own, where they are of the person who is named."""

    name = serializers.CharField()
    license_number = serializers.CharField(allow_null=True, help_text="Where the state wants patients to read it.")
    line = serializers.CharField(allow_null=True)
    photo = PictureSerializer(allow_null=True)


class AccessSerializer(PlainSerializer):
    """How one gets in. `step_free` null: the store has not said."""

    step_free = serializers.ChoiceField(StepFree.values, allow_null=True)
    text = serializers.CharField(allow_null=True)


class TaskSerializer(PlainSerializer):
    """What a patient comes to do; a link or a number, never a form."""

    kind = serializers.ChoiceField(TaskKind.values)
    label = serializers.CharField()
    way = serializers.ChoiceField(WAYS, help_text="`web`: a page elsewhere; `phone`: a call; `sms`: a text message.")
    href = serializers.CharField(help_text="A web address, `tel:` or `sms:`.")
    display = serializers.CharField(allow_null=True, help_text="The number, as people write it.")


LinksSerializer = type(
    "LinksSerializer",
    (PlainSerializer,),
    {"__doc__": "Web addresses.", **{name: serializers.URLField(allow_null=True) for name in LINKS}},
)


def phone_data(number: PhoneNumber | str) -> dict[str, str] | None:
    """A number in its E.164 form and as it is displayed; None when there is none."""
    return {"e164": number.as_e164, "display": phone_display(number)} if isinstance(number, PhoneNumber) else None


class StoreSerializer(ShownSerializer):
    """A store whole."""

    id = serializers.IntegerField(source="pk")
    meta = StoreMetaSerializer(source="*")
    code = serializers.CharField(source="registration.code")
    name = serializers.CharField(source="title")
    site = SiteSerializer(source="*")
    groups = GroupSerializer(many=True, source="registration.groups.all")
    address = AddressSerializer(source="*")
    location = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()
    fax = serializers.SerializerMethodField()
    sms = serializers.SerializerMethodField()
    email = serializers.SerializerMethodField()
    time_zone = serializers.CharField()
    npi = serializers.SerializerMethodField()
    ncpdp = serializers.SerializerMethodField()
    license_number = serializers.SerializerMethodField(help_text="The pharmacy's own, of its state.")
    status = serializers.SerializerMethodField()
    hours = serializers.SerializerMethodField()
    special_days = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField()
    languages = serializers.ListField(child=serializers.CharField())
    links = LinksSerializer()
    tasks = serializers.SerializerMethodField()
    welcome = serializers.SerializerMethodField()
    photo = serializers.SerializerMethodField()
    pharmacist = serializers.SerializerMethodField()
    insurance = serializers.ListField(child=serializers.CharField(), source="insurance_plans")
    payment = serializers.SerializerMethodField()
    parking = serializers.SerializerMethodField()
    access = serializers.SerializerMethodField()
    distance_km = serializers.SerializerMethodField(help_text="From `near`; null where nobody asked.")
    look = LookSerializer(source="*")

    @extend_schema_field(LocationSerializer(allow_null=True))
    def get_location(self, store: StorePage) -> dict[str, float] | None:
        if store.latitude is None or store.longitude is None:
            return None
        return {"latitude": float(store.latitude), "longitude": float(store.longitude)}

    @extend_schema_field(PhoneSerializer())
    def get_phone(self, store: StorePage) -> dict[str, str] | None:
        return phone_data(store.phone)

    @extend_schema_field(PhoneSerializer(allow_null=True))
    def get_fax(self, store: StorePage) -> dict[str, str] | None:
        return phone_data(store.fax)

    @extend_schema_field(PhoneSerializer(allow_null=True))
    def get_sms(self, store: StorePage) -> dict[str, str] | None:
        return phone_data(store.sms)

    def get_distance_km(self, store: StorePage) -> float | None:
        distance = getattr(store, "distance_km", None)
        return None if distance is None else round(distance, 1)

    def get_email(self, store: StorePage) -> str | None:
        return store.email or None

    def get_npi(self, store: StorePage) -> str | None:
        return store.registration.npi or None

    def get_ncpdp(self, store: StorePage) -> str | None:
        return store.registration.ncpdp or None

    def get_license_number(self, store: StorePage) -> str | None:
        return store.registration.license_number or None

    @extend_schema_field(HoursSerializer)
    def get_hours(self, store: StorePage) -> dict[str, Any]:
        shown = self.shown
        return {
            counter.value: schedule.hours(shown.at, status=shown.statuses[counter])
            for counter, schedule in shown.schedules.items()
        }

    @extend_schema_field(StoreStatusSerializer)
    def get_status(self, store: StorePage) -> LeadingStatus:
        return leading_status(self.shown.schedules, self.shown.statuses)

    @extend_schema_field(SpecialDaySerializer(many=True))
    def get_special_days(self, store: StorePage) -> list[SpecialDay]:
        hours = self.shown.hours
        return special_days(hours.schedules, store.today(self.shown.at), hours.confirmed)

    @extend_schema_field(ServiceSerializer(many=True))
    def get_services(self, store: StorePage) -> list[dict[str, str]]:
        return [{**each, "text": store.service_text(each["slug"])} for each in _named(store.services, Service)]

    @extend_schema_field(TaskSerializer(many=True))
    def get_tasks(self, store: StorePage) -> list[dict[str, str | None]]:
        return [task_data(task) for task in tasks_shown(store)]

    def get_welcome(self, store: StorePage) -> str:
        return welcome_of(store.welcome, store.title, store.city)

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_photo(self, store: StorePage) -> dict[str, Any] | None:
        return picture_data(self.shown.picture(store.shop_photo_id), store.shop_photo_alt or store.title)

    @extend_schema_field(PharmacistSerializer(allow_null=True))
    def get_pharmacist(self, store: StorePage) -> dict[str, Any] | None:
        person = pharmacist_of(store)
        if person is None:
            return None
        photo = picture_data(self.shown.picture(person.photo_id), person.name)
        of_state = {"license_number": person.license_number or None}
        return {"name": person.name, **of_state, "line": person.line or None, "photo": photo}

    @extend_schema_field(PaymentSerializer(many=True))
    def get_payment(self, store: StorePage) -> list[dict[str, str]]:
        return _named(store.payment, Payment)

    def get_parking(self, store: StorePage) -> str | None:
        return store.parking or None

    @extend_schema_field(AccessSerializer)
    def get_access(self, store: StorePage) -> dict[str, str | None]:
        return {"step_free": store.step_free or None, "text": store.access_note or None}


def _named(slugs: list[str], choices: type[TextChoices]) -> list[dict[str, str]]:
    return [{"slug": slug, "name": phrase(str(choices(slug).label))} for slug in slugs if slug in choices.values]


def tasks_shown(store: StorePage) -> list[Task]:
    """The store's own, or what its numbers can do."""
    phone, sms = (number.as_e164 if isinstance(number, PhoneNumber) else "" for number in (store.phone, store.sms))
    return shown_tasks(store.tasks, phone=phone, sms=sms)


def task_data(task: Task) -> dict[str, str | None]:
    """A task with the one way to do it."""
    way = next(way for way in WAYS if task[way])
    href, display = task["web"], None
    if way != "web":
        number = PhoneNumber.from_string(task[way], region="US")
        href = f"{'tel' if way == 'phone' else 'sms'}:{number.as_e164}"
        display = phone_display(number)
    return {"kind": task["kind"], "label": task_name(task), "way": way, "href": href, "display": display}


def pictures_of(store: StorePage) -> list[int | None]:
    """Ids of all pictures that a store's answer shows."""
    return [store.logo_id, store.shop_photo_id, store.pharmacist_photo_id]


def store_data(shown: Shown, selection: Selection | None = None) -> dict[str, Any]:
    """One store as plain data, times in its own zone; everything unless a selection says less."""
    data: dict[str, Any] = represented(StoreSerializer, shown.store, {"shown": shown}, selection)
    return data
