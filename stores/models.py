"""Stores and what belongs to the network."""

from stores.approval.models import OwnerApprovalTask
from stores.banners.models import HiddenBanner, NetworkBanner, PromoBanner
from stores.exports.models import Export
from stores.hours.holidays.models import HolidayConfirmation, HolidayQuestion
from stores.hours.models import HolidayClosure, HoursException, OpeningHours, TodayChange
from stores.importing.models import ImportRun, ImportUpload
from stores.people.models import Invitation
from stores.store.models.frontends import NetworkFrontend
from stores.store.models.groups import StoreGroup
from stores.store.models.hosts import FormerHost
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import RegionPage, StorePage, StoresPage

__all__ = [
    "Export",
    "FormerHost",
    "HiddenBanner",
    "HolidayClosure",
    "HolidayConfirmation",
    "HolidayQuestion",
    "HoursException",
    "ImportRun",
    "ImportUpload",
    "Invitation",
    "NetworkBanner",
    "NetworkFrontend",
    "OpeningHours",
    "OwnerApprovalTask",
    "PromoBanner",
    "RegionPage",
    "StoreGroup",
    "StorePage",
    "StoreRegistration",
    "StoresPage",
    "TodayChange",
]
