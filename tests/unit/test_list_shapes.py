"""Rows as portals of no known family print them: no names to go by, other places for title and date."""

from __future__ import annotations

import pytest
from list_pages import COLUMN, DAYS, LINK, TITLE, WANTED, dates, page, rows, titles

from platforms.registry import parse_any_list

BARE = "<a href='show.aspx?id=70{n}'>" + TITLE + "</a>"
HOT = "<ul>" + rows(
    "<li><a href='/xw/202605/t202605{d}_9{n}.html'>市长主持召开会议研究部署第{n}季度工作</a>"
    "<span>2026-05-{d}</span></li>"
)
SIDE = f"<div><h3>热点信息</h3>{HOT}</ul></div>"
PAGER = "<div><a href='index_2.html'>下一页</a></div>"
SHAPES = {
    "day of the week": "<ul>" + rows(f"<li>{LINK}<i>2026-09-{{d}} 星期三</i></li>") + "</ul>",
    "stroke between the pieces": "<ul>"
    + rows(f"<li><p><b>{{d}}</b><i>/</i>2026-09</p>{LINK}</li>")
    + "</ul>",
    "pieces within the link": "<ul>"
    + rows(
        "<li><a href='show.aspx?id=70{n}'><div><p>09-{d}</p><i>2026</i></div><div>"
        + TITLE
        + "</div></a></li>"
    )
    + "</ul>",
    "under the line of their year": "<h3>2026年</h3><ul>"
    + rows(f"<li>{BARE}<i>09-{{d}}</i></li>")
    + "</ul>",
    "title before a link that says no more than look": "<ul>"
    + rows(
        f"<li><div>{TITLE}</div><p>2026-09-{{d}}</p><a href='show.aspx?id=70{{n}}'>查看</a></li>"
    )
    + "</ul>",
    "column of titles, column of links": "<table><tr><th>序号</th><th>名称</th><th>机构</th><th>日期</th>"
    "<th>操作</th></tr>"
    + rows(
        f"<tr><td>{{n}}</td><td>{TITLE}</td><td>青溪市人民政府办公室（青溪市人民政府外事办公室）</td>"
        "<td>2026-09-{d}</td><td><a href='show.aspx?id=70{n}'>[查看详情]</a></td></tr>"
    )
    + "</table>",
    "day in the tip": "<ul>"
    + rows("<li><a href='show.aspx?id=70{n}' title='" + f"{TITLE} 2026-09-{{d}}'>{TITLE}</a></li>")
    + "</ul>",
    "number and day in one line": "<ul>"
    + rows(f"<li>{BARE}<br><small>青政发〔2026〕{{n}}号　2026-09-{{d}}</small></li>")
    + "</ul>",
    "every cell a link": "<table>"
    + rows(
        "<tr><td><a href='show.aspx?id=70{n}'>青政发〔2026〕{n}号</a></td>"
        f"<td>{BARE}</td><td><a href='show.aspx?id=70{{n}}'>2026-09-{{d}}</a></td></tr>"
    )
    + "</table>",
    "pinned": "<ul>"
    + rows(f"<li>{BARE.replace(TITLE, '[置顶] ' + TITLE)}<i>2026-09-{{d}}</i></li>")
    + "</ul>",
    "whole title in a second link": "<ul>"
    + rows(
        "<li><div><a href='show.aspx?id=70{n}'>关于印发青溪市第{n}号...</a><i>2026-09-{d}</i></div>"
        f"<div>{BARE}</div></li>"
    )
    + "</ul>",
    "dots behind a title that is whole": "<ul>"
    + rows(
        f"<li><a href='show.aspx?id=70{{n}}'><b title='{TITLE}'>{TITLE}…</b></a>2026-09-{{d}}</li>"
    )
    + "</ul>",
    "card of divs": "<ul>"
    + rows(
        f"<li><a href='show.aspx?id=70{{n}}'><div><img src='{{n}}.jpg'></div><div><div>{TITLE}</div>"
        "<div>会议强调，要压实责任，抓好落实，确保完成任务。</div><div>2026-09-{d}</div></div></a></li>"
    )
    + "</ul>",
    "elements of no standard": "<div>"
    + rows(f"<el-row><el-col>{BARE}</el-col><el-col>2026-09-{{d}}</el-col></el-row>")
    + "</div>",
}


@pytest.mark.parametrize("pager", ["", PAGER])
@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_rows_beside_a_hot_list(shape: str, pager: str) -> None:
    listed = parse_any_list(page(f"<div><div>{SHAPES[shape]}{pager}</div>{SIDE}</div>"), COLUMN)
    assert titles(listed) == WANTED
    assert dates(listed) == DAYS


@pytest.mark.parametrize("tags", [("li", "div"), ("tr", "td")])
def test_two_entries_in_a_row(tags: tuple[str, str]) -> None:
    row, cell = tags
    pair = f"<{cell}>{BARE}</{cell}><{cell}>2026-09-{{d}}</{cell}>"
    cells = rows(pair, 4).split(f"</{cell}><{cell}><a")
    both = [f"</{cell}><{cell}><a".join(cells[i : i + 2]) for i in (0, 2)]
    inner = [one if one.startswith(f"<{cell}>") else f"<{cell}><a{one}" for one in both]
    listed = parse_any_list(
        page("<table>" + "".join(f"<{row}>{one}</{row}>" for one in inner) + "</table>"), COLUMN
    )
    assert (titles(listed), dates(listed)) == (WANTED[:4], DAYS[:4])


def test_a_title_that_is_a_number_alone_is_a_title() -> None:
    markup = "<ul>" + rows(
        "<li><a href='show.aspx?id=70{n}'><p>青溪市人民政府令第{n}号</p><i>2026-09-{d}</i></a></li>"
    )
    assert titles(parse_any_list(page(markup + "</ul>"), COLUMN))[4] == "青溪市人民政府令第5号"


@pytest.mark.parametrize(
    ("address", "day"),
    [("202601/t20260102_5.html", "2025-12-31"), ("202512/t20251231_5.html", "2025-12-31")],
)
def test_the_year_is_that_of_the_address_nearby(address: str, day: str) -> None:
    markup = f"<ul><li><a href='{address}'>关于元旦放假安排的通知</a><i>12-31</i></li>"
    second = "<li><a href='202601/t20260105_6.html'>关于开展检查的通知</a><i>01-05</i></li></ul>"
    assert dates(parse_any_list(page(markup + second), COLUMN)) == [day, "2026-01-05"]


def test_rows_without_dates_win_over_a_dated_hot_list() -> None:
    listed = parse_any_list(page(f"<div><ul>{rows(f'<li>{BARE}</li>')}</ul></div>{SIDE}"), COLUMN)
    assert titles(listed) == WANTED


@pytest.mark.parametrize("text", ["暂无数据", "您访问的页面不存在"])
def test_a_hot_list_alone_is_no_list(text: str) -> None:
    assert parse_any_list(page(f"<div><p>{text}</p></div>{SIDE}"), COLUMN).entries == ()


def test_a_short_document_between_its_neighbours_is_no_list() -> None:
    around = "<p>字体：大 中 小</p><p>打印</p><p>关闭</p>"
    neighbours = (
        "上一篇：<a href='show.aspx?id=8'>关于调整最低工资标准的通知</a><p>下一篇：没有了</p>"
    )
    text = "<h1>青溪市人民政府关于印发规划的通知</h1><p>发布时间：2026-09-01</p><p>现将规划印发给你们。</p>"
    listed = parse_any_list(page(f"<div>{text}{around}{neighbours}</div>{SIDE}"), COLUMN)
    assert (listed.kind, listed.entries) == ("detail", ())
