"""How feeds name regions."""

from __future__ import annotations

from portals.region import PROVINCES

CENTRE = "中央"


def province_of(region: str) -> str:
    """The province a region lies in; the code it would have where the standard knows none."""
    if region in ("100000", "000000"):
        return CENTRE
    return PROVINCES.get(region[:2], f"{region[:2]}0000")


def name_region(region: str) -> str:
    """A province by its name, a region inside one by name and code."""
    name = province_of(region)
    if region[:2] not in PROVINCES and name != CENTRE:
        return region
    return name if region.endswith("0000") else f"{name}{region}"
