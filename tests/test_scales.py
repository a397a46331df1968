"""Labels → points: every family of the domain, numbers in labels, legends, and what is no scale."""

from __future__ import annotations

import pytest

from analytics.codebook import NOT_APPLICABLE, UNRECOGNISED
from data.surveys.labels import families, is_blank, is_not_applicable, normal, whole_number
from data.surveys.scales import legend, readings


def points(*labels: str) -> dict[str, int]:
    found = readings(dict.fromkeys(labels, 1))
    return dict(found[0].codes) if found else {}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("มากที่สุด มาก ปานกลาง น้อย น้อยที่สุด", [5, 4, 3, 2, 1]),
        ("พึงพอใจมากที่สุด พึงพอใจมาก พึงพอใจปานกลาง พึงพอใจน้อย พึงพอใจน้อยที่สุด", [5, 4, 3, 2, 1]),
        ("ดีมาก ดี ปานกลาง พอใช้ ควรปรับปรุง", [5, 4, 3, 2, 1]),
        ("ดีมาก ดี พอใช้ แย่ ควรปรับปรุง", [5, 4, 3, 2, 1]),
        ("มากที่สุด มาก ปานกลาง พอใช้ ปรับปรุง", [5, 4, 3, 2, 1]),
        ("ดีเยี่ยม ดี พอใช้ ปรับปรุง ไม่พอใจ", [5, 4, 3, 2, 1]),
        ("เห็นด้วยอย่างยิ่ง เห็นด้วย ไม่แน่ใจ ไม่เห็นด้วย ไม่เห็นด้วยอย่างยิ่ง", [5, 4, 3, 2, 1]),
        ("พอใจมาก ค่อนข้างพอใจ ไม่ค่อยพอใจ ไม่พอใจเลย", [4, 3, 2, 1]),
        ("สะดวกมาก สะดวก ปานกลาง ยุ่งยาก ยุ่งยากมาก", [5, 4, 3, 2, 1]),
        ("ชัดเจนมาก ชัดเจน เฉยๆ ไม่ชัดเจน ไม่ชัดเจนมาก", [5, 4, 3, 2, 1]),
        ("พอใจมาก พอใจ เฉยๆ ไม่พอใจ ไม่พอใจมาก", [5, 4, 3, 2, 1]),
        ("ไม่เห็นด้วย เห็นด้วย เห็นด้วยอย่างยิ่ง", [2, 4, 5]),
        ("น้อย มากที่สุด", [2, 5]),
    ],
)
def test_a_family_is_inferred_from_all_labels(labels: str, expected: list[int]) -> None:
    assert points(*labels.split()) == dict(zip(labels.split(), expected, strict=True))


def test_a_word_means_what_its_company_says() -> None:
    assert points("ดีมาก", "ดี", "ปานกลาง", "พอใช้")["พอใช้"] == 2
    assert points("ดีมาก", "ดี", "พอใช้", "แย่")["พอใช้"] == 3


def test_two_families_with_different_results_are_both_given() -> None:
    found = readings({"ดีมาก": 5, "ดี": 3, "พอใช้": 2})
    assert {2, 3} <= {reading.codes["พอใช้"] for reading in found}


def test_two_families_with_the_same_result_are_one_reading() -> None:
    assert len(readings({"มากที่สุด": 5, "มาก": 3})) == 1


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["(5) มากที่สุด", "(4) มาก"], [5, 4]),
        (["ดีมาก (5)", "ดี (4)"], [5, 4]),
        (["5 = มากที่สุด", "4 = มาก"], [5, 4]),
        (["5 · พึงพอใจมากที่สุด", "1 · พึงพอใจน้อยที่สุด"], [5, 1]),
        (["๕ มากที่สุด", "๔ มาก"], [5, 4]),
        (["1 มากที่สุด", "2 มาก", "5 น้อยที่สุด"], [5, 4, 1]),
        (["(Very much) 6", "5", "2", "(Not at all) 1"], [6, 5, 2, 1]),
    ],
)
def test_numbers_in_labels(labels: list[str], expected: list[int]) -> None:
    assert points(*labels) == dict(zip(labels, expected, strict=True))


@pytest.mark.parametrize(
    "labels",
    [
        ["ชาย", "หญิง"],
        ["1. ชาย", "2. หญิง"],
        ["1.ประถม", "2.มัธยม", "3.ปริญญาตรี"],
        ["Yes", "No"],
        ["ใช่", "ไม่ใช่", "ไม่แน่ใจ"],
        ["เคย", "ไม่เคย"],
        ["มากที่สุด"],
        [],
        ["ขอบคุณมาก", "ดีค่ะ", "อยากให้ปรับปรุงห้องน้ำ"],
    ],
)
def test_what_is_no_scale(labels: list[str]) -> None:
    assert readings(dict.fromkeys(labels, 1)) == ()


def test_what_declines_to_answer_and_what_is_strange() -> None:
    labels = {"มากที่สุด": 40, "มาก": 40, "ไม่มีความเห็น": 10, "N/A": 5, "แดง": 1}
    codes = readings(labels)[0].codes
    assert (codes["ไม่มีความเห็น"], codes["N/A"], codes["แดง"]) == (NOT_APPLICABLE, NOT_APPLICABLE, UNRECOGNISED)
    assert is_not_applicable("I don't know") and not is_not_applicable("#N/A")
    assert is_blank(" - ") and not is_blank("0")


def test_a_family_keeps_its_unused_points() -> None:
    (reading,) = readings({"มากที่สุด": 3, "มาก": 2})
    assert reading.scale.points == (1, 2, 3, 4, 5)


def test_every_family_reads_its_own_labels() -> None:
    for family in families():
        found = readings(dict.fromkeys(family.labels, 10))
        expected = dict(zip(family.labels, family.points, strict=True))
        assert any(dict(reading.codes) == expected for reading in found), family.name


@pytest.mark.parametrize(
    ("text", "low", "high", "turned", "nothing"),
    [
        ("ระดับความพึงพอใจ (ระดับ1-5)", 1, 5, False, set()),
        ("1 = น้อยสุด, 5 = มากสุด", 1, 5, False, set()),
        ("1 = มากที่สุด, 5 = น้อยที่สุด", 1, 5, True, set()),
        ("5=มากที่สุด 4=มาก 3=ปานกลาง 2=น้อย 1=น้อยที่สุด 0=ไม่เคยใช้บริการ", 1, 5, False, {0}),
        ("๑ หมายถึง น้อยที่สุด ๕ หมายถึง มากที่สุด", 1, 5, False, set()),
        ("คะแนน 0-10", 0, 10, False, set()),
        ("Rate from 1 to 7", 1, 7, False, set()),
    ],
)
def test_legends(text: str, low: int, high: int, turned: bool, nothing: set[int]) -> None:
    found = legend(text)
    assert (found.low, found.high, found.reversed, set(found.nothing)) == (low, high, turned, nothing)


@pytest.mark.parametrize("text", ["ช่วงอายุ 21-30", "ระยะเวลา 1-5 ปี", "วันที่ 1-10/8/2561", "เพศ", ""])
def test_what_is_no_legend(text: str) -> None:
    assert not legend(text)


def test_texts_are_compared_without_what_does_not_matter() -> None:
    assert normal(" มากท่ี สุด\u200b ") == normal("มากที่สุด")
    assert [whole_number(text) for text in ("๕", "５", "5.0", " 5 ", "5.5", "five", "3+")] == [
        5,
        5,
        5,
        5,
        None,
        None,
        None,
    ]
