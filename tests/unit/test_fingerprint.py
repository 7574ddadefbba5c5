"""Only substance is hashed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.items import AttachmentFile, DocumentItem, PageItem
from pipelines.fingerprint import content_hash, text_hash


def item(**known: object) -> DocumentItem:
    return DocumentItem(
        page=PageItem(url="http://127.0.0.1/1.html", html=""),
        **{
            "title": "关于防汛的通知",
            "text": "各县:\n请做好防汛工作。",
            "category": "notice",
            **known,
        },
    )


@pytest.mark.parametrize(
    "same",
    [
        {"text": "各县: 请做好 防汛工作。\r\n"},
        {"text": "各县:\u200b\n\n请做好\u00a0防汛工作。"},
        {"published_at": "2026-01-02"},
        {"source": "本网"},
        {"subject": "应急"},
        {"recipients": "各县"},
        {"category": "plan"},
        {"url": "http://127.0.0.2/other.html"},
    ],
)
def test_no_substance(same: dict[str, object]) -> None:
    assert content_hash(item(**same)) == content_hash(item())


@pytest.mark.parametrize(
    "other",
    [
        {"text": "各县:\n请做好防汛工作！"},
        {"text": "各县:\n请做好《防汛工作》。"},
        {"title": "关于抗旱的通知"},
        {"document_number": "云政发〔2026〕1号"},
        {"issuers": ["云岭省人民政府"]},
        {"written_on": "2026-01-01"},
        {"effective_on": "2026-01-01"},
        {"expires_on": "2026-01-01"},
        {"validity": "repealed"},
        {"attachments": [AttachmentFile("http://127.0.0.1/a.pdf", "附件", text_hash="ab")]},
    ],
)
def test_substance(other: dict[str, object]) -> None:
    assert content_hash(item(**other)) != content_hash(item())


def test_bytes_of_attachments_do_not_count() -> None:
    file = AttachmentFile(
        "http://127.0.0.1/a.pdf", "附件", text_hash=text_hash("同样的文字"), sha256="1"
    )
    again = replace(file, sha256="2", url="http://127.0.0.1/b.pdf")
    assert content_hash(item(attachments=[file])) == content_hash(item(attachments=[again]))
