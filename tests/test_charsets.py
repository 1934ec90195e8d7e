"""Charsets: 1,000 pages, each with its own lie in header and <meta>, without a wrong character."""

from __future__ import annotations

import random
from itertools import product

import pytest

from crawler.manners.robots import MAX_RULES, read
from crawler.pages.decoding import CODECS, Claims, claims, decode

NAMES = ("utf-8", "utf-8-sig", "gbk", "gb2312", "gb18030")
CLAIMED = ("", "utf-8", "gbk", "gb2312", "GB18030", "iso-8859-1")
COMMON = (
    "政府信息公开工作年度报告主动依申请本年新收结转下一"
    "行政复议诉讼收费金额机关单位规章范性文件许可处罚强制"
)
RARE = "㵲堃镕喆犇淼甪璟昇垚"
TRADITIONAL = "資訊開報導學會產業務關後臺灣門發"
BEYOND_GBK = "𠮷𡈽𪚥㐂䶮龴鿍"
"""Needs four bytes in GB18030, or is not in GBK at all."""
MARKS = "，。、；：？！“”（）《》—…％①②０１９"
ASCII = ' \r\n\t<p class="a">0123456789.5%</p><td>&nbsp;</td>'


def alphabet(codec: str) -> str:
    every = COMMON * 4 + RARE + TRADITIONAL + BEYOND_GBK + MARKS + ASCII
    return "".join(c for c in every if encodable(c, codec))


def encodable(char: str, codec: str) -> bool:
    """Whether a codec has the character, at the code GB18030 gives it."""
    try:
        raw = char.encode(codec)
    except UnicodeEncodeError:
        return False
    return codec.startswith("utf") or raw.decode("gb18030") == char


def page(chance: random.Random, codec: str, header: str, meta: str) -> tuple[bytes, str, str]:
    """A page: its bytes, its text and its Content-Type."""
    letters = alphabet(codec)
    length = chance.choice((1, 2, 7, 60, 900, 4090, 9000))
    body = "".join(chance.choices(letters, k=length))
    declared = f'<meta charset="{meta}">' if meta else ""
    if meta and chance.random() < 0.5:
        declared = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">'
    # What comes before the text shifts it by a byte: characters lie across every boundary.
    text = f"<html><head>{declared}{' ' * chance.randrange(4)}</head><body>{body}</body></html>"
    return text.encode(codec), text, f"text/html; charset={header}" if header else "text/html"


def pages() -> list[tuple[str, str, str, bytes, str, str]]:
    chance = random.Random(20261122)
    kinds = list(product(NAMES, CLAIMED, CLAIMED))
    chosen = [kinds[n % len(kinds)] for n in range(1000)]
    return [(*kind, *page(chance, *kind)) for kind in chosen]


def test_1000_pages_of_mixed_and_misdeclared_charsets_have_no_wrong_character() -> None:
    made = pages()
    assert len(made) == 1000
    assert {kind[:3] for kind in made} == set(product(NAMES, CLAIMED, CLAIMED))
    wrong = 0
    for codec, header, meta, body, text, content_type in made:
        decoded = decode(body)
        assert decoded is not None, (codec, header, meta)
        wrong += sum(a != b for a, b in zip(decoded[0], text, strict=True))
        used = "utf-8-sig" if codec.startswith("utf") else "gb18030"
        assert decoded[1] == used or body.isascii()
        assert claims(body, content_type) == Claims(header.lower() or None, meta.lower() or None)
    assert wrong == 0


def test_the_rare_characters_of_names_are_among_them() -> None:
    texts = "".join(made[4] for made in pages())
    assert set("㵲堃镕資𠮷𪚥") <= set(texts)
    for codec in ("gbk", "gb18030"):
        assert set("堃镕喆資") <= set(alphabet(codec))
    assert "𠮷" not in alphabet("gbk")
    assert len("𠮷".encode("gb18030")) == len("㵲".encode("gb18030")) == 4


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("size", [512, 4096, 8192, 65536])
def test_a_beginning_that_ends_within_a_character_is_read_up_to_it(codec: str, size: int) -> None:
    text = "年𠮷㵲a" * (size // 5)
    for shift in range(4):
        body = (b"x" * shift + text.encode(codec))[:size]
        decoded = decode(body, whole=False)
        assert decoded is not None
        assert (b"x" * shift).decode() + text == decoded[0] + text[len(decoded[0]) - shift :]
        assert decoded[1] == ("gb18030" if codec == "gb18030" else "utf-8-sig")


def test_a_robots_txt_that_is_cut_at_its_limit_is_still_utf8() -> None:
    line = "# 本网站不允许抓取\n".encode()
    rules = b"User-agent: *\nDisallow: /private/\n"
    for shift in range(3):
        body = rules + b"#" * shift + b"\n" + line * (MAX_RULES // len(line) + 2)
        verdict = read(200, {}, body).check("http://www.a.gov.cn/private/1.html")
        assert verdict is not None
        assert "允许" in read(200, {}, body).text


def test_broken_utf8_is_not_read_as_other_characters() -> None:
    """Such as a title that a portal cut after a number of bytes."""
    text = "政府信息公开工作年度报告" * 3
    for cut in range(1, 3):
        body = text.encode() + "开".encode()[:cut] + text.encode()
        assert decode(body) is None
    assert sum(1 for n in range(40) if _reads_as_gb18030(text.encode()[:n])) > 0, "it could have"


def _reads_as_gb18030(body: bytes) -> bool:
    try:
        return bool(body.decode("gb18030").strip()) and not body.isascii()
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (b"<meta charset=GB2312>", "text/html", Claims(None, "gb2312")),
        (b"<?xml version='1.0' encoding='gbk'?>", "text/xml", Claims(None, "gbk")),
        (b"", 'text/html; charset="UTF-8"', Claims("utf-8", None)),
        (b"<p>charset=gbk</p>", "text/html", Claims(None, None)),
    ],
)
def test_what_header_and_page_claim_is_kept(body: bytes, content_type: str, said: Claims) -> None:
    assert claims(body, content_type) == said


def test_there_are_two_codecs_and_their_order_matters() -> None:
    assert CODECS == ("utf-8-sig", "gb18030")
