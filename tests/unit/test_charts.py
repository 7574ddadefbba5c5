"""Charts say in words what they draw, escape what they are given, and draw to scale."""

from __future__ import annotations

import re

from lxml import etree

from gongbao.web.charts import HEIGHT, TALL, Bar, chart, sparkline

SVG = "{http://www.w3.org/2000/svg}"


def parse(markup: str) -> etree._Element:
    return etree.fromstring(
        str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def strokes(svg: etree._Element, name: str) -> dict[int, int]:
    """Place → height of the bars of a path."""
    (path,) = svg.findall(f"{SVG}path[@class='{name}']")
    found = re.findall(r"M(\d+) \d+v-(\d+)", path.get("d", ""))
    return {int(x) // 4: int(height) for x, height in found}


def test_a_sparkline_has_a_bar_for_every_week_with_something() -> None:
    svg = parse(sparkline("每周 3 件", [0, 1, 4, 0, 2]))
    assert strokes(svg, "plain") == {1: 6, 2: HEIGHT - 2, 4: 11}
    assert svg.get("aria-label") == "每周 3 件"
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "每周 3 件"
    assert not svg.findall(f"{SVG}path[@class='marked']")


def test_failures_stand_on_top_of_successes() -> None:
    svg = parse(sparkline("抓取", [4, 0], [4, 1]))
    assert strokes(svg, "marked") == {0: 11, 1: 3}
    (path,) = svg.findall(f"{SVG}path[@class='marked']")
    assert path.get("d").startswith(f"M2 {HEIGHT - 11}v")


def test_the_least_of_much_is_still_seen() -> None:
    assert strokes(parse(sparkline("", [1, 10_000])), "plain")[0] == 1


def test_nothing_at_all_is_a_ground_line() -> None:
    svg = parse(sparkline("无", [0, 0]))
    assert [path.get("class") for path in svg.findall(f"{SVG}path")] == ["ground"]
    assert parse(chart("无", [])).get("role") == "img"


def test_a_chart_of_links_can_be_followed_and_read() -> None:
    bars = [Bar("2025", 4, "2025年：4 件", href="/?q=a&b=1"), Bar("2026", 2, "2026年：2 件", 1)]
    svg = parse(chart("各年", bars))
    assert svg.get("role") == "group"
    (link,) = svg.findall(f"{SVG}a")
    assert link.get("href") == "/?q=a&b=1"
    assert link.get("aria-label") == "2025年：4 件"
    heights = [int(r.get("height")) for r in svg.iter(f"{SVG}rect") if r.get("class") == "plain"]
    assert heights == [TALL - 4, (TALL - 4) // 2]
    marked = [r for r in svg.iter(f"{SVG}rect") if r.get("class") == "marked"]
    assert [int(r.get("height")) for r in marked] == [(TALL - 4) // 4]
    assert [text.text for text in svg.iter(f"{SVG}text")] == ["2025", "2026"]


def test_many_bars_have_few_labels() -> None:
    svg = parse(chart("日", [Bar(str(day), day, str(day)) for day in range(30)]))
    assert 5 <= len(list(svg.iter(f"{SVG}text"))) <= 15
    assert len(list(svg.iter(f"{SVG}title"))) == 30


def test_nothing_given_becomes_markup() -> None:
    hostile = "<script>\"'&"
    for markup in (sparkline(hostile, [1]), chart(hostile, [Bar(hostile, 1, hostile, 0, hostile)])):
        assert "<script" not in markup
        assert parse(markup).get("aria-label") == hostile
