"""How the CMS families give themselves away: marks in address and page, whether or not a family is built here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from platforms.needle import Needles

OPENING, ENDING = 100_000, 30_000  # characters of a page that are searched
ADDRESS_WEIGHT = 2  # an address is written by the CMS, a class may be copied with a template


@dataclass(frozen=True)
class Searched:
    """The part of a page that marks are looked for in: as it is, and its ASCII in lower case, where search is quick."""

    html: str
    markup: str
    needles: frozenset[str]  # the marks' strings that stand in it


@dataclass(frozen=True)
class Mark:
    """One sign: a pattern of the page's address, or a lower-case string of its HTML, confirmed by a pattern."""

    why: str
    address: str | None = None
    needle: str = ""
    confirm: str | None = None

    def holds(self, page: Searched, url: str) -> bool:
        """Whether the sign is there; `url` in lower case."""
        if self.address is not None:
            return re.search(self.address, url) is not None
        if self.needle not in page.needles:
            return False
        html = page.markup if self.needle.isascii() else page.html
        return self.confirm is None or re.search(self.confirm, html) is not None


MARKS: dict[str, tuple[Mark, ...]] = {
    "hanweb": (
        Mark("article address", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html"),
        Mark("column address", r"/col/col\d+/"),
        Mark("link to a column", needle="/col/col", confirm=r"/col/col\d+/index\.html"),
        Mark(
            "JCMS module",
            needle="/module/",
            confirm=r"/module/(?:download|visitcount|web/jpage|jpage|jslib)/",
        ),
        Mark("JCMS counter", needle="/vc/vc/interface/visit.jsp"),
        Mark("JCMS files", needle="jcms_files"),
        Mark("Hanweb's name", needle="大汉", confirm=r"大汉(?:网络|版通|科技)"),
        Mark("Hanweb's name", needle="hanweb"),
    ),
    "jpaas": (
        Mark("article address", r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_[0-9a-f]{32}\.html"),
        Mark(
            "neighbouring article",
            needle="/art_",
            confirm=r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_[0-9a-f]{32}\.html",
        ),
        Mark("jpaas service", needle="jpaas-"),
        Mark("unit of a jpaas page", needle="querydata=", confirm=r"querydata=[\"']\{'webid'"),
    ),
    "trs": (
        Mark("article address", r"/\d{6}/t\d{8}_\d+\.s?html?"),
        Mark("neighbouring article", needle="/t20", confirm=r"/\d{6}/t\d{8}_\d+\.s?html?"),
        Mark(
            "TRS editor",
            needle="trs_",
            confirm=r"trs_(?:editor|ueditor|preappend|autoadd|paper_default)",
        ),
        Mark("TRS paging", needle="createpagehtml("),
        Mark("TRS file name", needle="/p0", confirm=r"/[pw]0\d{8,}\w*\.\w{3,4}"),
        Mark("TRS search", needle="/was5/web/"),
        Mark("TRS search", needle="/igs/front/"),
    ),
    "ucap": (
        Mark("article address", r"/c\d+/(?:\d{6}/[0-9a-f]{32}|(?:c\d+/)?content)\.shtml"),
        Mark("UCAP element", needle="<ucap"),
        Mark("neighbouring article", needle=".shtml", confirm=r"/c\d+/\d{6}/[0-9a-f]{32}\.shtml"),
        Mark("UCAP container", needle="ucap-content"),
        Mark("UCAP search", needle="/common/search/", confirm=r"/common/search/[0-9a-f]{32}"),
        Mark(
            "UCAP column",
            needle=".shtml",
            confirm=r"/(?:zfxxgk_\w+|xxgk_list|common_list|nav_list)\.shtml",
        ),
    ),
    "nfcms": (
        Mark("article address", r"/content/m?post_\d+\.html"),
        Mark("neighbouring article", needle="/content/post_"),
        Mark("NFCMS data", needle="/postmeta/"),
        Mark("NFCMS file", needle="/attachment/", confirm=r"/attachment/\d+/\d+/\d+/\d+\.\w+"),
    ),
    "gkmlpt": (
        Mark("address", r"/gkmlpt/"),
        Mark("gkmlpt data", needle="window._config", confirm=r"window\._config\s*="),
    ),
    "label8888": (
        Mark("address", r"/site/label/8888|/public/(?:column/)?\d+(?:/\d+\.html|$|\?)"),
        Mark("list request", needle="labelname=publicinfolist"),
        Mark("label8888 class", needle="j-fontcontent"),
        Mark("neighbouring article", needle="/public/", confirm=r"/public/\d+/\d+\.html"),
        Mark("label8888 list", needle="xxgk_navli"),
    ),
    "epoint": (
        Mark("address", r"/govxxgk/|/govpub/|categorynum="),
        Mark("Epoint class", needle="ewb-", confirm=r"class=[\"'][^\"']*\bewb-"),
        Mark(
            "neighbouring article", needle="/govxxgk/", confirm=r"/govxxgk/\w+/\d{4}-\d{2}-\d{2}/"
        ),
        Mark("Epoint service", needle="lightfrontaction"),
        Mark("Epoint search", needle="/inteligentsearch/"),
    ),
    "hebei": (
        Mark("address", r"/columns/[0-9a-f]{8}-[0-9a-f-]{27}/"),
        Mark("list block", needle="/blocks/", confirm=r"/templates/[0-9a-f-]{36}/blocks/"),
        Mark("column link", needle="/columns/", confirm=r"/columns/[0-9a-f]{8}-[0-9a-f-]{27}/"),
    ),
    "easysite": (
        Mark("address", r"/eportal/ui\?pageid="),
        Mark("easysite class", needle="easysite-"),
        Mark("eportal link", needle="/eportal/ui?pageid="),
    ),
    "vsb": (
        Mark("article address", r"/info/\d+/\d+\.htm"),
        Mark("neighbouring article", needle="/info/", confirm=r"/info/\d+/\d+\.htm\b"),
        Mark("VSB container", needle="vsb_content"),
        Mark("VSB class", needle="v_news_content"),
        Mark("VSB counter", needle="_showdynclicks"),
    ),
    "webplus": (
        Mark("Webplus container", needle="wp_articlecontent"),
        Mark("Webplus folder", needle="/_upload/tpl/"),
        Mark("neighbouring article", needle="/page.htm", confirm=r"/c\d+a\d+/page\.htm"),
    ),
    "ilist": (
        Mark("address", r"/(?:info|view)/ilist\.jsp"),
        Mark("list address", needle="/ilist.jsp"),
    ),
    "govcn": (
        Mark("host", r"^https?://(?:www|sousuo|big5)\.gov\.cn/"),
        Mark("manuscript number", needle='name="manuscriptid"'),
        Mark("gov.cn column", needle='name="lanmu"'),
    ),
}


NEEDLES = Needles(mark.needle for marks in MARKS.values() for mark in marks if mark.needle)


def searched(html: str) -> Searched:
    """The part of a page that is searched; some pages carry megabytes of pictures."""
    if len(html) > OPENING + ENDING:
        html = html[:OPENING] + html[-ENDING:]
    markup = html.encode("ascii", "replace").lower().decode("ascii")
    return Searched(html, markup, NEEDLES.find(html, markup))


def family_evidence(family: str, html: str, url: str | None) -> list[str]:
    """What speaks for one family."""
    page, address = searched(html), (url or "").lower()
    return [mark.why for mark in MARKS[family] if mark.holds(page, address)]


def recognise_family(html: str, url: str | None) -> tuple[str | None, list[str]]:
    """The family with the most evidence, and that evidence; (None, []) when there is none."""
    page, address = searched(html), (url or "").lower()
    best: tuple[int, str | None, list[str]] = (0, None, [])
    for family, marks in MARKS.items():
        held = [mark for mark in marks if mark.holds(page, address)]
        score = sum(ADDRESS_WEIGHT if mark.address is not None else 1 for mark in held)
        if score > best[0]:
            best = (score, family, [mark.why for mark in held])
    return best[1], best[2]
