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
_GAP = r"[\s.–-]"
_CITIZEN = re.compile(rf"(?<!\d)\d(?:{_GAP}?\d){{12}}(?!\d)")
_CITIZEN_GROUPS = re.compile(rf"\d{_GAP}\d{{4}}{_GAP}\d{{5}}{_GAP}\d{{2}}{_GAP}\d")
_PHONE = re.compile(
    # A part of a date such as 2017-02-21 begins no number.
    r"(?<!\d)(?<!\d-)(?:\+?66[\s.-]?(?:\(0\)\s?)?[2-9]|\(?0\d)"
    r"(?:\)\s?|[\s.–-]{1,3})?\d(?:[\s.–-]{0,3}\d){6,7}(?!\d)"
)
_HANDLE = re.compile(
    r"(?i)(?:line\s*(?:id)?|ไลน์(?:ไอดี)?|facebook|fb)\s*[:=]\s*\S+"
    r"|(?:line\s*id|(?:ไอดี\s*)?ไลน์(?:\s*ไอดี)?)\s*[\w.@-]*[a-z][\w.@-]*"
)

# What makes an office of "นาย" and "นาง" and no title of a name. Names begin with many a short word (มาลี,
# กมล, เรืองชัย), so the word must not go on as they do.
_OFFICES = (
    r"จ้าง|ทะเบียน|อำเภอ|หน้า|ตรวจ|ช่าง|เรือ(?!ง)|ทหาร|แบบ|ฟ้า|ใหญ่|ท่า|พยาบาล|งาม|ใน|เอก(?![ก-๎])|ผู้"
    r"|ก(?:(?![ก-๎])|(?=[เแโใไ]|มา|ทำ|ดี|ท่าน|รัฐ|อบ|องค|สมา|สภา|ควร|คน|ของ|และ|ก็|ค่?ะ|ครับ|ช่วย|ต้อง|จะ|อยาก|ลง|พัฒนา|น่า|ที่|มี|ตำบล|ประ))"
)
# After "คุณ" these are words of their own, not names; nor may those that names begin with go on as they do.
_WORDS = (
    r"ภาพ|ค่า|สมบัติ|ลักษณะ|ประโยชน์|หมอ|ครู|พยาบาล|ช่วย|ควร|ต้อง|จะ|ได้|ให้|ไม่|เป็น|คิด|อยาก|สามารถ|ไป|เคย|รู้|คือ|กับ|และ|ที่|ใน"
    r"|นั้น|นี้|เอง|ด้วย|ครับ|ค่ะ|ใช้|มาก|ธรรม(?!นูญ|รงค์|รัตน์|ศักดิ์|วิทย์|สถิต)|วุฒิ(?!ชัย|ไกร|พง|ศักดิ์|นันท์|กร)"
    r"|ทำ(?!นอง|นุ)|มา(?!ลี|ลัย|ลิน|นะ|นพ|นิต|นี|โนช|รศรี|ริษา|ริสา|เรียม)|มี(?!นา|ชัย|สุข|ศักดิ์|โชค)"
)
_NEXT = "(?:บริการ|พูดจา|ครับ|นะคะ|ช่วย|อธิบาย|สุภาพ|ดูแล|ให้บริการ|ที่ให้|ยิ้ม|ตอบคำ|แนะนำ|ต้อนรับ|มีน้ำใจ|ใจดี|น่ารัก)"
_THAI = "[\u0e01-\u0e3a\u0e40-\u0e4e]"
_NAME = rf"(?:(?!{_NEXT}){_THAI}){{2,24}}"
_RANKS = (
    r"(?<![\u0e01-\u0e4e.])(?:ดร|นพ|พญ|ทพ|ผศ|รศ|[รพส]\.[ตทอ]|จ\.ส|จ\.อ|ด\.ต|ม\.ร\.ว|ม\.ล)\."
    r"(?:[ตทอ]\.){0,2}(?:หญิง)?"
)
_NAMED = re.compile(
    rf"(?P<title>นางสาว|น\.\s?ส(?:\.|\s)|(?<![\u0e01-\u0e4e])นส\.|ด\.\s?ช\.|ด\.\s?ญ\.|เด็กชาย|เด็กหญิง|{_RANKS}"
    rf"|(?<!เจ้า)นาย(?!{_OFFICES})|นาง(?!สาว|{_OFFICES}))\s{{0,3}}{_NAME}(?:\s{{1,3}}{_THAI}{{2,24}})?"
    rf"|(?P<you>(?<!ขอบ)(?<!พระ)คุณ(?!{_WORDS}))\s{{0,3}}{_NAME}"
    r"|(?P<english>\b(?:Mr|Mrs|Ms|Miss|Dr)\.?)\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?"
)
_DIGIT = re.compile(r"[\d๐-๙]")
_SUSPECT = re.compile(
    r"[\d๐-๙@]|(?<!ขอบ)คุณ|นาย|นาง|[นดรพสจม]\.|นส\.|(?:ดร|นพ|พญ|ทพ|ผศ|รศ)\.|เด็ก|ไลน์"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr)\b|(?i:line|facebook|fb)"
)


def mask(text: str) -> tuple[str, int]:
    """The text with personal data masked, and how many places were.

    Names after a title, citizen numbers (by their check digit or written in their groups), phones, e-mail and
    IP addresses, map positions and chat names. Thai digits count as digits.
    """
    if not _SUSPECT.search(text):
        return text, 0
    named = list(_NAMED.finditer(text))
    starts = {match.start(): len(match["title"] or match["you"] or match["english"]) for match in named}
    spans = [match.span() for match in named]
    if "@" in text or _HANDLE.search(text) or len(_DIGIT.findall(text)) >= 4:
        digits = to_arabic_digits(text)
        for pattern in (_EMAIL, _HANDLE, _PLACE, _IP, _CITIZEN, _PHONE):
            spans += [
                match.span()
                for match in pattern.finditer(digits)
                if pattern is not _CITIZEN or _is_citizen(match[0])
            ]
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


def _is_citizen(found: str) -> bool:
    """Whether thirteen digits are a citizen number: by how they are written, or by their check digit."""
    return bool(_CITIZEN_GROUPS.fullmatch(found)) or "-" in found or pin.is_valid(re.sub(r"\D", "", found))


def masked(text: str | None) -> str | None:
    """The text with personal data masked; None stays None."""
    return None if text is None else mask(text)[0]
