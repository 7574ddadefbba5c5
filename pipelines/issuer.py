"""Organs (发文机关): is this a name, how many are in it, and are two spellings one organ."""

from __future__ import annotations

import re

from pipelines.label import squeeze

NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff（）()“”·、〇\-]{1,48}")
ENDING = re.compile(
    r"(?:政府|委|办公室|局|厅|部|院|署|行|司|会|中心|处|组|集团|大学|学校|中学|小学|队|所|站|馆|"
    r"社|办|政协|联盟|军区|街道|镇|乡|检察|法庭|管理区|园|研究室|参事室|中共中央|兵团|税务|台|"
    r"妇联|残联|科协|侨联|文联|工商联|团中央|联席会议|厂"
    r")$"
)
ASIDE = re.compile(r"[（(][^（）()]*[）)]$")
NO_NAME = re.compile(
    r"^(?:附件|附[:：]|各|有关|相关|特此|此[复函致]|抄[送报]|主送|联系|为|根据|经|请|现|本|我|你|"
    r"该|其他|以上|关于|第|转发|批转|印发)|[一二三四五六七八九十]、|的"
)
# what begins with one of these has lost its first half to the line above
HALVES = re.compile(
    r"^(?:领导小组|工作领导小组|工作小组|办公室|办公厅|委员会|工作委员会|管理委员会|联席会议|"
    r"指挥部|总指挥部|工作组|协调小组|管理局|管理处|"
    r"服务中心|管理中心|分局|分行|支行|监管局|监督管理局|有限公司|有限责任公司)"
)
RELATIVE = re.compile(
    r"^(?:省|市|县|区|州|旗|盟|自治区|镇|乡|"
    r"街道)(?=[委政人府办厅局财教科公民司住交水农商文卫应审国市体统医信税发工生自退外林城人社监])"
)
REGION = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|州|盟|县|区|旗)")
VERTICAL = re.compile(
    r"(?:国家税务总局|监督管理总局|人民银行|外汇管理局|海关总署|统计局|银保监会|证监会|民用航空|"
    r"邮政局)$"
)
CENTRAL_HEAD = re.compile(r"^(?:国家税务总局|国家金融监督管理总局|中国人民银行|国家统计局)")
CENTRAL_BEGINS = re.compile(
    r"(?<=[厅局委会部院室行办])(?=国家税务总局|国家金融监督管理总局|中国人民银行)"
)
NATIONAL = re.compile(
    "国务院办公厅|国务院|中共中央办公厅|中共中央|中央军委|(?:国家)?发展(?:和)?改革委员?会?|"
    "教育部|科学技术部|科技部|工业和信息化部|国家民委|"
    "公安部|国家安全部|民政部|司法部|财政部|人力资源和?社会保障部|自然资源部|生态环境部|"
    "住房和?城乡建设部|交通运输部|水利部|农业农村部|农业部|"
    "商务部|文化和旅游部|文化部|国家卫生健康委员?会?|国家卫生计生委|退役军人事务部|应急管理部|"
    "应急部|中国人民银行|人民银行|审计署|国务院国资委|国资委|国家知识产权局|知识产权局|"
    "海关总署|国家税务总局|税务总局|国家市场监督管理总局|市场监管总局|国家金融监督管理总局|"
    "金融监管总局|中国证监会|证监会|中国银保监会|银保监会|"
    "中国银监会|银监会|中国保监会|保监会|国家体育总局|体育总局|国家统计局|统计局|国家知识产权局|"
    "国家国际发展合作署|国家医疗保障局|国家医保局|医保局|"
    "国管局|国家能源局|能源局|国家铁路局|国家邮政局|中国民航局|国家文物局|国家中医药管理局|"
    "国家中医药局|国家药监局|国家药品监督管理局|国家外汇管理局|"
    "国家外汇局|国家林业和草原局|国家林草局|国家粮食和储备局|国家档案局|国家保密局|"
    "国家乡村振兴局|国务院扶贫办|中央网信办|国家网信办|"
    "中央宣传部|中央组织部|中央编办|中央文明办|最高人民法院|最高人民检察院|全国总工会|共青团中央|"
    "全国妇联|中国残联"
)
PARTS = re.compile(r"[、，,;；/|｜]|[\s\u3000]+")
ETC = re.compile(r"等?[一二三四五六七八九十\d]*(?:个)?(?:部门|单位|部委|委局|厅局)$|等$")


def is_organ(name: str) -> bool:
    """Whether a name can be that of an organ: Chinese, short, ending like one, no sentence."""
    name = squeeze(name)
    bare = ASIDE.sub("", name)
    return bool(NAME.fullmatch(name) and ENDING.search(bare) and not NO_NAME.search(name))


def is_half(name: str) -> bool:
    """Whether a name lacks its beginning (领导小组办公室)."""
    return HALVES.match(name) is not None


def is_relative(name: str) -> bool:
    """Whether a name says of which rank but not of which place (省政府办公厅)."""
    return RELATIVE.match(name) is not None


def split_organs(text: str) -> list[str]:
    """The organs a label's value, a title's beginning or a signature line names, in their order."""
    pieces = join_spaced(cut_outside_brackets(ETC.sub("", text.strip())))
    if not all(map(is_organ, pieces)):
        pieces = join_until_organ(pieces)
    found: list[str] = []
    for piece in pieces:
        for name in split_run(piece):
            if name and name not in found:
                found.append(name)
    return found


def cut_outside_brackets(text: str) -> list[str]:
    masked = re.sub(r"[（(][^（）()]*[）)]", lambda m: "\x00" * len(m[0]), text)
    pieces, start = [], 0
    for cut in PARTS.finditer(masked):
        pieces.append(text[start : cut.start()])
        start = cut.end()
    return [piece for piece in [*pieces, text[start:]] if piece.strip()]


def join_spaced(pieces: list[str]) -> list[str]:
    """Join names printed with blanks between their characters (财 政 部)."""
    joined: list[str] = []
    run = False
    for piece in pieces:
        single = len(piece) == 1
        if single and run:
            joined[-1] += piece
        else:
            joined.append(piece)
        run = single
    return joined


def join_until_organ(pieces: list[str]) -> list[str]:
    """Join pieces a blank has cut inside a name, up to the first piece that ends like an organ."""
    joined: list[str] = []
    rest = ""
    for piece in pieces:
        rest += piece
        if is_organ(rest):
            joined.append(rest)
            rest = ""
    return [*joined, rest] if rest else joined


def split_run(name: str) -> list[str]:
    """Organs printed without anything between them: known central ones, or one place said again."""
    tokens = NATIONAL.findall(name)
    if len(tokens) > 1 and "".join(tokens) == name:
        return tokens
    return [part for run in CENTRAL_BEGINS.split(name) for part in split_at_place(run)]


def split_at_place(name: str) -> list[str]:
    """A run of organs of one place, cut where the place is said again behind an organ."""
    region = REGION.match(CENTRAL_HEAD.sub("", name))
    if region is None:
        return [name]
    names, start = [], 0
    place = name.find(region[0], 1)
    while place > 0:
        head = name[start:place]
        if ENDING.search(head) and not VERTICAL.search(head):
            names.append(head)
            start = place
        place = name.find(region[0], place + 1)
    return [*names, name[start:]]


def is_short_for(short: str, full: str) -> bool:
    """Whether one name abbreviates the other: its characters in order, the same end (省政府办公厅, 证监会)."""
    if short == full or len(short) >= len(full):
        return False
    ends = {ending(short), ending(full)}
    if len(ends) > 1:
        return False
    rest = iter(full.replace("委员会", "委会"))
    return all(sign in rest for sign in short.replace("委员会", "委"))


def ending(name: str) -> str:
    bare = ASIDE.sub("", name)
    if bare.endswith(("办公室", "办公厅")):
        return "办"
    return "委" if bare.endswith(("委员会", "会", "委")) else bare[-1:]


def same_organ(one: str, other: str) -> bool:
    """Whether two names are one organ, in full or abbreviated."""
    return one == other or is_short_for(one, other) or is_short_for(other, one)


def fullest(name: str, others: list[str]) -> str:
    """The longest of the other spellings of an organ, or its own."""
    return max([name, *(o for o in others if is_short_for(name, o))], key=len)
