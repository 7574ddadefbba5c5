"""The language of search spam that hijackers put on official pages: gambling and porn brands with their bait words.

A word alone proves nothing (彩票, 赌博, 澳门, 体育 stand in honest texts): what counts is a brand in Latin letters
and digits, or a brand or game glued to a bait (官网, 登录入口, 下载), or several tokens joined by underscores with
one of these among them.
"""

from __future__ import annotations

import re

LATIN = (
    r"(?<![a-z0-9])(?:bet\d{2,3}|bat\d{2,3}|\d{2,4}bet|betway|bwin|manbetx?|betvictor|kaiyun|"
    r"leyu|yabo(?!tu)|bbin|bsports|pinnacle体育|"
    r"(?:ag|pg|mg|pt|cq9|ky|bob|tvt|hth|cmd|mk|jdb|ob|k8|j9|z6|m6|w66|w88|m88|fun88|ng28|u8|v8|kok|ayx|yy|pp|fb|bb|e尊)"
    r"(?:官网|真人|电子|娱乐|体育|棋牌|亚游|旗舰|国际(?:馆|厅)|捕鱼|视讯|集团登录|凯发|尊龙|华体会|爱游戏|米乐|半岛|贝博|易游))"
)
NAMES = (
    "365|188|开云|亚博|必威|乐鱼|米兰|华体|华体会|九游|九游会|爱游戏|皇冠|万博|威尼斯|威尼斯人|"
    "新葡京|葡京|新葡萄|葡萄|金沙|永利|银河|凯发|龙八|利来|尊龙|千亿|"
    "博狗|沙巴|星空|江南|半岛|欧宝|雅博|伟德|立博|大发|澳门|新澳门|太阳城|申博|彩神|凤凰|韦德|"
    "天博|云顶|贝博|火狐|酷游|世博|香港|菲律宾|缅甸|优德|博天堂|"
    "鸿博|杏彩|众彩|盈彩|易博|亿万|美高梅|巴黎人|必博|恒峰|冠亚|齐发|环亚|英皇|明升|赢咖|摩登|"
    "凯时|尊龙凯时|雷火|米乐|火博|球速|必一|金年会|易游|九州|乐虎|千赢|必发|龙8|太阳集团|新莆京|"
    "威斯尼斯人|爱体育|云开|完美|杏耀|天辰|恩佐|沐鸣|新宝|蓝狮|富联|无极|顺盈|万赢|大资本"
)
FIELDS = "体育|娱乐城|娱乐场|娱乐|国际|电竞|电子|棋牌|真人|彩票|赌场|线上|在线|足球|捕鱼|游戏|博彩|会|视讯"
SPORTS = "体育|娱乐|棋牌|电竞|真人|彩票"
GAMES = (
    "百家乐|老虎机|时时彩|六合彩|北京赛车|赛车pk10|pk10|快三|快3|牌九|炸金花|德州扑克|轮盘|骰宝|"
    "捕鱼|龙虎斗|真人荷官|真钱|真人娱乐|线上娱乐|娱乐城|博彩|"
    "赌场|赌球|滚球|竞猜|棋牌|六肖|特码|开奖|彩金|斗牛|外围|投注|下注|11选5|体彩网|彩票网"
)
BAITS = (
    "官方网站|官网|网址|登录|登陆|入口|app下载|app|下载安装|下载|手机版|网页版|客户端|安卓版|"
    "最新版|最新地址|最新技巧|最新网址|注册送|注册|开户|平台|送彩金|"
    "体验金|试玩|靠谱吗|正规的吗|正规吗|是真的吗|是正规|怎么样|提现|代理|首页|娱乐|技巧|必赢|"
    "稳赚|大全|资料|免费|在线|直播|导航|客服|推荐"
)
PORN = (
    r"(?:国产|亚洲|欧美|日韩|日本|久久|一区|二区|三级|成人|人妻|少妇|激情|无码|中文字幕|乱码|"
    r"高清)(?:av|无码|精品|自拍|偷拍|色|乱码|一区|二区|三区|成人|黄色|性爱|"
    r"综合|热|视频|久久|在线|a片|毛片|影院|大片){1,6}(?:在线|观看|免费|播放|视频|网站|影院|无码|"
    r"不卡|下载|一区|二区|三区|久久|电影)|"
    r"(?:av|a片|毛片|黄色网站|黄色视频|黄片|裸聊|约炮|援交|嫩模|麻豆(?:传媒)?|91(?:视频|porn|"
    r"国产)|一本道|草榴|色情)(?:在线|免费|高清)?(?:观看|播放|网站|网址|下载|app|视频|入口|平台|"
    r"网)"
)
SERVICES = (
    r"(?:代开发票|办证刻章|假证|代孕|迷药|私服|外挂|论文代写|枪支|网赚|刷单)"
    r"(?:网|网站|平台|联系|电话|微信|qq|公司|多少钱|价格|官网|发布网)"
)
DOMAIN = r"(?<![\da-z.@＠/])(?!12\d{3}\D)\d{4,7}(?:\.?(?:com|cc|vip|bet|app))(?![a-z])"
CHINA_BRANCH = (
    r"[（(]中国(?:区|大陆)?[）)](?:官方网站|官网|官方|登录|平台|手机版)"  # 某某体育(中国)官方网站
)
CODED = (
    rf"(?:{NAMES})(?:{FIELDS}|集团|皇宫)*(?!(?:19|20)\d\d(?!\d))\d{{3,5}}"
    r"(?:com|cc|vip|net|w|手机版|登录|官网|网址|线路)"
)
STRONG = re.compile(
    rf"{LATIN}(?:{BAITS})*|(?:{NAMES})(?:{FIELDS})[\u4e00-\u9fff0-9a-z·()（）\-]{{0,8}}?(?:{BAITS})+"
    rf"|[0-9a-z\u4e00-\u9fff]{{2,8}}{CHINA_BRANCH}|{CODED}"
    rf"|(?:{GAMES})[\u4e00-\u9fff]{{0,3}}?(?:{BAITS})+"
    rf"|[0-9a-z\u4e00-\u9fff]{{1,6}}(?:{SPORTS})(?:{BAITS}){{2,}}"
    rf"|{PORN}|{SERVICES}|{DOMAIN}"
)
BRANDED = re.compile(rf"(?:{NAMES})(?:手机|网页|会员|全站|国际)?(?:{BAITS})")
BAITED = re.compile(r"官网|官方|登[录陆]|入口|app|下载|网址|注册|手机版|网页版|首页|客户端")
NAMED = re.compile(
    rf"(?<![0-9a-z])(?=\d*[a-z])[0-9a-z]{{2,8}}(?:{SPORTS})$"
    rf"|(?:{NAMES})(?:体育|娱乐城|娱乐场|娱乐|电竞|棋牌|真人|彩票|赌场|博彩|集团)$"
)
WEAK = re.compile(
    rf"{LATIN}|(?:{NAMES})(?:{FIELDS})|{GAMES}|{PORN}|{SERVICES}|彩票|赌博|色情|成人视频"
)
SIGNS = (
    "bet bat bwin kaiyun leyu yabo fun88 w88 m88 bbin av a片 91 com vip 真人 电子 亚游 国产 亚洲 欧美 日韩 "
    "久久 无码 成人 人妻 少妇 激情 毛片 黄片 黄色 裸聊 约炮 麻豆 一本道 草榴 色情 体育 娱乐 电竞 彩票 "
    "(中国 （中国 bsports 代开发票 办证刻章 代孕 私服 外挂 代写 枪支 网赚 刷单 假证 迷药 赌博"
)
# one alternation: the engine skips every character that begins none of them
ATOM = re.compile(
    "|".join(map(re.escape, dict.fromkeys([*NAMES.split("|"), *GAMES.split("|"), *SIGNS.split()])))
)
# honest texts speak of these things in order to forbid, to warn or to regulate
LAWFUL = re.compile(
    r"整治|打击|查处|防范|警惕|严禁|禁止|举报|涉赌|涉黄|反诈|诈骗|扫黄|治理|犯罪|违法|非法|处罚|"
    r"取缔|侦破|抓获|管理条例|管理办法|管理规定|福利彩票|体育彩票|"
    r"体育总局|彩票管理|彩票公益金|淫秽|清查|案件|监管"
)
JOINT = re.compile(r"[0-9A-Za-z\u4e00-\u9fff·]{2,24}(?:[_＿][0-9A-Za-z\u4e00-\u9fff·]{2,24})+")
QUOTED = re.compile(r"[“\"‘「][^”\"’」]{0,40}[”\"’」]")
FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|ofd|wps|zip|rar|jpe?g|png|mp4|html?)\b", re.IGNORECASE)


def strong_phrases(text: str) -> list[str]:
    """The spam phrases of a text, lower-cased, in order, repeats included."""
    folded = text.lower()
    lines = folded.splitlines(keepends=True) if ATOM.search(folded) else []
    near = (line for line in lines if ATOM.search(line))
    return [match[0] for line in near for match in STRONG.finditer(line)]


def has_atoms(text: str) -> bool:
    """Whether a text holds a piece of any spam phrase; most do not, and need no closer look."""
    return ATOM.search(text.lower()) is not None


def speaks_of_spam(text: str) -> bool:
    """Whether a text names what spam is made of, and not as an authority does."""
    return has_atoms(text) and WEAK.search(text.lower()) is not None and not is_lawful(text)


def joined_phrases(text: str) -> list[str]:
    """Runs of tokens joined by underscores that are no file names."""
    if "_" not in text and "＿" not in text:
        return []
    runs = []
    for match in JOINT.finditer(text):
        around = text[max(0, match.start() - 1) : match.end() + 6]
        has_han = any("\u4e00" <= sign <= "\u9fff" for sign in match[0])
        if has_han and not FILE.search(around) and "@" not in around and "/" not in around[:1]:
            runs.append(match[0])
    return runs


def is_spam_run(run: str) -> bool:
    """Whether a joined run is spam: a phrase in it, two brands, or one name with one bait after another."""
    folded = run.lower()
    if STRONG.search(folded):
        return True
    tokens = re.split("[_＿]", folded)
    brands = sum(bool(WEAK.search(token) or BRANDED.search(token)) for token in tokens)
    baited = [token for token in tokens if BAITED.search(token)]
    return brands > 1 or (len(baited) > 1 and len({token[:2] for token in baited}) == 1)


def is_foreign_run(run: str) -> bool:
    """Whether a run can be no name of a place, whatever it advertises: three joined tokens, or two and a bait."""
    tokens = re.split("[_＿]", run.lower())
    return len(tokens) > 2 or any(BAITED.search(token) for token in tokens)


def is_lawful(text: str) -> bool:
    """Whether a text speaks of gambling, lotteries or porn as an authority does."""
    return LAWFUL.search(text) is not None


def without_quotes(text: str) -> str:
    """The text without what it quotes."""
    return QUOTED.sub("", text)
