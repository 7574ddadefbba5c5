"""The judging of bench/accuracy.py."""

from __future__ import annotations

from typing import Any

import pytest

from bench.corpora import blank_names
from bench.judging import by_site, judge_fields, judge_text, score_text

LABEL: dict[str, Any] = {
    "title": "关于“节水”的通知",
    "document_number": "云水发〔2021〕3号",
    "index_number": None,
    "issuer": ["云岭省水利厅", "云岭省财政厅"],
    "published_at": "2021-03-04 10:00",
    "attachments": [{"url": "./P020210304.pdf"}],
    "uncertain": ["source"],
    "source": "水资源处",
    "accept": {"title": ["【通知】关于“节水”的通知"]},
}
RECORD: dict[str, Any] = {
    "title": '关于"节水"的通知',
    "document_number": "云水发〔2021〕3号",
    "index_number": None,
    "issuers": ["云岭省财政厅", "云岭省水利厅"],
    "published_at": "2021-03-04",
    "attachments": [{"url": "http://a.example/x/P020210304.pdf"}],
}


def verdicts(**changes: Any) -> dict[str, bool]:
    return {name: mark.right for name, mark in judge_fields(LABEL, RECORD | changes).items()}


def test_a_right_record_is_right_in_every_judged_field() -> None:
    judged = {"title", "document_number", "index_number", "published_at", "issuers", "attachments"}
    assert verdicts() == dict.fromkeys(judged, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "节水"),
        ("title", None),
        ("document_number", None),
        ("index_number", "0001/2021-1"),
        ("issuers", ["云岭省水利厅"]),
        ("published_at", "2021-03-05"),
        ("attachments", []),
    ],
)
def test_a_wrong_field_is_wrong_alone(name: str, value: Any) -> None:
    assert [field for field, right in verdicts(**{name: value}).items() if not right] == [name]


def test_other_right_answers_and_other_spellings_count() -> None:
    assert verdicts(title="【通知】 关于“节水”的通知")["title"]
    label = {"document_number": "某部公告2020年第58号"}
    assert judge_fields(label, {"document_number": "某部公告〔2020〕58号"})["document_number"].right


def test_text_scores_by_hand() -> None:
    gold = "一二三四五六"  # three shingles
    assert score_text("一二三 四五六", gold, []) == (1.0, 1.0, 1.0)
    assert score_text("一二三四五", gold, []) == pytest.approx((1.0, 2 / 3, 0.8))
    assert score_text("", gold, []) == (0.0, 0.0, 0.0)
    assert score_text("打印" + gold, gold, ["打印"]).f1 == 1.0
    assert score_text(gold + gold, gold, []).precision < 0.5


def test_noise_and_anchors() -> None:
    label = {"noise": ["浏览次数"], "anchors": ["推进 节水"]}
    assert all(mark.right for mark in judge_text(label, "推进节水").values())
    assert not any(mark.right for mark in judge_text(label, "浏览次数：3").values())


def test_no_site_decides_by_its_number_of_pages() -> None:
    assert by_site([("a", 1.0), ("a", 1.0), ("a", 1.0), ("b", 0.0)]) == 0.5


def test_blanked_names_tell_nothing_and_keep_the_structure() -> None:
    page = blank_names("<div id=\"zoom\" class='TRS_Editor'><UCAPCONTENT>文</UCAPCONTENT></div>")
    assert page.count("<div") == 2
    assert page.count("</div") == 2
    assert not {"zoom", "trs_editor", "ucapcontent"} & set(page.lower().replace('"', " ").split())
