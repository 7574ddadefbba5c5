"""Changes and Documents as feeds get them, and feeds made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from feeds.builder import build_feed
from feeds.entries import FeedEntry, entries_from_changes
from feeds.spec import changes_feed, make_urn
from scheduler.diff import compare_texts
from storage.views import ChangeView, DocumentView, PublicationView

FORMATS = ("rss", "atom", "json")
BASE = "https://gongbao.example"
MOMENT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
OLD, NEW = "责任单位：省法制办\n完成率80%以上", "责任单位：省司法厅\n完成率85%以上"


def change(number: int = 1, **fields: Any) -> ChangeView:
    given: dict[str, Any] = {
        "id": number, "uid": make_urn("change", number), "kind": "revised",
        "detected_at": MOMENT + timedelta(minutes=number), "baseline": False, "back_dated": False,
        "silent": True, "document_id": f"d{number}", "document_number": "云政发〔2015〕5号",
        "title": "云岭省2015年法治政府建设工作要点", "category": "plan", "portal": "yunling",
        "source": "gazette", "url": f"https://www.yunling.example/公报/{number}.html",
        "from_revision": 1, "to_revision": 2, "summary": "【修订】2处：“80%”改为“85%”",
        "inserted": 6, "deleted": 6, "operations": compare_texts(OLD, NEW).operations,
        "issuers": ("云岭省人民政府", "云岭省财政厅"), "written_on": "2015-03-01",
        "portal_title": "云岭省人民政府",
    }  # fmt: skip
    return ChangeView(**(given | fields))


def publication(portal: str = "yunling", *, canonical: bool = True) -> PublicationView:
    return PublicationView(
        portal=portal, portal_title="青溪市人民政府", sources=("gazette",),
        url=f"https://www.{portal}.example/a.html", state="live", canonical=canonical,
        first_seen_at=MOMENT, last_seen_at=MOMENT, revisions=1,
    )  # fmt: skip


def document(key: str = "d1", **fields: Any) -> DocumentView:
    record = {
        "title": "青溪市工作要点", "document_number": "青政发〔2024〕1号", "issuers": ["青溪市人民政府"],
        "written_on": "2024-01-05", "published_at": "2024-01-06", "category": "plan",
        "text": "各县人民政府：\n" + "一、加强组织领导。" * 100, "url": "https://www.yunling.example/a.html",
        "portal": "yunling", "validity": None, "content_hash": "abc",
        "attachments": [{"title": "任务表", "url": "https://www.yunling.example/表.xlsx", "media_type": None}],
    }  # fmt: skip
    record |= fields
    return DocumentView(key, record, "live", MOMENT, MOMENT + timedelta(days=1), (publication(),))


def build(format_: Any, entries: list[FeedEntry] | None = None, **options: Any) -> bytes:
    made = entries if entries is not None else entries_from_changes([change(1), change(2)])
    spec = options.pop("spec", changes_feed())
    return build_feed(spec, made, base_url=options.pop("base_url", BASE), format=format_, **options)


def parse(data: bytes) -> Any:
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed
