"""文种 and category by the words of a title."""

from __future__ import annotations

import pytest

from pipelines.genre import genre_of_label, genre_of_title, to_category

TITLES = [
    ("云岭市人民政府关于印发节水办法的通知", "通知", "rule"),
    ("云岭市人民政府关于印发《云岭市节水办法（试行）》的通知", "通知", "rule"),
    ("关于印发2021年云岭市法治政府建设工作要点的通知", "通知", "plan"),
    ("云岭市人民政府办公厅关于印发云岭市“十四五”水利发展规划（2021—2025年）的通知", "通知", "plan"),
    ("关于印发《优化营商环境三年行动方案》等文件的通知", "通知", "plan"),
    ("关于印发《政府工作报告》重点任务分工的通知", "通知", "plan"),
    ("云岭市国土空间总体规划", None, "plan"),
    ("云岭市城乡规划管理条例", None, "rule"),
    ("云岭市人民政府关于加快建设法治政府的实施意见", "意见", "notice"),
    ("云岭市人民政府关于表彰先进集体的决定（摘要）", "决定", "notice"),
    ("云岭市人民政府关于同意设立园区的批复", "批复", "notice"),
    ("云岭市人民政府办公厅关于同意设置收费站的复函", "函", "notice"),
    ("云岭市2020年国民经济和社会发展统计公报", "公报", "report"),
    ("云岭市人民政府2020年度法治政府建设情况报告", "报告", "report"),
    ("政府信息公开工作年度报告（2020年）", "报告", "report"),
    ("云岭市人民政府令", "命令", "notice"),
    ("国家某某局公告2021年第3号", "公告", "notice"),
    ("关于转发《关于做好春耕工作的通知》的通知", "通知", "notice"),
    ("关于王一民等同志职务任免的通知", "通知", "appointment"),
    ("云岭市人民政府关于李文同志任职的通知", "通知", "appointment"),
    ("《云岭市节水办法》政策解读", None, "interpretation"),
    ("一图读懂《关于印发节水方案的通知》", None, "interpretation"),
    ("2021年积分入户工作热点13问", None, "interpretation"),
    ("关于公开征求《云岭市节水办法》意见的公告", "公告", "notice"),
    ("云岭市节水办法公开征求意见", None, "other"),
    ("市政府第十二次常务会议纪要", "纪要", "other"),
    ("金融机构大额交易报告管理办法", None, "rule"),
    ("云岭市水务局行政处罚决定书", None, "other"),
]


@pytest.mark.parametrize(("title", "genre", "category"), TITLES)
def test_genre_and_category(title: str, genre: str | None, category: str) -> None:
    assert genre_of_title(title) == genre
    assert to_category(title, genre, "document") == category


def test_news_ends_in_a_genre_by_chance() -> None:
    assert genre_of_title("我市召开新闻发布会通报", strict=True) is None
    assert genre_of_title("云岭市关于停水的通告", strict=True) == "通告"
    assert to_category("我市召开防汛工作会议", None, "article") == "news"
    assert to_category("节水办法政策问答", None, "article") == "interpretation"


@pytest.mark.parametrize(
    ("value", "genre"), [("通知", "通知"), ("命令（令）", "命令"), ("其他", None)]
)
def test_genre_of_a_label(value: str, genre: str | None) -> None:
    assert genre_of_label(value) == genre
