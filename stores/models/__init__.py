"""Stores and what belongs to the network."""

from stores.models.banners import HiddenBanner, NetworkBanner, PromoBanner
from stores.models.exceptions import HolidayClosure, HoursException, TodayChange
from stores.models.groups import StoreGroup
from stores.models.hours import OpeningHours
from stores.models.registration import StoreRegistration
from stores.models.store import RegionPage, StorePage, StoresPage

__all__ = [
    "HiddenBanner",
    "HolidayClosure",
    "HoursException",
    "NetworkBanner",
    "OpeningHours",
    "PromoBanner",
    "RegionPage",
    "StoreGroup",
    "StorePage",
    "StoreRegistration",
    "StoresPage",
    "TodayChange",
]
