"""What a line is, read on its own: a widget, a label of the page, a footer, the start of related reading, a breadcrumb."""

from __future__ import annotations

import re

WIDGET_WORDS = re.compile(
    r"打印(?:本页|页面|此页|本文|正文|文章|预览)?|关闭(?:本页|窗口|此页|页面|本窗口)?|返回(?:顶部|首页|上页|上一页|上一级|列表|页首|主页)?"
    r"|回到?(?:顶部|首页)|(?:文章|内容)?分享(?:到|至|文章到|此页|本页)?|微信(?:好友|分享)?|新浪微博|腾讯微博|微博|朋友圈|"
    r"QQ(?:好友|空间)?|人人网|百度(?:贴吧|云收藏)?|豆瓣网?|一键分享|更多(?:分享)?|取消|确定|复制(?:链接|网址)?|"
    r"(?:加入)?收藏(?:本页|此页|本站)?|点赞|听全文|语音(?:播报|播放|朗读)|朗读|播放|暂停|停止|纠错|我要纠错|内容纠错|网页纠错|错误报告|"
    r"下载(?:文字版|图片版|打印|文档|PDF|Word)?|保存(?:本页)?|推荐(?:朋友|给好友)?|字[体号](?:大小|颜色)?|"
    r"超大|默认|特大|放大|缩小|正常|标准|护眼|还原|大|中|小|"
    r"(?:文章)?(?:浏览|访问|阅读|点击|点播|查看)(?:次数|量|数|人数|人次|字号)?|人气|已阅|次|"
    r"(?:用|使用|请用|打开)?(?:手机|微信)?扫[码一](?:一?[扫下])?(?:二维码)?(?:在?手机(?:上)?)?(?:打开|浏览|查看|分享|访问|阅读|关注|进入)?(?:当前|此|本)?(?:页面?|页)?(?:至手机|到手机)?|"
    r"手机扫一扫打开此页|用微信扫一扫|扫描?二维码|二维码|手机(?:版|端|阅读|浏览|查看)|无障碍(?:浏览|阅读|版)?|长者(?:模式|版|助手)|关怀版|适老版|"
    r"点击可返回|中文|繁[体體]|简体|English|EN|X|RSS|"
    r"视频播放",
    re.IGNORECASE,
)
FILLER = re.compile(r"[\W\d_]+")
DATETIME = re.compile(
    r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2})?)?秒?"
    r"|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|\d{1,2}[/-]\d{1,2}"
)
LABEL = re.compile(
    r"^[\W_]*(?:发布(?:时间|日期|机构|机关|单位|人|者|文号|科室|处室|部门)?|发表(?:时间|日期)|更新(?:时间|日期)|公[开布](?:时间|日期|方式|范围|时限|类别|类型|形式|属性|主体|程序|目录|级别)"
    r"|生成(?:时间|日期)|成文(?:时间|日期)|发文(?:时间|日期|机关|机构|单位|字号|文号)|制[发定](?:时间|日期|机关|单位)|印发(?:时间|日期)|签发(?:时间|日期)"
    r"|(?:添加|录入|上传|编辑|上网|上线|登记)(?:时间|日期)|时间|日期|来\s*源|(?:信息|文章|稿件|内容|新闻|稿|文)\s*来\s*源|供\s*稿|作\s*者|撰\s*稿|摄\s*影|通讯员|"
    r"(?:责任|网络|本期|信息|网站)?编\s*[辑审]|责\s*编|审\s*核(?:人)?|校\s*对|审\s*签|终\s*审|初\s*审|复\s*审|"
    r"(?:文章|信息|内容)?(?:浏览|点击|访问|阅读)(?:次数|量|数|人数|人次)|字[体号](?:大小)?|(?:公开)?(?:保护)?视力(?:保护色)?|"
    r"索\s*引\s*号|信息索引号?|统一编号|统一登记号|规范性文件(?:统一)?编号|登记号|文\s*号|文件编号|发\s*文\s*字\s*号|公文名称|文件名称|信息名称|名\s*称|标\s*题|"
    r"(?:信息|文章|文件|公文)?(?:分\s*类|类\s*别|类\s*型|种\s*类)|主题(?:分类|词|类别)?|主\s*题\s*词|组配分类|体裁(?:分类)?|服务对象(?:分类)?|载体(?:分类|类型)|所属(?:主题|栏目|分类)|"
    r"有\s*效\s*性|(?:文件)?(?:效力|时效|有效)(?:状态|性|期)?|是否有效|文件状态|状\s*态|生效(?:时间|日期)|实施(?:时间|日期)|施行(?:时间|日期)|失效(?:时间|日期)|废止(?:时间|日期)|"
    r"办文部门|责任(?:部门|单位|处室|科室)|主办(?:部门|处室|科室)|拟稿(?:部门|处室)|内容概述|内容摘要|关键[词字]|标签|信息语种|语种)\s*(?:[:：\t]|$)"
)
LABEL_CORE = re.compile(r"[:：]")
PUBLISHED_BARE = re.compile(r"^[\W_]*(?:今天|昨天)?$")
BREADCRUMB = re.compile(
    r"^[\W_|]*(?:您|你)?(?:现在|当前|目前)?(?:所在|的|在)*(?:位\s*置)(?:是|为)?\s*[:：]|^[\W_]*(?:当前|所在)(?:位置|栏目|路径)|我的位置|"
    r"^[\W_|]*(?:网站)?(?:首\s*页|主\s*页|Home)\s*(?:[>＞»›/\\]|&gt;|-{2}|——|→|\t)"
)
FOOTER = re.compile(
    r"版权所有|版权声明|Copyright|All\s+Rights?\s+Reserved|ICP\s*备|备案(?:编号|号|序号)|公网安备|网站(?:标识|识别)码|"
    r"^[\W_]*(?:网站)?(?:主办|承办|协办|主管|建设|运行|运维|维护|技术支持|制作维护)(?:单位|方|部门)?\s*[:：]|"
    r"技术支持\s*[:：]|建议使用.{0,20}(?:浏览器|分辨率)|最佳分辨率|分辨率.{0,12}浏览|网站地图|联系我们|法律声明|网站声明|隐私(?:声明|安全|保护)|"
    r"Produced\s+By|Powered\s+By|本网站支持\s*IPv6|中文域名|政务(?:服务)?(?:便民)?热线\s*[:：]|官方微[信博]$|^[\W_]*(?:您是)?第\s*\d*\s*位(?:访问者|访客)|"
    r"^[\W_]*(?:设为首页|加入收藏)",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^[\W_]*(?:(?:相\s*关|有\s*关|推荐|更多|热门|最新|关联|延伸|拓展|扩展|上级|配套|精彩)(?:的)?"
    r"(?:附件|链接|新闻|稿件|信息|文章|文档|报道|阅读|解读|政策|文件|内容|推荐|资讯|资料|主题|专题|栏目|下载|材料|图片|视频|问答|政策解读|政策文件|解读材料|法规|公告|通知|连接)+(?:文件|下载|链接|推荐)?"
    r"|附件信息|附件下载|附件列表|友情链接|链\s*接|政策解读|文件解读|解读(?:材料|文章|链接|文件)?|图解(?:政策)?|政策图解|一图读懂|相关|猜你喜欢|热点推荐|上一[篇条页]|下一[篇条页]|"
    r"版权与免责声明|免责声明|网友评论|我要(?:评论|留言|咨询)|发表评论|网站评价|文章评价|评价)[\W_]*(?:[:：>＞].{0,200})?$"
)
PARENTHETIC_EDITOR = re.compile(
    r"^[\W_]*(?:责任|网络|本文|本期)?(?:编辑|责编|编审|审核|作者|来源|稿源|供稿|摄影|记者|通讯员|信息来源|文章来源|稿件来源|责任编辑)\s*[:：]"
)
PLAIN_WIDGET = re.compile(
    r"扫一扫|打印本[页文]|返回顶部|关闭窗口|分享(?:到|至)|听全文|(?:微信好友|新浪微博|QQ空间)|浏览次数|访问量"
)
POSTING_TIME = re.compile(r"^\W*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\W*$|^\W*\d{1,2}:\d{2}(?::\d{2})?\W*$")
EMPTY_BOX = re.compile(r"^[\W_]*(?:附\s*件|视频|音频|图片|标签|关键[词字]|相关(?:附件|链接))\s*[:：]?[\W_]*$")
CLOSING = re.compile(
    r"^[\W_]*(?:版权与)?免责声明|^[\W_]*上一[篇条页]|^[\W_]*下一[篇条页]|^[\W_]*友情链接|^[\W_]*网友评论|扫一扫在手机打开"
    r"|^[\W_]*(?:责任编辑|编\s*辑|责\s*编|网络编辑|信息来源|文章来源|稿件来源|来\s*源)\s*[:：]"
)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|<%.*?%>|\[%.*?%\]")
PUNCTUATION = re.compile(r"[，。；！？、]|[,;](?=\S)|[：:]$")
FILE_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|ceb|rar|zip|7z|txt|rtf|csv|jpe?g|png|tiff?)\s*$", re.IGNORECASE)
SENTENCE_END = re.compile(r"[。；！？：:]\s*$")


def is_widget(text: str) -> bool:
    """Whether nothing but widget vocabulary, numbers, dates and punctuation stands in the line."""
    if len(text) > 120:
        return False
    rest = FILLER.sub("", WIDGET_WORDS.sub("", DATETIME.sub("", text)))
    return not rest and bool(WIDGET_WORDS.search(text))


def is_blank_mark(text: str) -> bool:
    """Whether a line holds punctuation alone."""
    return not FILLER.sub("", text) and not any(c.isdigit() for c in text)


def is_label(text: str) -> bool:
    """Whether a line is a label of the page with or without its value (发布时间：…, 来源：…, 索引号：…)."""
    return len(text) <= 240 and LABEL.match(text) is not None


def is_credit(text: str) -> bool:
    """Whether a line names the page's source or editor, bracketed or not."""
    return len(text) <= 80 and PARENTHETIC_EDITOR.match(text) is not None


def is_breadcrumb(text: str) -> bool:
    """Whether a line tells the reader where on the site he is."""
    return len(text) <= 240 and BREADCRUMB.search(text) is not None


def is_footer(text: str) -> bool:
    """Whether a line belongs to the foot of a site."""
    return len(text) <= 300 and FOOTER.search(text) is not None


def is_related(text: str) -> bool:
    """Whether related reading or a box of files starts here."""
    return len(text) <= 240 and RELATED.match(text) is not None


def is_bare_date(text: str) -> bool:
    """Whether a line is a date or time alone."""
    return bool(DATETIME.search(text)) and not FILLER.sub("", DATETIME.sub("", text))


def is_prose(text: str) -> bool:
    """Whether a line reads like a sentence or a clause of one."""
    return PUNCTUATION.search(text) is not None


def is_plain_widget(text: str) -> bool:
    """Whether a line is a widget beyond doubt, wherever it stands."""
    return PLAIN_WIDGET.search(text) is not None and is_widget(text)


def is_posting_time(text: str) -> bool:
    """Whether a line is a date in figures, as a site stamps it (not 2020年6月28日)."""
    return POSTING_TIME.match(text) is not None


def is_empty_box(text: str) -> bool:
    """Whether a line names a box of the page (附件：, 视频：) in which nothing stands."""
    return EMPTY_BOX.match(text) is not None


def is_empty_label(text: str) -> bool:
    """Whether a line is a label whose value stands in the next line."""
    return text.rstrip().endswith((":", "：")) and is_label(text)


def is_latin_scrap(text: str) -> bool:
    """Whether a line is a short word of a script or service (Baidu, map) under a Chinese text."""
    return len(text) <= 20 and text.isascii() and text.replace(" ", "").isalpha()


def is_closing(text: str) -> bool:
    """Whether a line closes the article: credits, a disclaimer, the neighbours in the column."""
    return len(text) <= 120 and CLOSING.search(text) is not None
