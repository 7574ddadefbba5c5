"""Who issued a document (发文机关): label, title, letterhead, caption and signature weighed against each other.

A label that names the organ outright (发文机关) wins unless it leaves the place out (省政府办公厅) or names
one of several joint issuers. A label that may name the reposting desk (发布机构) wins only where the document
itself agrees or is silent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.issuer import fullest, is_organ, is_relative, same_organ, split_organs
from pipelines.label import FIELDS, NOTHING, squeeze

if TYPE_CHECKING:
    from pipelines.page_facts import PageFacts
    from pipelines.signature import Signature

TITLE = re.compile(
    r"^(?P<organs>[^《》]{2,120}?)(?:关于|印发|转发|批转|公布|发布|颁布|办公厅?室?函)"
)
KIND_TITLE = re.compile(
    r"^(?P<organs>[\u4e00-\u9fff（）()、\s]{3,60}?)(?:公告|通告|令|命令|公报)(?:[（(〔\[第\d].*)?$"
)
YEAR_TITLE = re.compile(
    r"^(?P<organs>[\u4e00-\u9fff（）()、\s]{3,60}?)(?=(?:19|20)\d\d\s?[年—\-]|行政处罚|行政许可|年度|工作报告)"
)
# marks, a number glued on, a year: what may stand before the organ
LEADING = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,14}(?<!公告)(?<!通告)(?<!令)[〔﹝\[（(]\d{4}[〕﹞\]）)]第?\d+号\s*"
    r"|(?:19|20)\d\d年度?|[《\s]+|[（(【\[〔][^）)】\]〕]*[）)】\]〕]\s*)+"
)
LONE = re.compile(r"等\S{0,6}?(?:部门|单位|部委|委局|厅局|机关)?$")


class Issuers(NamedTuple):
    """The organs and the evidence that named them."""

    names: list[str]
    evidence: str


def read_issuers(facts: PageFacts) -> Issuers | None:
    """The organs of a document, in their order."""
    said = from_document(facts)
    strong = joined_by(from_label(facts, "issuers"), from_label(facts, "co_issuers"))
    if strong:
        return complete(strong, said) if said else strong
    weak = from_label(facts, "publisher")
    if facts.item.page_kind == "article":
        return said if is_signed_by_title(facts) else None
    if weak and (said is None or shares_organ(weak.names, said.names)):
        return complete(weak, said) if said else weak
    return said


def from_label(facts: PageFacts, field: str) -> Issuers | None:
    """The organs a label names."""
    for label in FIELDS[field]:
        for value in facts.table.values.get(label, ()):
            names = [] if NOTHING.match(value) else split_organs(value)
            if names and all(is_organ(name) for name in names):
                return Issuers(names, f"label {label}: {value}")
    return None


def joined_by(first: Issuers | None, others: Issuers | None) -> Issuers | None:
    """The issuer of a label with those a label of its own adds (联合发文单位)."""
    if first is None or others is None:
        return first
    added = [name for name in others.names if name not in first.names]
    return Issuers([*first.names, *added], f"{first.evidence}; {others.evidence}")


def from_document(facts: PageFacts) -> Issuers | None:
    """The organs the document itself names, spelled as fully as it does anywhere."""
    titled = organs_of_title(facts.title)
    signature = own_signature(facts, titled)
    caption = facts.caption.organs if facts.caption else ()
    head = facts.letterhead.organs if facts.letterhead else ()
    signed = signature.organs if signature else ()
    ranked = [("signature", signed), ("title", titled), ("letterhead", head), ("caption", caption)]
    evidence, names = max(ranked, key=lambda pair: len(pair[1]))
    if not names:
        return None
    others = [*titled, *head, *caption, *signed]
    return Issuers([fullest(name, others) for name in names], evidence)


def organs_of_title(title: str) -> tuple[str, ...]:
    """The organs at the beginning of a title: 财政部 税务总局关于…"""
    bare = LEADING.sub("", title.strip())
    for match in (pattern.match(bare) for pattern in (TITLE, KIND_TITLE, YEAR_TITLE)):
        names = split_organs(LONE.sub("", match["organs"])) if match else []
        if names and all(is_organ(name) for name in names):
            return tuple(names)
    return ()


def own_signature(facts: PageFacts, titled: tuple[str, ...] = ()) -> Signature | None:
    """The first signature by an organ that title or label name; the first at all where these are silent."""
    label = from_label(facts, "issuers")
    known = [*titled, *(label.names if label else ())]
    if not known:
        return next(iter(facts.signatures), None)
    agreeing = (s for s in facts.signatures if not s.organs or shares_organ(list(s.organs), known))
    return next(agreeing, None)


def is_signed_by_title(facts: PageFacts) -> bool:
    """Whether a page taken for news is a document all the same: its title's organ signs, or a letterhead stands."""
    titled = organs_of_title(facts.title)
    signature = own_signature(facts, titled) if titled else None
    signed = signature is not None and bool(signature.organs)
    return signed or facts.caption is not None or facts.letterhead is not None


def shares_organ(names: list[str], others: list[str]) -> bool:
    """Whether two lists of names have an organ in common, in full or abbreviated."""
    return any(same_organ(one, other) for one in names for other in others)


def is_clipped(name: str, said: Issuers) -> bool:
    """Whether the document spells 人民政府 where a label says 政府."""
    return name.replace("政府", "人民政府") in said.names and "人民政府" not in name


def complete(label: Issuers, said: Issuers) -> Issuers:
    """A label's organs, or the document's own list where the label is shortened or gives but one of several."""
    if not shares_organ(label.names, said.names):
        return label
    if len(said.names) > len(label.names):
        return said
    names = [
        fullest(name, said.names) if is_relative(squeeze(name)) or is_clipped(name, said) else name
        for name in label.names
    ]
    changed = names != label.names
    return Issuers(names, f"{said.evidence}; {label.evidence}" if changed else label.evidence)
