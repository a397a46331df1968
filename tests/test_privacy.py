"""Personal data in written answers is masked; ordinary words that only look like it stay."""

from __future__ import annotations

import pytest

from data.privacy import mask, masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("คุณสมชายบริการดีมาก", "คุณ•••บริการดีมาก"),
        ("นายสมชาย ใจดี โทร 081-234-5678", "นาย••• โทร •••"),
        ("นางสาวมานี มีนา", "นางสาว•••"),
        ("Thank you Mr. John Smith", "Thank you Mr.•••"),
        ("เลข 1234567890121 นะ", "เลข ••• นะ"),
        ("เลข ๑๒๓๔๕๖๗๘๙๐๑๒๑", "เลข •••"),
        ("1-2345-67890-12-3", "•••"),
        ("ติดต่อ user001@example.com ได้", "ติดต่อ ••• ได้"),
        ("จาก 192.0.2.7", "จาก •••"),
        ("ที่ 13.7563, 100.5018", "ที่ •••"),
        ("๐๘๑๒๓๔๕๖๗๘", "•••"),
    ],
)
def test_masked(text: str, expected: str) -> None:
    assert mask(text)[0] == expected
    assert mask(text)[1] >= 1


@pytest.mark.parametrize(
    "text",
    [
        "ขอบคุณเจ้าหน้าที่มากครับ",
        "คุณภาพดี นายกมาเยี่ยม",
        "ขอให้คุณช่วยปรับปรุง",
        "ราคา 12,935,000 บาท",
        "เจ้านายดี",
        "เลข 1234567890123 ไม่ใช่เลขบัตร",
        "ใช้มา 5 ปี ตั้งแต่ 2561",
        "",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert mask(text) == (text, 0)


def test_none_stays_none() -> None:
    assert masked(None) is None


@pytest.mark.parametrize("number", ["1234567890121", "2345678901234", "1010101110110", "5432109876546"])
def test_a_citizen_number_is_known_by_its_check_digit(number: str) -> None:
    assert masked(f"เลข {number} นะ") == "เลข ••• นะ"
    wrong = number[:-1] + str((int(number[-1]) + 2) % 10)
    assert masked(f"เลข {wrong} นะ") == f"เลข {wrong} นะ"


def test_thirteen_digits_without_its_check_digit_are_no_citizen_number() -> None:
    assert masked("เลข 1234567890123 นะ") == "เลข 1234567890123 นะ"
