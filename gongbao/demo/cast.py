"""Who the five portals are, and which documents each of them carries before and after the changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gongbao.demo.families import county, gazette, hanweb, legacy, trs
from gongbao.demo.papers import load_papers
from gongbao.demo.portal import Column, DemoPortal

if TYPE_CHECKING:
    from datetime import date

    from gongbao.demo.papers import Paper


def build_portals(today: date) -> dict[str, DemoPortal]:
    """The portals by name, with every document that is out before the changes."""
    portals = {portal.name: portal for portal in _portals(today)}
    waiting = [
        (day, paper.key, name)
        for paper in load_papers(today).values()
        if not paper.is_later
        for name, day in _carried(paper, today)
    ]
    papers = load_papers(today)
    for day, key, name in sorted(waiting):
        portals[name].post(papers[key], day)
    return portals


def _carried(paper: Paper, today: date) -> list[tuple[str, date]]:
    carriers = [(paper.home, 0), *paper.carriers]
    days = [(name, paper.posted_on + timedelta(days=later)) for name, later in carriers]
    return [
        (name, gazette.issue_date(day, today) if name == "gazette" else day) for name, day in days
    ]


def _portals(today: date) -> list[DemoPortal]:
    return [*_governments(today), *_others(today)]


def _governments(today: date) -> list[DemoPortal]:
    """The province and its two cities."""
    return [
        DemoPortal(
            name="yunling",
            title="云岭省人民政府",
            level="province",
            region="980000",
            platform="hanweb",
            issuers=("云岭省人民政府", "云岭省人民政府办公厅"),
            columns=(
                Column("documents", "政府文件", "normative", "/col/col1229001001/index.html"),
                Column("plans", "工作要点", "plan", "/col/col1229001002/index.html", 3),
            ),
            family=hanweb,
            validators="content",
            today=today,
        ),
        DemoPortal(
            name="qingxi",
            title="青溪市人民政府",
            level="city",
            region="980100",
            platform="trs",
            issuers=("青溪市人民政府", "青溪市人民政府办公室", "青溪市消防安全委员会办公室"),
            columns=(Column("documents", "市政府文件", "normative", trs.ROOT),),
            family=trs,
            validators="bytes",
            today=today,
        ),
        DemoPortal(
            name="baichuan",
            title="柏川市人民政府",
            level="city",
            region="980200",
            platform="trs",
            issuers=("柏川市人民政府", "柏川市人民政府办公室", "柏川市卫生健康委员会"),
            columns=(Column("documents", "文件公报", "disclosure", legacy.ROOT),),
            family=legacy,
            validators="date",
            today=today,
        ),
    ]


def _others(today: date) -> list[DemoPortal]:
    """The county, and the province's gazette."""
    return [
        DemoPortal(
            name="liuhe",
            title="柳河县人民政府",
            level="district",
            region="980123",
            platform="generic",
            issuers=(
                "柳河县人民政府",
                "柳河县人民政府办公室",
                "柳河县安全生产委员会",
                "柳河县水利局",
                "柳河县教育局",
            ),
            columns=(Column("notices", "公告公示", "notice", f"{county.ROOT}list.htm"),),
            family=county,
            validators="none",
            today=today,
        ),
        DemoPortal(
            name="gazette",
            title="云岭省人民政府公报",
            level="province",
            region="980000",
            platform="govcn",
            issuers=("云岭省人民政府公报编辑部",),
            columns=(Column("gazette", "政府公报", "gazette", gazette.INDEX, 1),),
            family=gazette,
            validators="content",
            today=today,
        ),
    ]
