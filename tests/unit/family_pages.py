"""Pages and requests for tests of the families' lists."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from platforms import registry
from platforms.base import ListPage, ListRequest
from portals.schema import ListRules

HOST = "http://www.qingxi.example.cn"
RULES = ListRules()
HEX = "0123456789abcdef0123456789abcdef"
GUID = "11111111-2222-3333-4444-555555555555"
ROWS = "".join(
    f'<li><a href="/a/{1000 + n}.html">关于印发青溪市第{n}项工作实施方案的通知</a><span>2026-03-0{n}</span></li>'
    for n in range(1, 6)
)
SIDE = "".join(
    f'<li><a href="/xw/{2000 + n}.html">青溪市召开第{n}次经济运行调度会议</a><span>2026-03-1{n}</span></li>'
    for n in range(5)
)


def page(inner: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件</title>{head}</head>'
        f'<body><div class="nav"><a href="/">首页</a></div>{inner}</body></html>'
    )


def read(
    name: str, text: str, path: str, rules: ListRules = RULES, method: str = "GET", body: str = ""
) -> ListPage:
    request = ListRequest(HOST + path, method, body or None)
    return registry.get(name).parse_list(text, request, rules)


def query_of(request: ListRequest) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(request.url).query).items()}


UNIT = (
    "<div queryData=\"{'webId':'9','pageId':'side','tagId':'图片'}\"></div>"
    '<div class="page" count="%d" rows="5" pageNo="1" unitUrl="/api-gateway/jpaas-publish-server/front/page/build/unit"'
    " queryData=\"{'webId':'9','pageId':'papers','tagId':'信息列表','tplSetId':'t'}\"></div>"
)
CONFIG = "<script>window._CONFIG={SID:'904001',TREE:[]};</script>"
COLUMN = f"/columns/{GUID}"
BLOCK = f"{COLUMN}/templates/{GUID[::-1].replace('-', '')[:8]}-2222-3333-4444-555555555555/blocks/"
