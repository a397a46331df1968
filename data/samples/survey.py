"""318 made-up users of the data service who answered a Google Form during fiscal year 2561."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from statistics import NormalDist

LABELS = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด")
NOT_USED = "ไม่เคยใช้บริการ"
RESPONDENTS = 318

TIMESTAMP = "ประทับเวลา"
EMAIL = "อีเมล (ถ้าต้องการรับข่าวสาร)"
DEMOGRAPHICS = (
    "ประเภทผู้รับบริการ", "เพศ", "ช่วงอายุ", "ระดับการศึกษา", "อาชีพ", "จังหวัด", "ช่องทางที่ขอรับบริการ",
)  # fmt: skip
COMMENT = "ข้อเสนอแนะเพิ่มเติม"

_STEPS = "ด้านกระบวนการ/ขั้นตอนการให้บริการ"
_STAFF = "ด้านเจ้าหน้าที่ผู้ให้บริการ"
_PLACE = "ด้านสิ่งอำนวยความสะดวก"
_QUALITY = "ด้านคุณภาพการให้บริการ"


@dataclass(frozen=True)
class Item:
    """A statement of the grid, how often each point was chosen (5 to 1, before gaps), the shares of gaps."""

    aspect: str
    text: str
    counts: tuple[int, int, int, int, int]
    blank_share: float = 0.0
    unused_share_in_person: float = 0.0
    unused_share_remote: float = 0.0

    @property
    def header(self) -> str:
        return f"{self.aspect} [{self.text}]"


ITEMS = (
    Item(_STEPS, "ขั้นตอนการขอรับข้อมูลไม่ยุ่งยากซับซ้อน", (128, 116, 58, 12, 4), 0.006),
    Item(_STEPS, "ระยะเวลาในการให้บริการรวดเร็วทันตามกำหนด", (72, 104, 96, 33, 13), 0.013),
    Item(_STEPS, "แบบคำขอรับบริการเข้าใจง่าย กรอกสะดวก", (121, 119, 62, 12, 4), 0.019),
    Item(_STEPS, "ให้บริการตามลำดับก่อนหลังอย่างเสมอภาค", (139, 118, 47, 10, 4), 0.009),
    Item(_STAFF, "เจ้าหน้าที่สุภาพ เป็นมิตร และเอาใจใส่", (197, 91, 23, 5, 2), 0.006),
    Item(_STAFF, "เจ้าหน้าที่อธิบายข้อมูล จปฐ. และ กชช. ๒ค ได้ชัดเจน", (168, 102, 38, 7, 3), 0.009),
    Item(_STAFF, "เจ้าหน้าที่ตอบข้อซักถามได้ตรงประเด็น", (158, 107, 41, 9, 3), 0.013),
    Item(_STAFF, "เจ้าหน้าที่ให้บริการด้วยความเต็มใจและโปร่งใส", (187, 93, 29, 6, 3), 0.006),
    Item(_PLACE, "สถานที่ให้บริการสะอาด เข้าถึงสะดวก", (116, 126, 61, 11, 4), 0.013, 0.0, 0.38),
    Item(_PLACE, "ป้าย คู่มือ และเอกสารประชาสัมพันธ์ชัดเจน", (98, 121, 77, 17, 5), 0.022, 0.01, 0.14),
    Item(_PLACE, "เว็บไซต์ใช้ค้นหาและดาวน์โหลดข้อมูลได้สะดวก", (94, 112, 78, 25, 9), 0.016, 0.24, 0.04),
    Item(_QUALITY, "ข้อมูลที่ได้รับตรงกับความต้องการ", (169, 90, 45, 8, 6)),
    Item(_QUALITY, "ข้อมูลถูกต้อง ครบถ้วน น่าเชื่อถือ", (146, 111, 49, 9, 3), 0.009),
    Item(_QUALITY, "ข้อมูลเป็นปัจจุบัน", (110, 111, 73, 18, 6), 0.016),
    Item(_QUALITY, "นำข้อมูลไปใช้ประโยชน์ได้จริง", (163, 104, 41, 7, 3), 0.025),
)
HEADER = (TIMESTAMP, EMAIL, *DEMOGRAPHICS, *(item.header for item in ITEMS), COMMENT)

_TYPES = {
    "หน่วยงานภาครัฐ": 104,
    "องค์กรปกครองส่วนท้องถิ่น": 79,
    "สถาบันการศึกษา/นักวิจัย": 62,
    "ประชาชนทั่วไป": 47,
    "หน่วยงานภาคเอกชน": 26,
}
_SEXES = {"หญิง": 58, "ชาย": 39, "ไม่ประสงค์จะระบุ": 3}
_OFFICIALS = {"ข้าราชการ": 62, "พนักงานราชการ": 26, "ลูกจ้าง": 12}
_JOBS: Mapping[str, Mapping[str, float]] = {
    "หน่วยงานภาครัฐ": _OFFICIALS,
    "องค์กรปกครองส่วนท้องถิ่น": {"พนักงานส่วนท้องถิ่น": 82, "ลูกจ้าง": 18},
    "สถาบันการศึกษา/นักวิจัย": {"นักเรียน/นักศึกษา": 64, "ข้าราชการ": 21, "พนักงานราชการ": 15},
    "ประชาชนทั่วไป": {"เกษตรกร": 34, "ค้าขาย/ธุรกิจส่วนตัว": 32, "รับจ้างทั่วไป": 21, "นักเรียน/นักศึกษา": 13},
    "หน่วยงานภาคเอกชน": {"พนักงานบริษัทเอกชน": 83, "ค้าขาย/ธุรกิจส่วนตัว": 17},
}
_STUDENT = "นักเรียน/นักศึกษา"
_AGES = {"20 - 29 ปี": 22, "30 - 39 ปี": 36, "40 - 49 ปี": 26, "50 - 59 ปี": 14, "60 ปีขึ้นไป": 2}
_STUDENT_AGES = {"ต่ำกว่า 20 ปี": 9, "20 - 29 ปี": 74, "30 - 39 ปี": 15, "40 - 49 ปี": 2}
_CITIZEN_AGES = {"20 - 29 ปี": 14, "30 - 39 ปี": 24, "40 - 49 ปี": 30, "50 - 59 ปี": 22, "60 ปีขึ้นไป": 10}
_SCHOOLING = {"ต่ำกว่าปริญญาตรี": 9, "ปริญญาตรี": 63, "ปริญญาโท": 26, "ปริญญาเอก": 2}
_CITIZEN_SCHOOLING = {"ต่ำกว่าปริญญาตรี": 56, "ปริญญาตรี": 38, "ปริญญาโท": 6}
_STUDENT_SCHOOLING = {"ต่ำกว่าปริญญาตรี": 14, "ปริญญาตรี": 52, "ปริญญาโท": 25, "ปริญญาเอก": 9}
_PROVINCES = {
    "กรุงเทพมหานคร": 60, "นนทบุรี": 38, "ปทุมธานี": 22, "นครปฐม": 17, "สมุทรปราการ": 15, "พระนครศรีอยุธยา": 14,
    "ชลบุรี": 13, "นครราชสีมา": 20, "ขอนแก่น": 18, "อุบลราชธานี": 12, "เชียงใหม่": 19, "พิษณุโลก": 10, "แพร่": 6,
    "เลย": 5, "กระบี่": 5, "สงขลา": 13, "สุราษฎร์ธานี": 11, "ราชบุรี": 9, "ลพบุรี": 8, "นราธิวาส": 3,
}  # fmt: skip
_IN_PERSON = "ติดต่อด้วยตนเอง"
_CHANNELS = {_IN_PERSON: 45, "เว็บไซต์/อีเมล": 30, "หนังสือราชการ": 16, "โทรศัพท์": 9}

# Who came to the service with which expectations, in standard deviations of satisfaction.
_LEANING = {"หน่วยงานภาครัฐ": 0.12, "สถาบันการศึกษา/นักวิจัย": -0.18, "ประชาชนทั่วไป": -0.3}
_LOADING, _ASPECT_LOADING, _OWN_LOADING = 0.72, 0.36, 0.6

# Requests follow the work of a year: before the household survey, and when its results come out.
_MONTH_WEIGHTS = {10: 5, 11: 9, 12: 6, 1: 8, 2: 9, 3: 7, 4: 4, 5: 9, 6: 12, 7: 13, 8: 11, 9: 7}
_FIRST_DAY = datetime(2017, 10, 1)

_PRAISE = (
    "เจ้าหน้าที่ให้คำแนะนำดีมากค่ะ", "บริการดี ประทับใจครับ", "ได้ข้อมูลครบตามที่ขอ ขอบคุณค่ะ",
    "เจ้าหน้าที่น่ารัก อธิบายเข้าใจง่าย", "ขอบคุณที่ช่วยตรวจสอบข้อมูลให้ก่อนส่ง", "ดีอยู่แล้วครับ",
    "ข้อมูลนำไปใช้ทำแผนพัฒนาท้องถิ่นได้จริง", "ตอบอีเมลเร็ว ข้อมูลครบ", "ขอให้รักษามาตรฐานการบริการแบบนี้ต่อไป",
    "เป็นประโยชน์กับการทำวิทยานิพนธ์มากค่ะ", "ประทับใจการให้บริการทางโทรศัพท์", "พี่ ๆ เจ้าหน้าที่ใจดีทุกคน",
)  # fmt: skip
_WISHES = (
    "อยากให้ดาวน์โหลดข้อมูลระดับหมู่บ้านได้เองจากเว็บไซต์", "ควรมีไฟล์ Excel นอกเหนือจาก PDF",
    "อยากให้มีข้อมูลย้อนหลังหลาย ๆ ปีในไฟล์เดียว", "ควรจัดอบรมการใช้ข้อมูล จปฐ. ให้ อปท. ทุกปี",
    "น่าจะมีคู่มืออธิบายตัวชี้วัดฉบับย่อ", "ขอเพิ่มช่องทางไลน์สำหรับสอบถามข้อมูล",
    "อยากให้มีแผนที่แสดงผลรายตำบล", "ควรแจ้งสถานะคำขอทางอีเมล", "อยากให้เปิดให้บริการช่วงพักเที่ยง",
    "ควรปรับปรุงข้อมูล กชช. ๒ค ให้เป็นปีล่าสุด", "อยากได้ข้อมูลแยกเพศและช่วงอายุเพิ่มเติม",
    "ควรมีตัวอย่างการนำข้อมูลไปใช้", "ไม่มี", "ไม่มีค่ะ",
)  # fmt: skip
_COMPLAINTS = (
    "รอข้อมูลนานเกินไป ควรกำหนดวันส่งให้ชัดเจน", "ใช้เวลาหลายวันกว่าจะได้ไฟล์", "เว็บไซต์โหลดช้า บางครั้งเข้าไม่ได้",
    "ข้อมูลบางหมู่บ้านไม่ตรงกับพื้นที่จริง", "โทรศัพท์ติดต่อยาก สายไม่ว่างบ่อย", "ต้องส่งหนังสือหลายรอบกว่าจะได้ข้อมูล",
    "ข้อมูลล่าช้า ไม่ทันใช้ทำแผน", "ขั้นตอนการขอข้อมูลเยอะ อยากให้ลดเอกสาร", "ที่จอดรถน้อย หาที่จอดลำบาก",
    "หาเมนูดาวน์โหลดในเว็บไซต์ไม่เจอ", "ควรปรับปรุงเรื่องความรวดเร็ว",
)  # fmt: skip

Row = tuple[datetime | str | None, ...]


def respondents(seed: int = 2561) -> tuple[Row, ...]:
    """The answers as a Google Form exports them: a row a respondent under HEADER, None for no answer.

    Every respondent has one latent satisfaction, a leaning per aspect and a leaning per item. Respondents are
    ranked by their sum, and the best get the item's 5s, the next its 4s and so on: the counts are exactly
    the item's while the items agree with each other as real ones do. Gaps are cut out afterwards.
    """
    draw = _Draw(seed)
    people = [_person(draw) for _ in range(RESPONDENTS)]
    satisfaction = [_LEANING.get(person[0], 0.0) + draw.normal() for person in people]
    leanings = {
        aspect: [draw.normal() for _ in people] for aspect in dict.fromkeys(item.aspect for item in ITEMS)
    }
    columns = []
    for item in ITEMS:
        standing = [
            _LOADING * overall + _ASPECT_LOADING * leaning + _OWN_LOADING * draw.normal()
            for overall, leaning in zip(satisfaction, leanings[item.aspect], strict=True)
        ]
        answers = _by_rank(standing, item.counts)
        columns.append([_with_gaps(draw, item, *pair) for pair in zip(people, answers, strict=True)])
    comments = _comments(draw, satisfaction)
    emails = [
        f"user{number:03d}@example.com" if draw.happens(0.38) else None
        for number in range(1, RESPONDENTS + 1)
    ]
    times = sorted(_time(draw) for _ in people)
    return tuple(
        (time, email, *person, *answers, comment)
        for time, email, person, answers, comment in zip(
            times, emails, people, zip(*columns, strict=True), comments, strict=True
        )
    )


class _Draw:
    """Draws made from ``Random.random`` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random: Callable[[], float] = Random(seed).random

    def happens(self, share: float) -> bool:
        return self._random() < share

    def normal(self) -> float:
        return NormalDist().inv_cdf(max(self._random(), 1e-12))

    def below(self, limit: int) -> int:
        return int(self._random() * limit)

    def weighted(self, weights: Mapping[str, float]) -> str:
        rest = self._random() * sum(weights.values())
        for choice, weight in weights.items():
            rest -= weight
            if rest < 0:
                return choice
        return choice

    def one_of(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]


def _person(draw: _Draw) -> tuple[str, ...]:
    """Demographics in the order of DEMOGRAPHICS, each drawn given the ones it depends on."""
    kind = draw.weighted(_TYPES)
    job = draw.weighted(_JOBS[kind])
    if job == _STUDENT:
        ages, schooling = _STUDENT_AGES, _STUDENT_SCHOOLING
    elif kind == "ประชาชนทั่วไป":
        ages, schooling = _CITIZEN_AGES, _CITIZEN_SCHOOLING
    else:
        ages, schooling = _AGES, _SCHOOLING
    age = draw.weighted(ages)
    if age == "ต่ำกว่า 20 ปี":
        schooling = {"ต่ำกว่าปริญญาตรี": 1}
    return (
        kind,
        draw.weighted(_SEXES),
        age,
        draw.weighted(schooling),
        job,
        draw.weighted(_PROVINCES),
        draw.weighted(_CHANNELS),
    )


def _by_rank(standing: Sequence[float], counts: Sequence[int]) -> list[str]:
    """The label of each respondent, the highest standing first, so many of each label as ``counts`` says."""
    labels = [label for label, count in zip(LABELS, counts, strict=True) for _ in range(count)]
    best_first = sorted(range(len(standing)), key=lambda person: -standing[person])
    given = dict(zip(best_first, labels, strict=True))
    return [given[person] for person in range(len(standing))]


def _with_gaps(draw: _Draw, item: Item, person: Sequence[str], answer: str) -> str | None:
    unused_share = item.unused_share_in_person if person[-1] == _IN_PERSON else item.unused_share_remote
    if draw.happens(unused_share):
        return NOT_USED
    return None if draw.happens(item.blank_share) else answer


def _comments(draw: _Draw, satisfaction: Sequence[float]) -> list[str | None]:
    """A comment from about one in four, of the tone that the respondent's satisfaction suggests."""
    comments: list[str | None] = []
    for level in satisfaction:
        if not draw.happens(0.42 if level < -0.8 else 0.2):
            comments.append(None)
        elif draw.happens(0.4):
            comments.append(draw.one_of(_WISHES))
        else:
            comments.append(draw.one_of(_COMPLAINTS if level < -0.4 else _PRAISE))
    return comments


def _time(draw: _Draw) -> datetime:
    """A moment of the fiscal year: mostly office hours of a working day, at times an evening or a weekend."""
    while True:
        day = _FIRST_DAY + timedelta(days=draw.below(365))
        working_day = day.weekday() < 5
        if draw.happens(_MONTH_WEIGHTS[day.month] / 13 * (1.0 if working_day else 0.06)):
            break
    in_office_hours = working_day and not draw.happens(0.12)
    first_hour, hours = (8.5, 8.0) if in_office_hours else (17.0, 6.0)
    return day + timedelta(seconds=draw.below(int(hours * 3600)) + int(first_hour * 3600))
