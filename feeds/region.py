"""Names of the provinces (GB/T 2260-2007, the first two digits of a code)."""

from __future__ import annotations

CENTRE = "中央"
PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林",
    "23": "黑龙江", "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西",
    "37": "山东", "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃",
    "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾", "81": "香港", "82": "澳门",
}  # fmt: skip


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
