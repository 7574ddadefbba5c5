"""The labels of metadata tables and header lines (政府信息公开目录 and its relatives), by the field they speak of.

Within a field the order is that of trust. A new spelling is added here and nowhere else.
"""

from __future__ import annotations

import re

FIELDS: dict[str, tuple[str, ...]] = {
    "index_number": (
        "索引号", "信息索引号", "索引编号", "信息索引", "公开索引号", "索取号", "信息索取号",
    ),
    "registration_number": (
        "规范性文件统一编号", "统一编号", "规范性文件编号", "规范性文件登记号",
        "规范性文件统一登记号", "统一登记号", "规范性文件登记编号", "文件登记号", "登记编号",
        "登记号",
    ),
    "document_number": (
        "发文字号", "文号", "文件编号", "发文文号", "公文文号", "文件字号", "文件文号", "发文号",
        "行政处罚决定书文号",
    ),
    "issuers": (
        "发文机关", "发文单位", "发文机构", "制发机关", "制发机构", "制发单位", "制定机关",
        "制定单位", "发文部门", "发布机关", "颁布机关", "颁布单位", "颁发单位", "印发机关",
        "印发单位", "签发机关", "签发单位", "成文机关", "作出处罚决定的机关名称",
        "作出行政处罚决定的机关名称", "作出处罚决定机关", "作出决定机关", "处罚机关",
    ),
    "co_issuers": (
        "联合发文单位", "联合发文机关", "联合发文机构", "联合发文部门", "联合发文",
    ),
    "publisher": (
        "发布机构", "发布单位", "发布部门", "公开机构", "公开主体", "公开单位", "信息提供单位",
        "信息公开责任部门", "公开责任部门", "公开部门", "责任部门", "办文部门", "所属机构",
        "信息所属单位",
    ),
    "written_on": (
        "成文日期", "成文时间", "生成日期", "产生日期", "签发日期", "签署日期", "制定日期",
        "形成日期", "落款日期", "生成时间", "作出处罚决定的日期", "作出行政处罚决定的日期",
        "作出处罚决定日期", "处罚决定日期",
    ),
    "issued_on": (
        "发文日期", "发文时间", "印发日期", "印发时间", "颁布日期", "颁布时间", "颁发日期",
        "公布日期", "公布时间",
    ),
    "published_at": (
        "发布日期", "发布时间", "公开日期", "公开时间", "信息发布日期", "信息公开日期",
        "发表时间", "发表日期", "上网日期", "上网时间", "发稿时间", "发稿日期", "信息时间",
        "信息日期", "发布于", "日期", "时间",
    ),
    "updated_at": (
        "更新日期", "更新时间", "最后更新", "最后更新时间", "修改时间",
    ),
    "effective_on": (
        "施行日期", "实施日期", "生效日期", "施行时间", "实施时间", "生效时间", "执行日期",
    ),
    "expires_on": (
        "废止日期", "失效日期", "废止时间", "失效时间", "有效期至", "有效截止日期", "有效期截止",
    ),
    "validity": (
        "有效性", "效力状态", "时效性", "文件状态", "有效状态", "时效状态", "文件效力",
        "文件时效", "法规状态", "是否有效", "时效", "效力", "状态",
    ),
    "subject": (
        "主题分类", "主题类别", "公文主题分类", "公文主题", "信息主题", "所属主题", "主题",
        "信息分类", "内容分类", "所属分类", "分类",
    ),
    "genre": (
        "体裁分类", "公文种类", "公文文种", "文种", "文件种类", "信息体裁", "体裁",
    ),
    "source": (
        "来源", "信息来源", "文章来源", "稿件来源", "消息来源", "发布来源", "文稿来源",
        "新闻来源", "内容来源", "稿源", "供稿单位", "来源单位", "转载来源", "出处",
    ),
    "title": (
        "信息名称", "公文名称", "文件名称", "公文标题", "文件标题", "名称", "标题",
    ),
    "other": (
        "主题词", "关键词", "关键字", "组配分类", "服务对象分类", "服务对象", "公开方式",
        "公开范围", "公开形式", "公开类别", "公开属性", "公开时限", "信息语种", "载体类型",
        "内容概述", "概述", "信息类别", "类别", "文件类型", "文章类型", "浏览次数", "浏览量",
        "浏览", "阅读次数", "阅读量", "阅读数", "阅读", "点击数", "点击量", "点击率", "点击次数",
        "访问量", "访问次数", "字号", "字体", "字体大小", "视力保护色", "保护视力色", "背景色",
        "作者", "责任编辑", "编辑", "责编", "审核", "撰稿", "记者", "打印", "打印本页", "分享",
        "分享到", "附件", "相关附件", "附件信息", "附件下载", "视频", "标签", "链接", "主办单位",
        "承办单位", "主办", "承办", "版权所有", "联系电话", "地址", "邮编", "备案号",
        "网站标识码", "当前位置", "您现在的位置", "政策解读", "相关链接", "签发人", "效力级别",
        "效力等级", "有效期", "语种", "位置", "搜索热词", "热门搜索", "收藏", "二维码", "次数",
        "人气", "审核人", "发布者", "发布人", "信息员", "通讯员", "供图", "摄影", "查看次数",
        "查看", "热度", "评论", "上传人", "录入人",
    ),
}  # fmt: skip

FIELD_OF: dict[str, str] = {label: field for field, labels in FIELDS.items() for label in labels}
LONGEST = max(map(len, FIELD_OF))
LONGEST_TEXT = (
    60  # characters of a text that is a label or holds one, blanks and brackets around it included
)
# without a colon only a cell of its own tells these from ordinary words
WORDS = frozenset(
    (
        "日期", "时间", "主题", "分类", "状态", "名称", "标题", "来源", "时效", "效力", "出处",
        "体裁", "登记号", "责任部门", "公开部门", "文号", "分享", "视频",
        *FIELDS["other"],
    )
)  # fmt: skip
BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\u3000]+")
# what can begin a label, blanks and brackets before it: most texts of a page do not
SKIPPED = BLANK.pattern.removeprefix("[").removesuffix("]+") + r"【\[［〔:：∶|｜•·】\]］〕"
FIRST = re.compile(f"[{SKIPPED}]*[{''.join(sorted({label[0] for label in FIELD_OF}))}]")
NOTHING = re.compile(
    r"^(?:无|暂无|没有|空|null|none|undefined|\{\{.*|[-—–－/／\\.\s*]*)$", re.IGNORECASE
)


def squeeze(text: str) -> str:
    """The text without any Unicode blank."""
    bare = "".join(text.split())
    return bare if bare.isprintable() else BLANK.sub("", bare)


def is_nothing(value: str) -> bool:
    """Whether a value says that there is none: empty, 无, —, an unfilled placeholder of a template."""
    return NOTHING.match(value.strip()) is not None


def may_be_label(text: str) -> bool:
    """Whether a text begins as a label does, or holds a colon: worth a closer look."""
    return FIRST.match(text) is not None or "：" in text


def to_label(text: str) -> str | None:
    """The known label a text consists of, whatever blanks, brackets and colons surround it."""
    if len(text) > LONGEST_TEXT or FIRST.match(text) is None:
        return None
    bare = squeeze(text).strip("【】[]［］〔〕:：∶|｜•·")
    return bare if bare in FIELD_OF else None
