"""How a record is judged against a label: text as multisets of shingles, fields after folding."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from statistics import mean
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLD = str.maketrans("“”‘’：，；（【[〔）】]〕", "\"\"'':,;(((())))")
SIZE = 4  # characters of a shingle
STRICT = frozenset({"document_number", "index_number"})  # a label without one forbids one
PLAIN = (
    *("title", "document_number", "index_number", "registration_number"),
    *("source", "subject", "validity", "page_kind", "genre", "category"),
)
DAYS = ("written_on", "published_at", "effective_on", "expires_on")


class TextScore(NamedTuple):
    """How much of what was taken is official text, how much of it was taken, and both in one."""

    precision: float
    recall: float
    f1: float


class Mark(NamedTuple):
    """One judged field."""

    right: bool
    found: Any
    expected: Any


def squeeze(text: str | None) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text or "")


def fold(text: object) -> str:
    """A value without white space, quotation marks and brackets of one kind."""
    return squeeze(str(text)).translate(FOLD)


def fold_number(value: str) -> str:
    """One form for the ways of writing a number: 公告2020年第58号 = 公告〔2020〕58号."""
    bare = re.sub(r"[\s、]", "", value).removeprefix("中华人民共和国")
    return re.sub(r"〔(\d{4})〕第?", r"〔\1〕", re.sub(r"公告(\d{4})年第?", r"公告〔\1〕", bare))


def score_text(found: str, gold: str, tolerated: list[str]) -> TextScore:
    """Compare two texts as multisets of 4-character shingles; `tolerated` lines count neither way."""
    one, other = squeeze(found), squeeze(gold)
    for line in sorted(map(squeeze, tolerated), key=len, reverse=True):
        one, other = one.replace(line, "", 1), other.replace(line, "", 1)
    a, b = shingles(one), shingles(other)
    same = (a & b).total()
    precision = same / a.total() if a else float(not b)
    recall = same / b.total() if b else float(not a)
    both = precision + recall
    return TextScore(precision, recall, 2 * precision * recall / both if both else 0.0)


def shingles(text: str) -> Counter[str]:
    """How often each run of four characters occurs."""
    if len(text) < SIZE:
        return Counter([text] if text else [])
    return Counter(text[i : i + SIZE] for i in range(len(text) - SIZE + 1))


def judge_fields(label: dict[str, Any], record: dict[str, Any]) -> dict[str, Mark]:
    """The fields of a record that the label judges; `accept` lists other right answers."""
    marks = judge_plain(label, record) | judge_days(label, record)
    if label.get("issuer") and label.get("issuer_basis") != "none" and is_certain(label, "issuer"):
        marks["issuers"] = judge_issuers(label, record)
    if label.get("platform"):
        named = record.get("platform")
        marks["platform"] = Mark(named in label["platform"], named, label["platform"])
    wanted = {a["url"].split("/")[-1] for a in label.get("attachments") or [] if a.get("url")}
    if wanted and is_certain(label, "attachments"):
        got = {(a.get("url") or "").split("/")[-1] for a in record.get("attachments") or []}
        right = wanted <= got and len(got - wanted) <= 1
        marks["attachments"] = Mark(right, sorted(got), sorted(wanted))
    return marks


def judge_plain(label: dict[str, Any], record: dict[str, Any]) -> dict[str, Mark]:
    """The fields that are one text."""
    marks = {}
    for name in PLAIN:
        want, got = label.get(name), record.get(name)
        if not is_certain(label, name) or (want in (None, "") and name not in STRICT):
            continue
        same = fold_number if name == "document_number" else fold
        wanted = {same(v) for v in (want, *others(label, name)) if v not in (None, "")}
        right = not wanted if got in (None, "") else same(got) in wanted
        marks[name] = Mark(right, got, want)
    return marks


def judge_days(label: dict[str, Any], record: dict[str, Any]) -> dict[str, Mark]:
    """The dates, to the day."""
    marks = {}
    for name in DAYS:
        if label.get(name) and is_certain(label, name):
            wanted = {to_day(v) for v in (label[name], *others(label, name))}
            marks[name] = Mark(to_day(record.get(name)) in wanted, record.get(name), label[name])
    return marks


def judge_issuers(label: dict[str, Any], record: dict[str, Any]) -> Mark:
    """The issuing organs, in any order."""
    wanted = [{fold(i) for i in names} for names in (label["issuer"], *others(label, "issuers"))]
    got = record.get("issuers") or []
    return Mark({fold(i) for i in got} in wanted, got, label["issuer"])


def judge_text(label: dict[str, Any], text: str) -> dict[str, Mark]:
    """Whether strings that do not belong to the text stay out, and those that do are in."""
    bare = squeeze(text)
    bad = [n for n in label.get("noise") or [] if squeeze(n) in bare]
    lost = [a for a in label.get("anchors") or [] if squeeze(a) not in bare]
    return {"noise_free": Mark(not bad, bad, []), "anchors": Mark(not lost, lost, [])}


def judge_title(label: dict[str, Any], title: str | None) -> Mark | None:
    """The title alone, as other extractors tell it; None where the label does not judge it."""
    return judge_plain(label, {"title": title}).get("title")


def has_text(label: dict[str, Any]) -> bool:
    """Whether the page carries an official text at all."""
    return label.get("page_kind") in ("document", "article")


def is_certain(label: dict[str, Any], name: str) -> bool:
    return name not in (label.get("uncertain") or [])


def others(label: dict[str, Any], name: str) -> list[Any]:
    return list((label.get("accept") or {}).get(name, []))


def to_day(value: str | None) -> str | None:
    return (value or "")[:10] or None


def by_site(rows: Iterable[tuple[str, float]]) -> float:
    """The mean over sites of the means over each site's values."""
    sites: dict[str, list[float]] = defaultdict(list)
    for site, value in rows:
        sites[site].append(float(value))
    return mean(mean(values) for values in sites.values()) if sites else 0.0
