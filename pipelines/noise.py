"""What a line is, read on its own: widget, label, footer, breadcrumb, the start of related reading."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.date import WEEKDAY

EDGE = r"^[\W_]*"  # brackets, bullets and blanks a site puts before its words
STAMP = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\W_]*)?"  # a date before its labels


def spaced(words: str) -> str:
    """An alternation of words, each with blanks allowed between its characters (来　源), the longest first."""
    ordered = sorted(words.split(), key=len, reverse=True)
    firsts = "".join(sorted({word[0] for word in ordered}))  # most lines begin with none of them
    spellings = (r"\s*".join(map(re.escape, word)) for word in ordered)
    return f"(?=[{re.escape(firsts)}])(?:{'|'.join(spellings)})"


WIDGETS = """
    打印 打印本页 打印页面 打印此页 打印本文 打印正文 打印文章 打印预览 关闭 关闭本页 关闭窗口
    关闭此页 关闭页面 关闭本窗口 返回 返回顶部 返回首页 返回上页 返回上一页 返回上一级 返回列表
    返回页首 返回主页 回到 回到顶部 顶部 首页 点击可返回 分享 分享到 分享至 分享文章到 文章分享
    内容分享 分享此页 分享本页 一键分享 更多 更多分享 微信 微信好友 微信分享 新浪微博 腾讯微博
    微博 朋友圈 QQ QQ好友 QQ空间 人人网 百度贴吧 百度云收藏 豆瓣 豆瓣网 取消 确定 复制 复制链接
    复制网址 收藏 加入收藏 收藏本页 收藏此页 收藏本站 点赞 听全文 语音播报 语音播放 语音朗读 朗读
    播放 视频播放 暂停 停止 纠错 我要纠错 内容纠错 网页纠错 错误报告 下载 下载文字版 下载图片版
    下载打印 下载文档 下载PDF 下载Word 保存 保存本页 推荐 推荐朋友 推荐给好友 字体 字号 字体大小
    字号大小 字体颜色 超大 默认 特大 放大 缩小 正常 标准 护眼 还原 大 中 小 浏览 访问 阅读 点击
    点播 查看 浏览次数 访问次数 阅读次数 点击次数 浏览量 访问量 阅读量 点击量 点击数 阅读数 浏览数
    浏览人次 访问人次 浏览字号 人气 已阅 次 二维码 扫二维码 扫描二维码 手机版 手机端 手机阅读
    手机浏览 手机查看 无障碍 无障碍浏览 无障碍阅读 无障碍版 长者模式 长者版 长者助手 关怀版 适老版
    中文 繁體 繁体 简体 English EN X RSS 关注 公众号 微信公众号 官方微信 官方微博 客户端 APP
    有帮助 没帮助 无帮助 没有帮助
    我要收藏 我要打印 我要分享 我要关闭 举报 收听 听语音 语音阅读 朗读全文 字体显示 字体调节 文字大小
    大号 中号 小号 大字 小字 加大 A T 网站纠错 页面纠错 我要评价 满意度评价 有用 没用 智能问答 智能客服 我要咨询
    下载APP 正文 查看大图 点击查看大图 展开 收起 隐藏 全屏 返回上层 返回目录 分享本文 分享文章
    转发 点播量 播放量 阅读人次 阅读人数 访问数 关闭打印 杏仁黄 秋叶褐 胭脂红 芥末绿 天蓝 雪青
    银河白 上一页 下一页 上页 下页 尾页 末页 共 第 页 跳转 跳转到 转到 GO
"""
WILD = r"点击右上角.{0,6}(?:分享|转发)(?:[给到至](?:微信)?(?:好友|朋友圈?))?|长按.{0,6}(?:保存|识别|分享)"
WIDGET = re.compile(
    r"(?:请|可)?(?:用|使用|打开)?(?:手机|微信)*扫(?:一扫|码|描)(?:[上下左右][方侧])?(?:二维码)?[，,]?"
    r"(?:在?手机(?:上|端)?)?(?:打开|浏览|查看|分享|访问|阅读|关注|进入)?(?:当前|此|本)?(?:页面?|网页)?(?:[至到]手机)?"
    rf"|{WILD}"
    r"|(?:已有|共有|已被)\s*(?:\d[\d.,]*\s*[万亿]?\+?\s*)?(?:人次?|次|位网友)\s*(?:浏览|阅读|访问|点击|点赞|查看)过?"
    r"|[分转][享发][给到至](?:好友|朋友圈?)|(?:点击)?(?:播报|收听|朗读)(?:本文|全文)?[，,]?(?:约\s*\d+\s*分钟)?"
    rf"|{spaced(WIDGETS)}",
    re.IGNORECASE,
)
PLAIN_WIDGET = re.compile(
    r"[上下]一?页|扫一扫|打印本[页文]|返回顶部|关闭窗口|分享[到至]|听全文|微信好友|新浪微博|QQ空间|浏览次数|访问量"
)
FILLER = re.compile(r"[\W\d_]+")
BLANK_MARK = re.compile(r"[\W_]*")
DATETIME = re.compile(
    r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"(?:\s*\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2})?)?秒?"
    r"|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|\d{1,2}[/-]\d{1,2}"
)
COUNT = re.compile(r"\d[\d.,]*\s*[万亿千wWkK]\s*\+?")  # of readers, rounded
# a line with a letter that stands in none of these is no widget, unless it is one of any words
FOREIGN = re.compile(
    rf"[^\W\d_A-Za-z{''.join(filter(str.isalpha, WIDGET.pattern + DATETIME.pattern + COUNT.pattern))}]"
)
OF_ANY_WORDS = re.compile(WILD)
POSTING_TIME = re.compile(
    r"^\W*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\W*$|^\W*\d{1,2}:\d{2}(?::\d{2})?\W*$"
)
CLOCK = r"[\sT]*\d{1,2}:\d{2}(?::\d{2})?"
NAME = r"[\u4e00-\u9fff（）()·]{2,24}"  # of a site or an organ
NUMBERED_STAMP = re.compile(
    r"\W*[\u4e00-\u9fff]{1,14}[〔\[（(]\d{4}[〕\]）)]第?\d{1,5}号[ |｜/]+"
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}{WEEKDAY}(?:{CLOCK})?\W*"
)
NAME_ALONE = re.compile(NAME)
INFO_LINE = re.compile(
    rf"\W*(?:{NAME}[\W_]*)?(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}{WEEKDAY}(?P<clock>{CLOCK})?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日{WEEKDAY}(?P<time>{CLOCK}))(?!\d)"
)

POSTING_LABELS = """
    发布时间 发布日期 发布机构 发布单位 发布人 发布者 发表时间 发表日期 更新时间 更新日期 添加时间
    录入时间 上传时间 编辑时间 上网时间 来源 信息来源 文章来源 稿件来源 内容来源 新闻来源 作者
    供稿 编辑 责任编辑 网络编辑 信息编辑 责编 编审 审核 浏览次数 点击次数 访问次数 阅读次数 浏览量
    点击量 访问量 阅读量 点击数 阅读数 浏览数 浏览人次 字体 字号 字体大小 字号大小 视力保护色
    保护视力色 索引号 信息索引 信息索引号 主题分类 组配分类 信息分类 公文种类 体裁分类 服务对象
    有效性 是否有效 发稿时间 发稿日期 稿件日期 稿件时间 信息发布 浏览 点击 阅读 访问 人气 字体显示
    文字大小 视力保护
"""
CATALOGUE_LABELS = """
    发布机关 发布科室 发布处室 发布部门 发布文号 公开时间 公开日期 公开方式 公开范围 公开时限
    公开类别 公开形式 公开属性 公开主体 公开程序 公开目录 公布日期 生成时间 生成日期 成文时间
    成文日期 发文时间 发文日期 发文机关 发文机构 发文单位 发文字号 发文文号 制定机关 制发机关
    制发单位 印发时间 印发日期 签发时间 签发日期 登记时间 上线时间 时间 日期 文章来源 文稿来源
    稿源 撰稿 摄影 通讯员 本期编辑 审核人 校对 审签 终审 初审 复审 统一编号 统一登记号
    规范性文件编号 规范性文件统一编号 登记号 文号 文件编号 公文名称 文件名称 信息名称 名称 标题
    分类 类别 类型 种类 信息类别 文章类型 文件类型 主题 主题词 主题类别 体裁 载体分类 载体类型
    所属主题 所属栏目 所属分类 效力状态 文件状态 时效性 时效状态 有效期 有效状态 效力 状态
    生效时间 生效日期 实施时间 实施日期 施行日期 失效时间 失效日期 废止时间 废止日期 办文部门
    责任部门 责任单位 责任处室 责任科室 主办部门 主办处室 主办科室 拟稿部门 拟稿处室 内容概述
    内容摘要 关键词 关键字 标签 信息语种 语种 公开责任部门 责任主体 信息公开选项 制作单位 制作机关
    编制日期 发布层级 法规类别 所属行业 信息所属单位 信息状态 文件效力 有效时间 信息公开类别
    主题导航 公文种类 发文种类 信息格式 载体
"""
POSTING_LABEL = re.compile(
    rf"{EDGE}{STAMP}(?:{spaced(POSTING_LABELS)})\s*(?:[:：\t\]】]|$)"
    rf"|{EDGE}(?:时间|日期)\s*[:：]?\s*(?:\d{{4}}[-/.]|$)"
)
LABEL = re.compile(
    rf"{EDGE}{STAMP}(?:{spaced(POSTING_LABELS + CATALOGUE_LABELS)})\s*(?:[:：\t\]】]|$)"
)
POSTED = re.compile(
    r"\W*(?:发布|发表|更新|成文)\s*(?:时间|日期)\s*[:：]\W*\d|.{0,40}来\s*源\s*[:：]"
)
CREDITS = "编辑 责编 编审 审核 校对 作者 作者单位 来源 稿源 供稿 摄影 记者 通讯员"
CREDIT = re.compile(
    EDGE
    + rf"(?:(?:责任|网络|本文|本期|信息|文章|稿件)?(?:{spaced(CREDITS)})"
    + r"|[一二三初复终]审|发布(?:人|者|单位|机构)|标签|关键[词字])\s*[:：|｜丨︱]"
)
BREADCRUMB = re.compile(
    r"^[\W_]*(?:[您你]?(?:现在|当前|目前)?(?:所在|的|在)+|[您你](?:现在|当前|目前)?|现在|当前|目前)"
    r"(?:位\s*置|栏目|路径)(?:是|为)?\s*(?:[:：>＞]|$)"
    r"|^[\W_]*位置\s*[:：].*(?:首页|[>＞»›])|^[\W_]*我的位置"
    r"|^[\W_]*(?:网站)?(?:首\s*页|主\s*页|Home)\s*(?:[>＞»›/\\]|-{2}|\s-\s|——|→|·|\t)"
)
IMPRINT = re.compile(
    r"版权所有|copyright|all\s+rights?\s+reserved|icp\s*备|icp证|公网安备|网站(?:标识|识别)码|本网站支持\s*ipv6"
    r"|produced\s+by|powered\s+by|(?:建议使用|最佳).{0,20}(?:浏览器|分辨率)|分辨率.{0,12}浏览"
)  # of a text in lower case
FOOT = re.compile(
    EDGE
    + r"(?:(?:网站)?(?:主办|承办|协办|主管|建设|运行|运维|维护|技术支持|制作维护)(?:单位|方|部门)?\s*[:：]"
    r"|网站地图|站点地图|联系我们|关于我们|法律声明|网站声明|版权声明|隐私(?:声明|安全|保护)|设为首页|加入收藏|中文域名"
    r"|(?:您是)?第\s*\d*\s*位(?:访问者|访客)|政务(?:服务)?(?:便民)?热线\s*[:：]|备案(?:编号|号|序号)"
    r"|[\u4e00-\u9fff（）()]{4,40}(?:主办|承办|主管)(?:\s|$))"
)
FOOT_ANYWHERE = re.compile(r"官方微[信博]$|(?:公安|网安)备案\D{0,4}\d{8}")
RELATED_TO = "相关 有关 推荐 更多 热门 热点 最新 关联 延伸 拓展 扩展 上级 配套 精彩 同类 往期 其他 本类 近期 历史"
RELATED_KIND = """
    附件 链接 连接 新闻 稿件 信息 文章 文档 报道 阅读 解读 政策 文件 内容 推荐 资讯 资料 主题 专题 栏目 下载
    材料 图片 视频 问答 法规 公告 通知
"""
BOXES = """
    附件信息 附件下载 附件列表 附件清单 附件查看 下载附件 点击附件 文件下载 资料下载 点击下载 链接 友情链接 相关
    图解 图说 图解政策 图说政策 政策图解 政策问答 政策关联
    一图读懂 一图看懂 猜你喜欢 免责声明 版权与免责声明 网友评论 我要评论
    我要留言 我要咨询 发表评论 评价 网站评价 文章评价
"""
NEIGHBOUR = r"[上下前后]\s*一\s*[篇条页个]"
RELATED = re.compile(
    EDGE
    + rf"(?:(?:{spaced(RELATED_TO)})的?(?:{spaced(RELATED_KIND)})+|{spaced(BOXES)}|{NEIGHBOUR}"
    + r"|[\u4e00-\u9fff]{0,4}解读|解读[\u4e00-\u9fff]{0,4}|.{0,4}原文(?:链接|件)?"
    + r"|[\u4e00-\u9fff]{2,4}排行榜?"
    + r"|附件\s*\d*\s*【.{1,80}】\s*(?:已下载.*)?)[\W_]*$"
)
RELATED_ITEM = re.compile(
    EDGE
    + rf"(?:{NEIGHBOUR}|(?:相关|延伸|扩展|拓展)(?:链接|附件|新闻|阅读|解读|稿件|报道|文章)"
    + r"|(?:政策|文件|图文|视频|专家)?解读(?:链接)?|一图[读看]懂|图解|原文链接|友情链接)\s*[:：>＞].{0,200}$"
)
CLOSING = re.compile(
    EDGE + rf"(?:(?:版权与)?免责声明|{NEIGHBOUR}\s*(?:[:：>＞\W]|$)|友情链接|网友评论|发表评论"
    r"|(?:这篇|[本该此])(?:文章|信息|内容|页面|文|政策)?.{0,4}对[您你].{0,6}(?:帮助|用))"
)
EMPTY_BOX = re.compile(EDGE + r"(?:附\s*件|视频|音频|图片|标签|关键[词字])\s*[:：]?[\W_]*$")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|<%.*?%>|\[%.*?%\]")
PUNCTUATION = re.compile(r"[，。；！？、]|[,;](?=\S)|[：:]$")
SENTENCE = re.compile(r"[，。；！？]")
SENTENCE_END = re.compile(r"[。；！？：:]\s*$")
FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|ceb|rar|zip|7z|txt|rtf|csv|jpe?g|png|tiff?)\s*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def is_widget(text: str) -> bool:
    """Whether nothing but widget vocabulary, numbers, dates and punctuation stands in the line."""
    if len(text) > 120 or (FOREIGN.search(text) and not OF_ANY_WORDS.search(text)):
        return False
    if WIDGET.search(text) is None:
        return False
    return not FILLER.sub("", WIDGET.sub("", COUNT.sub("", DATETIME.sub("", text))))


def is_plain_widget(text: str) -> bool:
    """Whether a line is a widget beyond doubt, wherever it stands."""
    return len(text) <= 120 and PLAIN_WIDGET.search(text) is not None and is_widget(text)


def is_blank_mark(text: str) -> bool:
    """Whether a line holds punctuation alone."""
    return len(text) < 40 and BLANK_MARK.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether a line is a label of the page with or without its value (发布时间：…, 索引号：…)."""
    return len(text) <= 240 and LABEL.match(text) is not None


def is_posting_label(text: str) -> bool:
    """Whether a line is a label that no document would begin with."""
    return len(text) <= 240 and POSTING_LABEL.match(text) is not None


def is_posted(text: str) -> bool:
    """Whether a line says when an article was put on the site, or where it comes from."""
    return len(text) <= 240 and POSTED.match(text) is not None


def is_empty_label(text: str) -> bool:
    """Whether a line is a label whose value stands in the next line."""
    return text.rstrip().endswith((":", "：")) and is_label(text)


def is_posting_time(text: str) -> bool:
    """Whether a line is a date in figures, as a site stamps it (not 2020年6月28日)."""
    return POSTING_TIME.match(text) is not None


def is_credit(text: str) -> bool:
    """Whether a line names the page's source or editor, bracketed or not."""
    return len(text) <= 60 and CREDIT.match(text) is not None and SENTENCE.search(text) is None


def is_breadcrumb(text: str) -> bool:
    """Whether a line tells the reader where on the site he is."""
    return len(text) <= 240 and BREADCRUMB.match(text) is not None


def is_imprint(text: str) -> bool:
    """Whether a line belongs to the foot of a site beyond doubt."""
    if len(text) > 300 or IMPRINT.search(text.lower()) is None:
        return False
    return "。" not in text and "；" not in text


@lru_cache(maxsize=8192)
def is_info_line(text: str) -> bool:
    """Whether a line says without labels where and when a page was posted (××网 2021-03-29 10:08:31 浏览 90 次)."""
    stamp = INFO_LINE.match(text) if len(text) <= 120 else None
    if stamp is None:
        return is_numbered_stamp(text)
    rest, has_clock = text[stamp.end() :].strip(" |｜/"), bool(stamp["clock"] or stamp["time"])
    if not rest or not has_clock:
        return has_clock or is_widget(rest)
    return is_widget(rest) or is_name(rest) or is_credit(rest)


def is_numbered_stamp(text: str) -> bool:
    """Whether a line is the document's number with the day a site stamped beside it (柳政发〔2021〕6号 2021-07-01)."""
    return len(text) <= 80 and NUMBERED_STAMP.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a text could be the name of a site or an organ and no more."""
    return NAME_ALONE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def is_footer(text: str) -> bool:
    """Whether a line belongs to the foot of a site."""
    if len(text) > 300:
        return False
    if is_imprint(text):
        return True
    speaks = FOOT.match(text) or FOOT_ANYWHERE.search(text)
    return speaks is not None and SENTENCE.search(text) is None


def is_furniture(text: str) -> bool:
    """Whether a line is a label, a foot or a way-mark of the page: none of them makes a text."""
    return is_label(text) or is_footer(text) or is_breadcrumb(text)


def is_related(text: str) -> bool:
    """Whether related reading or a box of files starts here."""
    if len(text) > 240:
        return False
    return RELATED.match(text) is not None or RELATED_ITEM.match(text) is not None


def is_closing(text: str) -> bool:
    """Whether a line ends the article: a disclaimer, the neighbours in the column, comments."""
    return len(text) <= 120 and CLOSING.match(text) is not None


def is_empty_box(text: str) -> bool:
    """Whether a line names a box of the page (附件：, 视频：) in which nothing stands."""
    return EMPTY_BOX.match(text) is not None


def is_latin_scrap(text: str) -> bool:
    """Whether a line is a short word of a script or service (Baidu, map) under a Chinese text."""
    return len(text) <= 20 and text.isascii() and text.replace(" ", "").isalpha()


def is_placeholder(text: str) -> bool:
    """Whether a template was left unfilled in the line."""
    return ("{" in text or "%" in text) and PLACEHOLDER.search(text[:500]) is not None


def is_prose(text: str) -> bool:
    """Whether a line reads like a sentence or a clause of one."""
    return PUNCTUATION.search(text) is not None
