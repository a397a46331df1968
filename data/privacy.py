"""Personal data inside written answers: found and masked before anything is kept.

Masking errs to the safe side: where a Thai name runs into the next word, that word is masked with it.
"""

from __future__ import annotations

import re

from stdnum.th import pin

from analytics.thai import to_arabic_digits

MASK = "•••"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_PLACE = re.compile(r"-?\d{1,3}\.\d{4,}\s*,?\s*-?\d{1,3}\.\d{4,}")
_CITIZEN = re.compile(r"(?<!\d)\d(?:[\s-]?\d){12}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+66[\s-]?\d|0\d)(?:[\s.-]?\d){7,8}(?!\d)")
_HANDLE = re.compile(r"(?i)(?:line\s*(?:id)?|ไลน์(?:ไอดี)?|facebook|fb)\s*[:=]\s*\S+")

# After "คุณ", "นาย" and "นาง" these are words of their own, not names.
_WORDS = (
    "ภาพ ค่า สมบัติ ธรรม วุฒิ ลักษณะ ประโยชน์ หมอ ครู พยาบาล ช่วย ควร ต้อง จะ ได้ มี ให้ ไม่ เป็น คิด อยาก สามารถ ทำ "
    "ไป มา เคย รู้ คือ กับ และ ที่ ใน นั้น นี้ เอง ด้วย ครับ ค่ะ มาก ใช้ ก จ้าง ทะเบียน อำเภอ หน้า ตรวจ ช่าง เรือ "
    "ทหาร แบบ ฟ้า เอก ใหญ่ ผู้"
)
_NO_NAME = "|".join(sorted(_WORDS.split(), key=len, reverse=True))
_NEXT = "(?:บริการ|พูดจา|ครับ|นะคะ|ช่วย|อธิบาย|สุภาพ|ดูแล|ให้บริการ|ที่ให้|ยิ้ม|ตอบคำ|แนะนำ|ต้อนรับ|มีน้ำใจ|ใจดี|น่ารัก)"
_THAI = "[\u0e01-\u0e3a\u0e40-\u0e4e]"
_NAME = rf"(?:(?!{_NEXT}){_THAI}){{2,24}}"
_NAMED = re.compile(
    rf"(?P<title>นางสาว|น\.\s?ส\.|ด\.\s?ช\.|ด\.\s?ญ\.|เด็กชาย|เด็กหญิง|(?<!เจ้า)นาย(?!{_NO_NAME})|นาง(?!สาว|{_NO_NAME}))\s?{_NAME}(?:\s{_THAI}{{2,24}})?"
    rf"|(?P<you>(?<!ขอบ)(?<!พระ)คุณ(?!{_NO_NAME}))\s?{_NAME}"
    r"|(?P<english>\b(?:Mr|Mrs|Ms|Miss|Dr)\.?)\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?"
)
_DIGIT = re.compile(r"[\d๐-๙]")
_SUSPECT = re.compile(
    r"[\d๐-๙@]|(?<!ขอบ)คุณ|นาย|นาง|น\.|ด\.|เด็ก|ไลน์|\b(?:Mr|Mrs|Ms|Miss|Dr)\b|(?i:line|facebook|fb)"
)


def mask(text: str) -> tuple[str, int]:
    """The text with personal data masked, and how many places were.

    Names after a title, citizen numbers (by their check digit or written in their groups), phones,
    e-mail and IP
    addresses, map positions and chat names. Thai digits count as digits.
    """
    if not _SUSPECT.search(text):
        return text, 0
    named = list(_NAMED.finditer(text))
    starts = {match.start(): len(match["title"] or match["you"] or match["english"]) for match in named}
    spans = [match.span() for match in named]
    if "@" in text or _HANDLE.search(text) or len(_DIGIT.findall(text)) >= 4:
        digits = to_arabic_digits(text)
        for pattern in (_EMAIL, _HANDLE, _PLACE, _IP, _CITIZEN, _PHONE):
            for match in pattern.finditer(digits):
                if (
                    pattern is _CITIZEN
                    and "-" not in match[0]
                    and not pin.is_valid(match[0].replace(" ", ""))
                ):
                    continue
                spans.append(match.span())
    found = 0
    result = ""
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        if start >= at:
            result += text[at : start + starts.get(start, 0)] + MASK
            found += 1
        at = end
    return result + text[at:], found


def masked(text: str | None) -> str | None:
    """The text with personal data masked; None stays None."""
    return None if text is None else mask(text)[0]
