"""Hijacked pages are suspected with their phrase as evidence; honest texts on the same matters are not."""

from __future__ import annotations

import pytest

from crawler.items import DocumentItem, PageItem
from pipelines.integrity import IntegrityPipeline, find_tampering
from platforms.page import parse_html

BODY = (
    "各县（区）人民政府，市政府各部门：\n为贯彻落实上级部署，现就有关事项通知如下：\n一、提高认识，加强领导。\n"
    "二、明确责任，狠抓落实。\n云岭市人民政府\n2021年5月6日"
)
PLAIN = "云岭市人民政府关于做好安全生产工作的通知"

# title, text, a part of the phrase that must be named
HIJACKED = [
    ("368体育靠谱吗_bet368入口_bet368最新技巧人民政府2020年工作报告", BODY, "bet368"),
    ("永利娱乐场官网_永利app下载_永利手机版人民政府关于印发规划的通知", BODY, "永利娱乐场"),
    ("开云体育官网入口关于做好秋季防火工作的通知", BODY, "开云体育官网"),
    ("亚博体育app下载-云岭市教育局", BODY, "亚博体育app"),
    ("澳门百家乐官网", BODY, "百家乐官网"),
    ("真钱牌九平台_百家乐注册", BODY, "百家乐注册"),
    ("bet365官方网站关于2020年预算的公告", BODY, "bet365"),
    ("188bet备用网址", BODY, "188bet"),
    ("北京赛车pk10开奖直播", BODY, "pk10"),
    ("新葡京娱乐城登录入口_云岭市统计局", BODY, "新葡京"),
    ("国产精品自拍在线观看", BODY, "国产精品"),
    ("亚洲无码在线播放_久久精品视频", BODY, "亚洲无码在线播放"),
    ("欧美成人视频免费观看_云岭市水务局", BODY, "欧美成人视频"),
    ("九游会国际官网登录", BODY, "九游会国际官网"),
    ("威尼斯人娱乐城官方网址 关于举办运动会的通知", BODY, "威尼斯人"),
    ("55402com永利", BODY, "55402com"),
    ("ag真人官网平台公告", BODY, "ag真人"),
    ("kaiyun体育全站登录", BODY, "kaiyun"),
    ("时时彩平台注册送彩金", BODY, "时时彩"),
    ("米兰体育在线登录关于公开招聘的公告", BODY, "米兰体育在线登录"),
    ("乐鱼体育最新版下载_leyu乐鱼", BODY, "乐鱼体育最新版"),
    ("代开发票公司电话_云岭市商务局", BODY, "代开发票公司"),
    (
        "2020年法治政府建设报告",
        "乐鱼体育官网人民政府高度重视，颁布《乐鱼体育官网城市绿化条例》，乐鱼体育官网公安局开展检查。",
        "乐鱼体育官网",
    ),
    (
        PLAIN,
        "一、总体要求。\n万博app官网_万博手机登录_万博体育人民政府成立领导小组。\n二、有关要求。",
        "万博",
    ),
    (
        PLAIN,
        "皇冠体育app下载提供最新服务，皇冠足球平台注册优惠多，百家乐网址永久有效，欢迎来到老虎机官网。",
        "皇冠体育app",
    ),
    (
        PLAIN,
        BODY.replace("云岭市人民政府", "金沙娱乐场登录人民政府")
        + "\n金沙娱乐场登录人民政府办公室印发",
        "金沙娱乐场登录",
    ),
    ("必威体育betway官网_必威平台", BODY, "betway"),
    ("老虎机下载手机版_老虎机试玩人民政府2018年决算公开", BODY, "老虎机"),
    ("91视频在线观看", BODY, "91视频"),
    ("华体会体育官方网站2022年部门预算", BODY, "华体会"),
    ("亚博娱乐平台_亚博会员登录_亚博娱乐入口卫生健康委员会", BODY, "亚博娱乐平台"),
    ("六合彩开奖直播网", BODY, "六合彩开奖"),
    ("开云体育(中国)官方网站", BODY, "开云体育(中国)官方网站"),
    ("星辉电竞（中国）官网登录关于公示名单的通知", BODY, "星辉电竞"),
    ("k8凯发天生赢家一触即发官网", BODY, "k8凯发"),
    ("太阳集团1088vip关于做好安全生产的通知", BODY, "太阳集团1088vip"),
    (PLAIN, BODY.replace("云岭市人民政府", "kok体育人民政府"), "kok体育"),
    (PLAIN, BODY.replace("云岭市", "皇冠体育"), "皇冠体育"),
    (PLAIN, BODY.replace("云岭市", "星耀网站首页_星耀登录页_星耀"), "星耀网站首页_星耀登录页"),
    ("雷火电竞app官网下载", BODY, "雷火电竞"),
]

HONEST = [
    (
        "关于开展网络赌博专项整治行动的通告",
        "严厉打击网络赌博，查处百家乐、老虎机、六合彩等赌博活动。",
    ),
    (
        "云岭市公安局关于严厉打击跨境赌博违法犯罪的通告",
        "境外赌场以“百家乐”“龙虎斗”招赌吸赌，参赌人员应停止投注。",
    ),
    ("云岭市福利彩票公益金使用管理办法", "福利彩票公益金按照彩票管理条例筹集，用于社会福利事业。"),
    (
        "2022年体育彩票销售情况公告",
        "全市体育彩票销量3.2亿元，其中竞猜型彩票1.1亿元，即开型0.8亿元。",
    ),
    (
        "关于公布2021年彩票公益金筹集分配情况和使用情况的公告",
        "快3游戏停止销售，11选5游戏继续销售至年底。",
    ),
    (
        "彩票管理条例实施细则",
        "严禁利用互联网投注平台擅自销售彩票，彩票代销者不得向未成年人销售彩票。",
    ),
    (
        "云岭市体育局2023年工作要点",
        "开展全民健身365体育活动，办好国际马拉松、电子竞技公开赛和足球联赛。",
    ),
    ("关于举办2023年全市中小学足球联赛的通知", "报名网址见附件，登录市教育局官网下载报名表。"),
    (
        "关于启用新版政务服务客户端的公告",
        "请登录官网下载安装最新版app，注册后即可在线办理，咨询电话12345。",
    ),
    (
        "金沙县人民政府关于印发2021年工作要点的通知",
        "金沙县各乡镇人民政府、街道办事处：请结合实际贯彻执行。金沙县人民政府办公室。",
    ),
    (
        "云岭市人民政府关于与澳门特别行政区经贸合作的意见",
        "支持澳门中医药产业发展，办好澳门国际贸易投资展览会，推动澳门旅游娱乐业合作。",
    ),
    ("亚博会筹备工作方案", "做好亚博会场馆保障，组织企业参展，宣传亚博会品牌。"),
    (
        "关于加强棋牌室管理的通告",
        "棋牌室经营者不得以任何形式组织赌博，不得提供资金结算，违者依法处罚。",
    ),
    (
        "关于注销部分网吧和游戏娱乐场所许可证的公告",
        "经查，皇冠娱乐城、金沙娱乐会所已停业，现予注销文化经营许可证。",
    ),
    ("云岭市文化市场娱乐场所管理办法", "娱乐场所不得设置老虎机等具有赌博功能的电子游戏设施设备。"),
    (
        "警方提示：谨防“杀猪盘”诈骗",
        "诈骗分子诱导受害人下载“澳门皇冠体育”app并注册充值，下注后无法提现。",
    ),
    (
        "全市扫黄打非工作总结",
        "清查淫秽色情网站23个，处置色情信息链接，取缔黄色网站，查办裸聊诈骗案件5起。",
    ),
    (
        "关于网络直播平台传播色情内容的处罚决定",
        "当事人在麻豆直播平台传播淫秽视频，依法予以行政处罚。",
    ),
    (
        "5G基站建设三年行动计划",
        "建设5G基站1200个，推进IPv6升级，打造531X工程，建设省级以上平台20个。",
    ),
    (
        "云岭市12345政务服务便民热线管理办法",
        "12345热线提供7×24小时服务，群众可通过微信、app、网站等渠道反映诉求。",
    ),
    ("附件1_2021年度部门预算公开表", "详见附件1_2021年度部门预算公开表.xls和附件2_说明.doc"),
    ("关于征集标准的函", "请将反馈意见发送至bzh_2021@example.cn，标准文本见GB_T 12345目录。"),
    (
        "江南区人民政府关于江南体育公园项目的批复",
        "同意建设江南体育公园，配套建设足球场、在线预约平台。",
    ),
    (
        "香港会计师事务所入驻园区名单公告",
        "香港国际会计师事务所、香港电子商会等机构入驻，欢迎登录园区官网了解。",
    ),
    (
        "云岭市2022年政府采购公告",
        "采购内容：体育器材、棋牌桌、轮盘健身器，下载招标文件请登录官网。",
    ),
    ("关于云岭市银河国际幼儿园设立的批复", "同意设立银河国际幼儿园，办园规模12个班。"),
    ("云岭市烟草专卖局行政处罚决定书", "当事人销售假冒‘皇冠’牌卷烟，依法没收违法所得365元。"),
    ("关于防范非法代开发票风险的提示", "不要相信‘代开发票公司电话’类短信，虚开发票属于违法行为。"),
    (
        "2021年亚洲自行车锦标赛筹备工作方案",
        "亚洲在线直播信号由组委会提供，免费观看，市民可通过官网观看在线直播。",
    ),
    (
        "关于举办成人高等教育招生考试的通知",
        "成人高考考生请在线登录，下载准考证，观看视频资料，免费提供学习网站。",
    ),
    ("云岭市成人教育中心免费视频课程目录", "提供成人技能提升视频30门，市民可免费在线学习。"),
    (
        "关于处置非法网络彩票“大发快三”平台的通报",
        "不法分子搭建大发快三平台开设赌场，涉案金额1.2亿元，警方抓获12人。",
    ),
    (
        "威尼斯双年展参展项目征集公告",
        "征集威尼斯国际建筑双年展、威尼斯电影节参展作品，请登录官网下载报名表。",
    ),
    ("西门某某（中国）有限公司采购公告", "供应商为某某（中国）有限公司，产品说明见其官网。"),
    (
        "南宫市人民政府关于南宫市体育馆项目的批复",
        "南宫市人民政府同意建设南宫市体育馆，九州大道西侧。",
    ),
    ("关于命名完美社区的决定", "完美社区网格员369人，云开大道、雷火街道共完成整治任务1200件。"),
    (
        "实验室检测方法目录",
        "采用BET法测定比表面积，BET 100点，仪器型号W90，编号M88型样机由县质检所检定。",
    ),
    (
        "国有资产监督管理委员会关于永利国际贸易公司改制的批复",
        "同意永利国际贸易有限公司整体改制方案。",
    ),
]


@pytest.mark.parametrize(
    ("title", "text", "phrase"), HIJACKED, ids=[row[0][:20] for row in HIJACKED]
)
def test_hijacked_page_is_suspected(title: str, text: str, phrase: str) -> None:
    found = find_tampering(title, text)
    assert found.suspected
    assert phrase.lower() in " ".join(found.evidence).lower()


@pytest.mark.parametrize(("title", "text"), HONEST, ids=[row[0][:20] for row in HONEST])
def test_honest_text_is_not_suspected(title: str, text: str) -> None:
    found = find_tampering(title, text)
    assert not found.suspected, found.evidence
    assert found.evidence == []


def page(head: str = "", body: str = "") -> str:
    return f"<html><head>{head}</head><body><h1>{PLAIN}</h1><p>正文</p>{body}</body></html>"


HIJACKED_HTML = [
    (page("<title>新葡京娱乐城官网_新葡京app下载</title>"), "新葡京"),
    (page('<meta name="keywords" content="开云体育官网,开云app下载,乐鱼体育官网登录">'), "开云体育官网"),
    (page('<meta name="Description" content="百家乐官网注册，老虎机平台下载">'), "百家乐官网"),
    (page("<title>&#30334;&#23478;&#20048;&#23448;&#32593;</title>"), "百家乐官网"),
    (page(body='<div style="display:none"><a href="http://x.example.com/">百家乐</a></div>'), "百家乐"),
    (page(body='<a style="position:absolute;left:-9999px" href="https://y.example.net/">澳门娱乐场</a>'), "澳门娱乐场"),
    (page(body='<marquee height="1"><a href="http://z.example.org/">时时彩</a></marquee>'), "时时彩"),
    (
        page(
            body="".join(
                f'<p><a href="http://{i}.example.com/">{name}</a></p>'
                for i, name in enumerate(("皇冠体育官网", "乐鱼体育app下载", "百家乐网址"))
            )
        ),
        "皇冠体育官网",
    ),
]  # fmt: skip

HONEST_HTML = [
    page("<title>关于加强福利彩票管理的通知_云岭市民政局</title>"),
    page('<meta name="keywords" content="体育彩票,福利彩票,网络赌博整治,彩票管理条例">'),
    page(body='<a href="http://www.example.gov.cn/">打击网络赌博专题</a>'),
    page(body='<div style="display:none"><a href="/zwgk/">政务公开</a><a href="http://sports.example.gov.cn/">体育彩票</a></div>'),
    page(body='<a href="https://news.example.com/1">警方破获特大网络赌博案</a>'),
    page(body='<div style="display:none"><a href="https://weibo.example.com/">微博</a><a href="https://www.example.com/">友情链接</a></div>'),
    page(body='<a href="http://[bad">坏链接 百家乐</a>'),
]  # fmt: skip


@pytest.mark.parametrize(("html", "phrase"), HIJACKED_HTML)
def test_hijack_outside_the_text_is_seen(html: str, phrase: str) -> None:
    found = find_tampering(PLAIN, BODY, html)
    assert found.suspected
    assert phrase in " ".join(found.evidence)


@pytest.mark.parametrize("html", HONEST_HTML)
def test_honest_page_around_the_text_is_not_suspected(html: str) -> None:
    assert find_tampering(PLAIN, BODY, html).evidence == []


def test_replaced_name_is_counted() -> None:
    text = "乐鱼体育官网人民政府发布《乐鱼体育官网养犬管理条例》。"
    evidence = find_tampering("年度报告", text).evidence
    assert "in place of a name: 乐鱼体育官网 ×2" in evidence


def test_pipeline_fills_the_record() -> None:
    html = page(
        body='<div style="display:none"><a href="http://x.example.com/">百家乐官网</a></div>'
    )
    item = DocumentItem(PageItem("http://www.example.cn/a.html", html), title=PLAIN, text=BODY)
    item.tree = parse_html(html)
    record = IntegrityPipeline().process_item(item).to_record()["tampered"]
    assert record["suspected"] is True
    assert record["evidence"] == ["hidden link: 百家乐官网 http://x.example.com/"]


def test_clean_page_without_a_title_is_clean() -> None:
    item = DocumentItem(PageItem("http://www.example.cn/a.html", "", is_html=False), text=BODY)
    assert IntegrityPipeline().process_item(item).tampered == {"suspected": False, "evidence": []}
