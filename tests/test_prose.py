"""Figures of the running text against the tables: worked comparisons and ways of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.prose.figures import figures, missing
from extract.read import read
from extract.records import Cell, Prose, Section, Table

REQUESTS = "requests."
OUTCOME = "requests.outcome."
TOTAL = "applicant.total"


def cell(row: str, value: float | None, col: str = TOTAL) -> Cell:
    table = row.partition(".")[0]
    state = "blank" if value is None else "number"
    return Cell(
        table,
        "2021",
        row,
        col,
        state,
        value,
        "件",
        "",
        0,
        0,
        0,
        None,
        None,
        None,
        None,
        None,
        "html",
        1.0,
    )


def cells(**totals: float | None) -> list[Cell]:
    """Cells of table 三 by the last parts of their codes, in the total column."""
    codes = {
        "new": "received_new", "carried_in": "carried_in", "carried_out": "carried_out",
        "total": "outcome.total", "granted": "outcome.granted", "part": "outcome.granted_part",
        "refused": "outcome.refused.state_secret", "not_held": "outcome.unavailable.not_held",
        "unclear": "outcome.unavailable.unclear", "creation": "outcome.unavailable.needs_creation",
        "petition": "outcome.not_processed.petition", "other": "outcome.other.subtotal",
    }  # fmt: skip
    return [cell(REQUESTS + codes[name], value) for name, value in totals.items()]


def told(text: str, held: list[Cell], number: int = 1) -> dict[str, Prose]:
    return {p.pattern: p for p in figures([Section(number, "", text)], held)}


def verdicts(text: str, held: list[Cell]) -> dict[str, tuple[float, float | None, str, str]]:
    return {
        name: (p.value, p.table_value, p.verdict, p.reason) for name, p in told(text, held).items()
    }


# --- worked comparisons ------------------------------------------------------------------------


def test_a_city_whose_text_counts_new_and_carried_in_together() -> None:
    held = cells(
        new=3511, carried_in=96, granted=1191, part=328, refused=142, not_held=1078, petition=406,
        other=341, total=3486, carried_out=121,
    )  # fmt: skip
    held += [
        cell("requests.received_new", 3402, "applicant.natural_person"),
        cell("requests.carried_in", 91, "applicant.natural_person"),
        cell("requests.received_new", 109, "applicant.legal_person.commercial"),
        cell("requests.carried_in", 5, "applicant.legal_person.commercial"),
    ]
    text = (
        "全市收办政府信息公开申请3607件，其中自然人申请3493件，法人和其他组织申请114件。予以公开1191件，"
        "部分公开328件，不予公开142件，无法提供1078件，不予处理406件，其他处理341件，结转下年度继续办理121件。"
    )
    read_ = told(text, held)
    assert {p.verdict for p in read_.values()} == {"agrees"}
    assert set(read_) == {
        "received", "applicant.natural_person", "applicant.legal_person", "granted",
        "granted_part", "refused", "unavailable", "not_processed", "other", "carried_out",
    }  # fmt: skip
    assert (read_["received"].value, read_["received"].table_value) == (3607, 3607)


def test_cases_filed_for_record_are_another_definition() -> None:
    held = [
        cell("remedies.review", 170, "result.total"),
        cell("remedies.litigation.direct", 25, "result.total"),
        cell("remedies.litigation.after_review", 52, "result.total"),
    ]
    text = "全年备案行政复议134件、行政诉讼57件。"
    assert verdicts(text, held) == {
        "remedies.review": (134, 170, "disagrees", "definition"),
        "remedies.litigation": (57, 77, "disagrees", "definition"),
    }


def test_an_office_whose_text_tells_parts_and_whose_row_totals_are_blank() -> None:
    held = cells(
        new=859, carried_in=18, granted=272, part=3, refused=35, not_held=265, unclear=72,
        creation=None, petition=None, other=None, total=805, carried_out=72,
    )  # fmt: skip
    held += [
        cell("requests.outcome.granted", 258, "applicant.natural_person"),
        cell("requests.outcome.granted_part", 0, "applicant.natural_person"),
        cell("requests.outcome.not_processed.petition", 158, "applicant.natural_person"),
    ]
    text = (
        "办公厅代表市政府共受理政府信息公开申请859件，较去年回落12.3%；答复政府信息公开申请805件（含上年度"
        "结转申请18件，另有72件申请按照规定顺延到下年度答复）。予以公开及部分公开258件，占33.9%；不予公开35件，"
        "占4.34%；因不掌握等原因无法提供265件，占32.9%；不予处理158件，占19.6%；其他处理0件。"
    )
    assert verdicts(text, held) == {
        "received": (859, 859, "agrees", ""),
        "change": (-12.3, None, "prose_only", ""),
        "answered": (805, 805, "agrees", ""),
        "carried_in": (18, 18, "agrees", ""),
        "carried_out": (72, 72, "agrees", ""),
        "granted_or_part": (258, 275, "disagrees", "definition"),
        "refused": (35, 35, "agrees", ""),
        "unavailable": (265, 337, "disagrees", "definition"),
        "not_processed": (158, 158, "agrees", ""),
        "other": (0, 0, "agrees", ""),
        "share": (19.6, pytest.approx(19.627, abs=0.01), "agrees", ""),
    }
    shares = [p for p in figures([Section(1, "", text)], held) if p.pattern == "share"]
    assert [(p.value, p.verdict, p.reason) for p in shares] == [
        (33.9, "disagrees", "arithmetic"),
        (4.34, "agrees", ""),
        (32.9, "disagrees", "definition"),
        (19.6, "agrees", ""),
    ]


def test_a_district_office_that_counts_its_governments_requests() -> None:
    held = cells(new=4, granted=2, part=0, not_held=1, total=3, carried_out=1)
    text = (
        "2020年，收到依申请公开4件，其中当面申请2件、网络申请1件、信函申请1件；同意公开2件，不掌握相关政府信息"
        "1件，1件转结2021年办结。区长信箱累计收到相关信件97件，办结95件。"
    )
    read_ = told(text, held)
    assert {name: p.value for name, p in read_.items() if p.verdict == "agrees"} == {
        "received": 4, "granted": 2, "not_held": 1, "carried_out": 1,
    }  # fmt: skip
    assert {name: p.value for name, p in read_.items() if p.verdict == "prose_only"} == {
        "channel.in_person": 2, "channel.online": 1, "channel.mail": 1,
    }  # fmt: skip
    assert "answered" not in read_


def test_an_offices_own_figure_beside_the_whole_districts_table() -> None:
    text = "区政府办公室代表区政府受理政府信息公开申请17件。"
    assert verdicts(text, cells(new=95, carried_in=0))["received"] == (
        17, 95, "disagrees", "scope",
    )  # fmt: skip
    area = "全区受理政府信息公开申请21件，均在法定期限答复。"
    assert verdicts(area, cells(new=21, carried_in=0))["received"][2] == "agrees"


def test_a_text_whose_own_figures_do_not_add_up() -> None:
    text = "答复申请100件。予以公开50件，部分公开20件，不予公开40件。"
    held = cells(granted=50, part=20, refused=30, total=100)
    assert verdicts(text, held)["refused"] == (40, 30, "disagrees", "arithmetic")


# --- ways of writing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("共收到政府信息公开申请１２件", 12),
        ("共收到政府信息公开申请 1 036 件", 1036),
        ("共收到政府信息公开申请1,036件", 1036),
        ("收到、办理依申请公开 0件", 0),
        ("区政府办公室共收到8份政府信息公开申请", 8),
        ("新收到政府信息公開申請31件，辦結28件", 31),
        ("新收12件", 12),
        ("共受理依\n申请公开\n事项 3 \n件", 3),
    ],
)
def test_requests_received(text: str, value: float) -> None:
    read_ = told(text, cells(new=value, carried_in=0))["received"]
    assert (read_.value, read_.verdict) == (value, "agrees")


@pytest.mark.parametrize(
    "text",
    [
        "新收申请中，自然人申请226件，法人或其他组织申请21件。",
        "收到的政府信息公开申请中，自然人申请226件。",
        "在收到的申请当中，网络申请135件。",
    ],
)
def test_requests_of_one_kind_are_not_all_that_were_received(text: str) -> None:
    assert "received" not in told(text, cells(new=247, carried_in=0))


def test_requests_of_whoever_files_them_are_all_that_were_received() -> None:
    read_ = told("收到公民、法人和其他组织申请12件。", cells(new=12, carried_in=0))["received"]
    assert (read_.value, read_.verdict) == (12, "agrees")


def test_the_words_are_kept_as_printed_without_line_breaks() -> None:
    assert told("今年共收到政府信息\n公开申请 １２ 件。", [])["received"].text == (
        "收到政府信息公开申请１２件"
    )


@pytest.mark.parametrize(
    ("text", "value", "table", "verdict"),
    [
        ("主动公开政府信息1.2万条", 12000, 12100, "agrees"),
        ("主动公开政府信息1.2万余条", 12000, 12900, "agrees"),
        ("主动公开政府信息1.2万余条", 12000, 11900, "disagrees"),
        ("主动公开信息约1500条", 1500, 1532, "agrees"),
        ("主动公开信息1500余条", 1500, 1587, "agrees"),
        ("主动公开信息1500条", 1500, 1501, "disagrees"),
        ("主动公开各类政府信息累计2,543条", 2543, 2543, "agrees"),
    ],
)
def test_round_figures_stand_for_what_they_round(
    text: str, value: float, table: float, verdict: str
) -> None:
    read_ = told(text, [cell("stat14.proactive.items", table, "value")])["proactive.items"]
    assert (read_.value, read_.verdict) == (value, verdict)


def test_processing_fees_are_the_texts_alone() -> None:
    text = "全年对3件申请收取了信息处理费，信息处理费共计1.2万元。"
    read_ = told(text, [], 6)
    assert (read_["fee.charged"].value, read_["fee.charged"].unit) == (12000, "元")
    assert (read_["fee.cases"].value, read_["fee.cases"].section) == (3, 6)
    assert {p.verdict for p in read_.values()} == {"prose_only"}


def test_an_answer_that_discloses_is_no_count_of_all_answers() -> None:
    assert set(told("申请均已答复，予以公开答复966件。", [])) == {"granted"}


def test_a_blank_total_is_nothing_only_where_the_outcomes_add_up() -> None:
    text = "不予处理0件。"
    blank = cells(granted=2, petition=None, total=2)
    assert told(text, blank)["not_processed"].verdict == "agrees"
    doubtful = cells(granted=2, petition=None, total=3)
    assert told(text, doubtful)["not_processed"].verdict == "prose_only"


SENTENCES = {
    "new": ("received", "共收到政府信息公开申请{}件"),
    "carried_in": ("carried_in", "上年度结转{}件"),
    "total": ("answered", "办结申请{}件"),
    "granted": ("granted", "予以公开{}件"),
    "part": ("granted_part", "部分公开{}件"),
    "refused": ("refused", "不予公开{}件"),
    "petition": ("not_processed", "不予处理{}件"),
    "other": ("other", "其他处理（申请人撤回）{}件"),
    "carried_out": ("carried_out", "结转下年度继续办理{}件"),
}


@given(
    st.dictionaries(st.sampled_from(sorted(SENTENCES)), st.integers(0, 10**6), min_size=1),
    st.sampled_from(["{}", "{:,}", " {} "]),
    st.sampled_from("，；。"),
)
def test_what_a_text_restates_agrees_and_what_it_changes_does_not(
    drawn: dict[str, int], style: str, mark: str
) -> None:
    text = mark.join(SENTENCES[name][1].format(style.format(n)) for name, n in drawn.items())
    wanted = {SENTENCES[name][0]: n for name, n in drawn.items()}
    same = told(text, cells(**{name: float(n) for name, n in drawn.items()}))
    assert {name: (p.value, p.verdict) for name, p in same.items()} == {
        name: (n, "agrees") for name, n in wanted.items()
    }
    other = told(text, cells(**{name: float(n + 7) for name, n in drawn.items()}))
    assert {p.verdict for p in other.values()} == {"disagrees"}


@given(st.text("收到申请公开予以不件年上结转,.，。；0123456789万余约 \n", max_size=60))
def test_any_text_is_read_and_only_its_own_words_are_told(text: str) -> None:
    for one in figures([Section(1, "", text)], []):
        assert one.text in "".join(text.split())
        assert one.verdict == "prose_only"


def test_no_figure_no_prose() -> None:
    assert figures([Section(1, "", "本机关高度重视政府信息公开工作。")], []) == []


# --- table 四 in a sentence -----------------------------------------------------------------------

SENTENCE = "行政复议28件、未经复议直接起诉9件、复议后起诉2件。"


def test_a_table_four_told_in_a_sentence_is_marked_and_no_cell_is_made_of_it() -> None:
    (table,) = missing([Section(4, "四", SENTENCE)], [])
    assert (table.table, table.kind, table.expected, table.found) == ("remedies", "prose", 15, 0)
    assert "行政复议28件、未经复议直接起诉9件、复议后起诉2件" in table.reason
    read_ = told(SENTENCE, [], 4)
    assert {name: p.value for name, p in read_.items()} == {
        "remedies.review": 28,
        "remedies.litigation.direct": 9,
        "remedies.litigation.after_review": 2,
    }


def test_a_table_that_is_there_is_not_told_again() -> None:
    grid_table = Table("remedies", "2019", 15, 15, "")
    assert missing([Section(4, "四", SENTENCE)], [grid_table]) == []
    assert missing([Section(4, "四", "无。")], []) == []


def test_a_report_with_table_four_in_prose_is_partial_and_says_why() -> None:
    rows = "".join(
        f"<tr><td>{'</td><td>'.join(row)}</td></tr>"
        for row in (["第二十条第（五）项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", "7"])
    )
    page = (
        "<h1>望川区教育局2022年政府信息公开工作年度报告</h1>"
        f"<table>{rows}</table><p>四、政府信息公开行政复议、行政诉讼情况</p><p>{SENTENCE}</p>"
    )
    record = read(page.encode())
    assert [(t.table, t.kind) for t in record.tables] == [
        ("proactive", "grid"),
        ("remedies", "prose"),
    ]
    assert "told in a sentence" in record.reason
    assert record.verdict == "partial"
