"""What invented portals are called and what stands on them; drawn with a seeded generator."""

from __future__ import annotations

from random import Random

FIRST = (
    "青 qing|白 bai|云 yun|北 bei|丰 feng|鹤 he|桐 tong|沙 sha|柳 liu|玉 yu|东 dong|石 shi|金 jin|"
    "南 nan|龙 long|宁 ning|绥 sui|松 song|安 an|平 ping|梅 mei|长 chang|定 ding|清 qing|麻 ma|西 xi"
).split("|")
SECOND = (
    "塘 tang|岫 xiu|漳 zhang|谷 gu|坂 ban|溪 xi|原 yuan|陂 bei|沟 gou|坪 ping|埠 bu|渡 du|箕 ji|"
    "坞 wu|川 chuan|塬 yuan|峪 yu|澜 lan|皋 gao|堰 yan|泉 quan|栗 li|洲 zhou|荥 xing|栖 qi"
).split("|")
DEPARTMENTS = (
    "财政局 czj|教育局 jyj|民政局 mzj|水利局 slj|卫生健康委员会 wjw|自然资源局 zrzyj|司法局 sfj|"
    "人力资源和社会保障局 rsj|发展和改革委员会 fgw|交通运输局 jtj|农业农村局 nyncj|统计局 tjj|"
    "住房和城乡建设局 zjj|市场监督管理局 scjgj|应急管理局 yjj|审计局 sjj|文化和旅游局 wlj"
).split("|")
TOWNS = "城关镇 河口镇 石桥镇 新集乡 大王庄街道 北关街道 沙河乡 双庙镇".split()

LABELS = (
    *["政府信息公开年报"] * 6,
    *["信息公开年报"] * 2,
    *["公开年报"] * 2,
    *["政府信息公开年度报告"] * 2,
    "政府信息公开工作年度报告",
    "政务信息公开年报",
    "年度报告",
    "信息公开年度报告",
    "政府信息公开工作年报",
)
"""What the column is called, as often as the survey found it, roughly."""
FOLDERS = "zfxxgknb zfxxgkndbg xxgknb txxgknb gknb ndbg nb zfxxgknb82 xxgkndbg gkbg".split()

NEWS = (
    "{p}召开县域经济高质量发展推进会|{p}主要领导调研重点项目建设|关于做好{y}年春耕备耕工作的通知|"
    "{p}人民政府关于印发{y}年政府工作报告任务分工的通知|我县举办政务公开工作培训班|"
    "关于{y}年度行政执法统计年报的公示|{p}{y}年国民经济和社会发展统计公报|河湖长制工作简报第{n}期|"
    "{p}{y}年政府信息公开工作年度报告发布解读|关于公布{y}年第{n}批行政审批事项目录的公告|"
    "政务服务中心窗口开展业务竞赛|{p}公开招聘事业单位工作人员公告|省政府新闻办举行新闻发布会|"
    "关于调整城区公交线路的通告|{p}财政局关于{y}年预算执行情况的报告|全力做好防汛抗旱各项工作|"
    "关于征集{y}年民生实事项目的公告|{p}组织开展安全生产大检查|一图读懂：{p}{y}年政府工作报告|"
    "关于{p}土地征收补偿安置方案的公告（{n}号）|政策问答：灵活就业人员参保|消费维权年度报告发布"
).split("|")
COLUMNS = (
    "县情概况 领导之窗 机构职能 政策文件 政策解读 人事信息 规划计划 财政资金 重大建设项目 应急管理 "
    "统计信息 行政许可 公共资源交易 社会救助 食品药品监管 环境保护 建议提案办理 政府采购 "
    "回应关切 新闻发布会 县长信箱 民意征集 在线访谈 网上调查 办事指南 便民服务 公示公告 今日要闻 "
    "部门动态 乡镇动态 招商引资 旅游资讯 专题专栏 视频新闻 图片新闻 通知公告 双随机一公开 "
    "行政处罚 权责清单 重大决策预公开 公共企事业单位 基层政务公开标准化 优化营商环境 乡村振兴"
).split()
DECOYS = (
    "网站工作年度报表|法治政府建设年度报告|财政年报|统计年鉴|依申请公开|政府网站年度报表|"
    "统计年报|政务公开工作要点|部门预决算|政府工作报告|企业年报公示|环境质量年报"
).split("|")
NATIONAL = "政府信息公开指南 政府信息公开制度 法定主动公开内容".split()


def place(rng: Random) -> tuple[str, str]:
    """Give an invented county, district or city, and how its host is spelt."""
    first, second = rng.choice(FIRST).split(), rng.choice(SECOND).split()
    return first[0] + second[0] + rng.choice("县县县区市"), first[1] + second[1]


def department(rng: Random) -> tuple[str, str]:
    """Give a department and how its host is spelt."""
    name, host = rng.choice(DEPARTMENTS).split()
    return name, host


def date(rng: Random, year: int, *, months: int = 12) -> str:
    """Give a day of a year as YYYY-MM-DD."""
    return f"{year}-{rng.randint(1, months):02d}-{rng.randint(1, 28):02d}"


def headline(rng: Random, where: str) -> str:
    """Give a headline of no interest."""
    year = rng.randint(2019, 2024)
    return rng.choice(NEWS).format(p=where, y=year, n=rng.randint(2, 40))


def reports(rng: Random, organ: str) -> list[tuple[str, str]]:
    """Give the titles of a column of yearly reports with their days, newest first."""
    last = rng.choice((2022, 2023, 2023, 2024))
    shape = rng.choice(
        (
            "{o}{y}年政府信息公开工作年度报告",
            "{o}{y}年政府信息公开工作年度报告",
            "{y}年{o}政府信息公开工作年度报告",
            "{o}关于{y}年政府信息公开工作的年度报告",
            "{o}{y}年度政府信息公开工作报告",
            "{o}{y}年政府信息公开年度报告",
        )
    )
    rows = []
    for year in range(last, last - rng.randint(3, 15), -1):
        title = shape.format(o=organ, y=year)
        if rng.random() < 0.08:
            title += rng.choice(("（图片版）", "（超链版）"))
        rows.append((title, date(rng, year + 1, months=3)))
    return rows


def decoy_rows(rng: Random, label: str, organ: str) -> list[tuple[str, str]]:
    """Give the rows of a column that is not the one sought, though it may sound like it."""
    if "依申请" in label:
        return [
            (f"{organ}政府信息公开申请表", "2021-05-10"),
            (f"{organ}依申请公开办理流程", "2020-05-08"),
        ]
    what = {
        "网站工作年度报表": "政府网站工作年度报表",
        "政府网站年度报表": "政府网站工作年度报表",
        "法治政府建设年度报告": "法治政府建设年度报告",
        "财政年报": "财政决算报表",
        "统计年鉴": "统计年鉴",
        "统计年报": "统计年报",
        "企业年报公示": "企业年报公示抽查情况",
        "环境质量年报": "环境质量年报",
        "政府工作报告": "政府工作报告",
        "政务公开工作要点": "政务公开工作要点",
        "部门预决算": "部门预算公开说明",
    }.get(label, label)
    return [(f"{organ}{year}年{what}", date(rng, year + 1)) for year in range(2023, 2016, -1)]
