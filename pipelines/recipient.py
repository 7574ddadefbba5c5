"""Whom a document is addressed to (主送机关), GB/T 9704-2012 §7.3.2: the first line that ends with a colon."""

from __future__ import annotations

import re

from pipelines.label import squeeze

REACH = 9
LONGEST = 700
ADDRESSED = re.compile(
    r"各|政府|委员会|[省市县区部]委|党委|党组|[局厅部办院署处]|公司|集团|单位|部门|机构|银行|"
    r"协会|中心|法院|企业|学校|大学|街道|乡|镇|同志|代表"
)
ANNOUNCING = re.compile(
    r"(?:如下|如次|附件|附|说明|通知|规定|意见|决定|内容|包括|为|是|要求|事项|条件|名单|日期|"
    r"时间|地址|电话|联系人|单位名称|标题|来源|条|款)$"
)
GLUED = re.compile(
    r"^.*(?:[〔﹝\[]\d{4}[〕﹞\]]\d+号|[》的](?:通知|意见|函|公告|决定|批复|通报))(?=.{3})"
)
BEGINS = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+|[一二三四五六七八九十]+、|"
    r"[（(]?[一二三四五六七八九十\d]+[）).、．]|附|为|根据|按照|经|现将|关于|依据|[问答])"
)


def find_recipients(lines: list[str]) -> str | None:
    """The addressee line without its colon; None where the text opens otherwise."""
    held = ""
    for line in lines[:REACH]:
        bare = squeeze(line)
        if not bare.endswith(("：", ":", "∶")):
            held = line if bare.endswith(("，", ",", "、")) and ADDRESSED.search(bare) else ""
            if "。" in bare:
                return None
            continue
        whole = GLUED.sub("", f"{held}{line}".strip().rstrip("：:∶ "))
        return whole if is_addressee(squeeze(whole)) else None
    return None


def is_addressee(bare: str) -> bool:
    return (
        2 < len(bare) <= LONGEST
        and "。" not in bare
        and ADDRESSED.search(bare) is not None
        and not ANNOUNCING.search(bare)
        and not BEGINS.match(bare)
    )
