"""Which time zone a place probably keeps: a proposal, for whoever corrects a file. Never taken as read. Pure.

States that keep one zone are proposed by their name; of those that two zones cut, the longitude or latitude near which
the border runs decides, and close to it nothing is proposed. Source: 49 CFR part 71, borders simplified to a line.
"""

from decimal import Decimal

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_WHOLE_STATES = {
    **dict.fromkeys(
        ("CT", "DC", "DE", "GA", "MA", "MD", "ME", "NC", "NH", "NJ", "NY", "OH", "PA", "RI", "SC", "VA", "VT", "WV"),
        _EASTERN,
    ),
    **dict.fromkeys(("AL", "AR", "IA", "IL", "LA", "MN", "MO", "MS", "OK", "WI"), _CENTRAL),
    **dict.fromkeys(("CO", "MT", "NM", "UT", "WY"), _MOUNTAIN),
    **dict.fromkeys(("CA", "NV", "WA"), _PACIFIC),
    "AZ": "America/Phoenix",
    "HI": "Pacific/Honolulu",
    "PR": "America/Puerto_Rico",
    "VI": "America/St_Thomas",
    "GU": "Pacific/Guam",
    "MP": "Pacific/Saipan",
    "AS": "Pacific/Pago_Pago",
}
_CUT_BY_LONGITUDE = {
    "FL": (Decimal("-85.0"), _CENTRAL, _EASTERN),
    "KS": (Decimal("-101.4"), _MOUNTAIN, _CENTRAL),
    "KY": (Decimal("-86.0"), _CENTRAL, _EASTERN),
    "MI": (Decimal("-87.6"), "America/Menominee", "America/Detroit"),
    "ND": (Decimal("-101.5"), _MOUNTAIN, _CENTRAL),
    "NE": (Decimal("-101.0"), _MOUNTAIN, _CENTRAL),
    "OR": (Decimal("-117.9"), _PACIFIC, "America/Boise"),
    "SD": (Decimal("-100.5"), _MOUNTAIN, _CENTRAL),
    "TN": (Decimal("-85.1"), _CENTRAL, _EASTERN),
    "TX": (Decimal("-104.9"), _MOUNTAIN, _CENTRAL),
}
"""State -> longitude near which the border runs, the zone west of it, the zone east of it."""
_IDAHO_BORDER = Decimal("45.5")
_NEAR = Decimal("0.5")
"""Degrees from a border within which nothing is proposed: some 40 km."""


def proposed_zone(state: str, latitude: Decimal, longitude: Decimal) -> str:
    """The zone that a store at this place probably keeps; empty where that is not safe to say."""
    if state in _WHOLE_STATES:
        return _WHOLE_STATES[state]
    if state == "ID" and abs(latitude - _IDAHO_BORDER) > _NEAR:
        return _PACIFIC if latitude > _IDAHO_BORDER else "America/Boise"
    if state == "IN" and longitude > Decimal("-86.4"):
        return "America/Indiana/Indianapolis"
    if state == "AK" and Decimal("-168") < longitude < Decimal("-142"):
        return "America/Anchorage"
    if state in _CUT_BY_LONGITUDE:
        border, west, east = _CUT_BY_LONGITUDE[state]
        if abs(longitude - border) > _NEAR:
            return west if longitude < border else east
    return ""
