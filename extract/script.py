"""Traditional characters of mirrored and overseas copies, made comparable. Pure functions.

Only the characters that the forms, their labels and a report's headings are written with: a
label is compared, never converted for print. One character for one, so that places in a text
stay the same.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "萬與專業東兩個箇為爲舉鄉於從眾衆會傳體餘關內軍決況減齣製辦務動區華單佔捲厤曆歷縣參蔘"
    "發髮隻號閤後員迴園圍國圖場處備復複學寧甯實審傢對堯屬嶨佈乾幹榦應廢開強當徑誌總執護報"
    "據數無時朮術機權條構査標檔匯彙滙沒註澤測濟濱點熱獨現電眞碼確禕俬祕穩類係繫纍糾約納綫"
    "線組織經結絡統繼續維綜編繳網罰職輿蕪囌甦蘇範萊獲穫補錶見規計認訓議許訟設訪訴試詢請讀"
    "談負責購費轉輯轄遷過這進踰郵埰採鏈錯鎭鎮長門問聞閱閲際隱麪麫麵項順題額風駁驗魚齊"
)
_SIMPLIFIED = (
    "万与专业东两个个为为举乡于从众众会传体余关内军决况减出制办务动区华单占卷历历历县参参"
    "发发只号合后员回园围国图场处备复复学宁宁实审家对尧属峃布干干干应废开强当径志总执护报"
    "据数无时术术机权条构查标档汇汇汇没注泽测济滨点热独现电真码确祎私秘稳类系系累纠约纳线"
    "线组织经结络统继续维综编缴网罚职舆芜苏苏苏范莱获获补表见规计认训议许讼设访诉试询请读"
    "谈负责购费转辑辖迁过这进逾邮采采链错镇镇长门问闻阅阅际隐面面面项顺题额风驳验鱼齐"
)

_OLD = re.compile(f"[{_TRADITIONAL}]")

TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
"""For `str.translate`: each traditional character and its simplified one (繁→简)."""


def simplified(text: str) -> str:
    """Give `text` with the characters of `TABLE` in simplified script, as long as it was.

    >>> simplified("信息公開年度報告")
    '信息公开年度报告'
    """
    return text.translate(TABLE) if _OLD.search(text) else text
