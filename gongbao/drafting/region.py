"""Which level of government a site's name speaks of, and which province (GB/T 2260, the first two digits)."""

from __future__ import annotations

import re

from portals.region import PROVINCES

UNKNOWN = "000000"
CENTRE = "100000"
CODES = {name: code for code, name in PROVINCES.items()}
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
CENTRAL = re.compile(r"中国政府网|国务院(?!国有资产)|中央人民政府")
MINISTRY = re.compile(
    r"^(?:中华人民共和国|国家|中国)|(?<![省市县区州厅])部$|^国务院|总署$|总局$|^审计署$"
)
OFFICE = re.compile(r"(?:厅|局|委员会|委|办公室|中心|院)$")
DISTRICT = re.compile(r"(?:[县区旗]|县级市)(?:人民政府)?$")
CITY = re.compile(r"(?:[市州盟]|地区)(?:人民政府)?$")
PROVINCE = re.compile(r"(?:省|自治区)(?:人民政府)?$")


def guess_level(title: str) -> str | None:
    """The level (`portals.schema.LEVELS`) a site's name speaks of; None when it does not say."""
    if CENTRAL.search(title):
        return "central"
    if PROVINCE.search(title) or re.fullmatch(
        rf"(?:{'|'.join(MUNICIPALITIES)})市(?:人民政府)?", title
    ):
        return "province"
    if DISTRICT.search(title):
        return "district"
    if CITY.search(title):
        return "city"
    if MINISTRY.search(title) and not _province_of(title):
        return "ministry"
    return "department" if OFFICE.search(title) else None


def guess_region(title: str, level: str | None) -> str:
    """Six digits: the centre's, or a province's where a name begins with it; UNKNOWN otherwise.

    Below the province only its two digits could be told, which would be a wrong code: UNKNOWN.
    """
    if level in ("central", "ministry"):
        return CENTRE
    code = _province_of(title)
    return f"{code}0000" if code and level in ("province", "department") else UNKNOWN


def is_known_region(region: str) -> bool:
    """Whether a code is filled in: not the drafts' placeholder."""
    return region != UNKNOWN


def _province_of(title: str) -> str | None:
    return next((code for name, code in CODES.items() if title.startswith(name)), None)
