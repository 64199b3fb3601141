"""Stores and what belongs to the network."""

from stores.models.approval import OwnerApprovalTask
from stores.models.banners import HiddenBanner, NetworkBanner, PromoBanner
from stores.models.exceptions import HolidayClosure, HoursException, TodayChange
from stores.models.groups import StoreGroup
from stores.models.hosts import FormerHost
from stores.models.hours import OpeningHours
from stores.models.invitations import Invitation
from stores.models.registration import StoreRegistration
from stores.models.store import RegionPage, StorePage, StoresPage
from stores.models.uploads import ImportUpload

__all__ = [
    "FormerHost",
    "HiddenBanner",
    "HolidayClosure",
    "HoursException",
    "ImportUpload",
    "Invitation",
    "NetworkBanner",
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
