"""When a page was put on its portal (发布日期): printed dates before tags, tags before lists and addresses.

`PubDate` is often the moment the page was built (页面生成时间, maketime): then it comes last of all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.date import day_of, find_date, more_exact, parse_compact, parse_date
from pipelines.label import FIELD_OF, squeeze
from pipelines.label_line import WIDGET, labels_in, starts_with_label
from pipelines.noise import is_numbered_stamp
from pipelines.page_facts import Found
from platforms.page import select

if TYPE_CHECKING:
    from pipelines.page_facts import PageFacts

TAGS = (
    "pubdate",
    "firstpublishedtime",
    "publishdate",
    "publish_date",
    "article:published_time",
    "dc.date",
    "pubtime",
)
BUILT = ("maketime", "others", "generatedate", "createtime")
BARE = re.compile(r"^[\[（(【]?\s*(?:18|19|20)\d\s?\d\s*[年/.\-]")
PARTED = re.compile(r"^(?:19|20)\d\d$")
ADDRESS = re.compile(
    r"(?:/|t)(?P<day>(?:19|20)\d{6})(?=[/_])|/(?P<parts>(?:19|20)\d\d[/-]\d{1,2}(?:[/-]\d{1,2}))/"
)
LONGEST = 90
SHORT = 16
CLOSED = " \u3000]】）)|｜/"
NUMBERED = re.compile(r"第\s*\d+\s*[号期]|[〔﹝]")
CLOSE = 8  # lines right above the text


def by_rule(facts: PageFacts) -> Found | None:
    """The date where the portal file says it is."""
    page = facts.item.page
    if facts.item.tree is None or page.rules is None or page.rules.date is None:
        return None
    for node in select(facts.item.tree, page.rules.date):
        value = parse_date(node.text(separator=" "))
        if value:
            return Found(value, "rule of the portal file")
    return None


def by_label(facts: PageFacts) -> Found | None:
    """发布日期, 公开日期, 时间 and their relatives."""
    return facts.labelled("published_at", parse_date)


def by_bare_line(facts: PageFacts) -> Found | None:
    """A header line that begins with a date, or the date spread over three lines (2022 / 11/07 / 17:29)."""
    near = [cell for line in facts.frame.near for cell in line.split("\t")]
    for index in range(len(near) - 1, -1, -1):
        line = near[index]
        if PARTED.match(line.strip()):
            line = " ".join(near[index : index + 3]).replace(" ", "/", 1)
        found = find_date(line) if BARE.match(line) and len(line) <= LONGEST else None
        if found and found[1] < 3 and len(found[0]) > 7 and is_header_rest(line[found[2] :]):
            return Found(found[0], f"line {line}")
    return None


def by_header_line(facts: PageFacts) -> Found | None:
    """A date further on in a header line: `来源：某某局 2021-03-04 10:00`, `某某网 2021年3月4日`."""
    title = squeeze(facts.title)
    for line in reversed(facts.frame.near[-CLOSE:]):
        bare = squeeze(line)
        if len(line) > LONGEST or "《" in line or bare in title or title in bare:
            continue
        found = find_date(line) if not speaks_of_other_day(line) else None
        if found and len(found[0]) > 7 and is_header_rest(line[found[2] :]):
            return Found(found[0], f"line {line}")
    return None


def speaks_of_other_day(line: str) -> bool:
    """Whether a line's labels give its dates another meaning (成文日期, 施行日期) or its numbers none."""
    fields = {FIELD_OF[label] for _, _, label in labels_in(line)}
    if not fields <= {"source", "other", "publisher"}:
        return True
    return NUMBERED.search(line) is not None and not is_numbered_stamp(line)


def is_header_rest(rest: str) -> bool:
    """Whether what follows a date in its line is of a page's header, not the title of some page."""
    bare = squeeze(rest).strip(CLOSED)
    if not bare or starts_with_label(rest.lstrip(CLOSED)) or WIDGET.match(rest):
        return True
    return len(bare) <= SHORT and "《" not in bare and "关于" not in bare


def by_tag(facts: PageFacts) -> Found | None:
    """PubDate and its relatives, unless the tag is the time of building."""
    return next((tag for tag in tags(facts) if not is_build_time(facts, tag.value)), None)


def by_build_time(facts: PageFacts) -> Found | None:
    """PubDate though it equals the time of building: the last resort."""
    found = next(iter(tags(facts)), None)
    return Found(found.value, f"{found.evidence}, the time of building") if found else None


def tags(facts: PageFacts) -> list[Found]:
    meta = facts.item.meta
    read = ((name, parse_date(meta.get(name))) for name in TAGS)
    return [Found(value, f"tag {name}: {meta[name]}") for name, value in read if value]


def is_build_time(facts: PageFacts, value: str) -> bool:
    """Whether a moment is the one at which the page says it was built."""
    if len(value) <= 10:
        return False
    built = (parse_date(facts.item.meta.get(name)) for name in BUILT)
    return any(moment is not None and moment[:16] == value[:16] for moment in built)


def by_list(facts: PageFacts) -> Found | None:
    """The date the column's list shows."""
    value = parse_date(facts.item.page.listed.date)
    return Found(value, "list of the column") if value else None


def by_update_label(facts: PageFacts) -> Found | None:
    """更新时间, where nothing says when the page was first there."""
    return facts.labelled("updated_at", parse_date)


def by_issue_label(facts: PageFacts) -> Found | None:
    """发文日期 as a stand-in: many portals mean the posting by it."""
    return facts.labelled("issued_on", parse_date)


def by_address(facts: PageFacts) -> Found | None:
    """The day in the address: t20131223_1501140.html, /art/2016/11/22/."""
    match = ADDRESS.search(facts.item.page.url or "")
    if match is None:
        return None
    value = (
        parse_compact(match["day"])
        if match["day"]
        else parse_date(match["parts"].replace("/", "-"))
    )
    return Found(value, "address") if value else None


def refine(found: Found, facts: PageFacts) -> Found:
    """A printed day with the time a tag of the same day knows."""
    if len(found.value) > 10:
        return found
    for tag in tags(facts):
        exact = more_exact(found.value, tag.value)
        if (
            exact != found.value
            and day_of(exact) == day_of(found.value)
            and not is_build_time(facts, exact)
        ):
            return Found(exact, f"{found.evidence}; {tag.evidence}")
    return found
