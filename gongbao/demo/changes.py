"""What happens between the two crawls of the demo: each thing once, each on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from gongbao.demo.papers import Block, load_papers
from gongbao.demo.portal import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gongbao.demo.portal import DemoPortal, Posting

NEW_PLAN = "yunling-livelihood/0"
EDITED_PLAN = "qingxi-water/1"
REPOSTED = "yunling-grain/0"
WITHDRAWN = "liuhe-supply/0"
HIJACKED = "baichuan-road/0"
SPAM = "云顶博彩官网_注册送38元_bet365体育投注平台"
Report = dict[str, Any]


def apply_changes(portals: dict[str, DemoPortal], today: date) -> list[Report]:
    """Change the portals; one entry for each thing done, in the order it was done."""
    return [
        _publish(portals["yunling"], today),
        _edit(portals["qingxi"], today),
        _repost(portals["yunling"], portals["liuhe"], today),
        _withdraw(portals["liuhe"]),
        _hijack(portals["baichuan"], today),
    ]


def _report(kind: str, portal: DemoPortal, posting: Posting) -> Report:
    return {
        "kind": kind,
        "portal": portal.name,
        "title": posting.paper.title,
        "number": posting.paper.number,
        "url": portal.base + posting.path,
    }


def _publish(portal: DemoPortal, today: date) -> Report:
    return _report("new", portal, portal.post(load_papers(today)[NEW_PLAN], today))


def _edit(portal: DemoPortal, today: date) -> Report:
    posting = portal.find_paper(EDITED_PLAN)
    _rewrite(posting, lambda text: text.replace("80%", "85%"), today)
    return _report("revised", portal, posting)


def _repost(home: DemoPortal, carrier: DemoPortal, today: date) -> Report:
    """The document elsewhere: [2024] for 〔2024〕, and a line of the carrier's own above it."""
    paper = home.find_paper(REPOSTED).paper
    wrapper = Block("text", f"（本文转载自{home.title}网站，供各单位学习参考）")
    posting = carrier.post(paper, today)
    number = (paper.number or "").replace("〔", "[").replace("〕", "]")
    posting.number = number
    posting.blocks = (wrapper, Block("number", number), *paper.blocks)
    return _report("repost", carrier, posting)


def _withdraw(portal: DemoPortal) -> Report:
    posting = portal.find_paper(WITHDRAWN)
    portal.postings.remove(posting)
    return _report("withdrawn", portal, posting)


def _hijack(portal: DemoPortal, today: date) -> Report:
    """The gambling phrase stands wherever the place's name stood."""
    posting = portal.find_paper(HIJACKED)
    _rewrite(posting, lambda text: text.replace("柏川市", SPAM), today)
    return _report("tampered", portal, posting)


def _rewrite(posting: Posting, edit: Callable[[str], str], today: date) -> None:
    posting.title = edit(posting.title)
    posting.blocks = tuple(
        replace(
            block,
            text=edit(block.text),
            rows=tuple(tuple(edit(cell) for cell in row) for row in block.rows),
        )
        for block in posting.blocks
    )
    posting.changed_at = datetime.combine(today, time(11, 30), BEIJING)
