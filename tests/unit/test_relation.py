"""What a page says of other documents."""

from __future__ import annotations

import pytest

from crawler.items import DocumentItem, PageItem
from pipelines.relation import find_relations

RULE = "青川市集市管理办法"


def read(
    title: str, text: str, category: str = "notice"
) -> list[tuple[str, str | None, str | None]]:
    page = PageItem(url="", html="")
    item = DocumentItem(
        page=page, title=title, text=text, category=category, document_number="青政发〔2026〕9号"
    )
    return [(r.kind, r.number, r.title) for r in find_relations(item)]


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        pytest.param(
            "青川市市场管理办法", f"本办法自2026年5月1日起施行。《{RULE}》（青政发〔2015〕8号）同时废止。",
            [("repeals", "青政发〔2015〕8号", RULE)], id="closing article",
        ),
        pytest.param(
            "关于加强市场管理的通知", f"根据《青川市立法条例》，决定自即日起废止《{RULE}》。",
            [("repeals", None, RULE)], id="decision in a sentence, its basis not meant",
        ),
        pytest.param(
            "青川市人民政府关于废止部分文件的决定",
            f"经研究，决定废止以下文件：\n1.《{RULE}》（青政发〔2001〕1号）\n2.《青川市摊贩规定》（青政发〔2002〕2号）",
            [("repeals", "青政发〔2001〕1号", RULE), ("repeals", "青政发〔2002〕2号", "青川市摊贩规定")],
            id="list of a clean-up",
        ),
        pytest.param(
            "关于修改《青川市集市管理办法》的决定", "对办法作如下修改：第三条废止。", [("amends", None, RULE)],
            id="amendment, a clause repealed",
        ),
        pytest.param(
            f"《{RULE}》政策解读", f"现对《{RULE}》（青政发〔2026〕3号）解读如下。《青川市旧办法》同时废止。",
            [("interprets", "青政发〔2026〕3号", RULE)], id="explanations repeal nothing",
        ),
        pytest.param(
            "转发省商务厅关于规范集市秩序意见的通知", "现转发给你们，请执行。",
            [("forwards", None, "关于规范集市秩序意见")], id="forwarding",
        ),
        pytest.param(
            f"关于《{RULE}》的更正", "表2第3行应为12。", [("corrects", None, RULE)], id="correction",
        ),
        pytest.param(
            "青川市市场管理办法（征求意见稿）", f"《{RULE}》同时废止。", [], id="a draft",
        ),
        pytest.param(
            "关于做好市场工作的通知", f"《{RULE}》继续有效，除第三条外，不废止。为贯彻《{RULE}》，现通知如下。", [],
            id="nothing repealed",
        ),
    ],
)  # fmt: skip
def test_sentence_shapes(
    title: str, text: str, found: list[tuple[str, str | None, str | None]]
) -> None:
    assert read(title, text) == found


def test_news_repeal_nothing() -> None:
    assert read("我市修订市场管理办法", f"据悉，《{RULE}》同时废止。", "news") == []
