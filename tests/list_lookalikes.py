"""Made-up project lists in the shapes that offices keep them in, each with the projects it must give.

Every shape is a function of a seeded random generator: it draws projects, lays them out in its own way and
returns the sheet with the facts that can be read from it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from analytics.thai import MONTHS_SHORT, Period, to_thai_digits
from data.workbook import Sheet

Merged = tuple[int, int, int, int]
SHAPES: dict[str, Callable[[random.Random], ListLookAlike]] = {}

PLACES = "บ้านหนองไผ่ บ้านโคกสูง บ้านนาดี ตำบลทุ่งแก้ว ตำบลห้วยใหญ่ อำเภอตัวอย่าง".split()
DEEDS = ("อบรมการใช้ข้อมูล", "ปรับปรุงจุดบริการ", "รวมพลังคนรักษ์น้ำ", "เวทีรับฟังความเห็น", "จัดทำคู่มือประชาชน")
STATUS_WORDS = {
    "completed": ("แล้วเสร็จ", "เสร็จ", "ดำเนินการแล้ว", "เสร็จสิ้น", "ดำเนินการแล้วเสร็จ"),
    "in_progress": ("อยู่ระหว่างดำเนินการ", "กำลังดำเนินการ", "ยังไม่แล้วเสร็จ"),
    "planned": ("ยังไม่ดำเนินการ", "รอดำเนินการ"),
    "cancelled": ("ยกเลิก",),
}
ORIGIN_WORDS = {
    True: ("ข้อเสนอจากประชาชน", "เวทีประชาคม", "ผลสำรวจความพึงพอใจ"),
    False: ("นโยบายกรม", "แผนปฏิบัติราชการ", "งานประจำ"),
}


@dataclass(frozen=True)
class Drawn:
    """One made-up project."""

    name: str
    budget: float | None
    status: str
    from_citizens: bool
    year: int
    first: int
    last: int
    """Months 1..12 of the fiscal year, October first."""

    @property
    def period(self) -> Period:
        start = _month(self.year, self.first)
        after = _month(self.year, self.last + 1)
        return Period(start, date.fromordinal(after.toordinal() - 1))


def _month(year: int, place: int) -> date:
    """First day of a month of a fiscal year (B.E.) by its place in it, 1 for October."""
    months = (year - 544) * 12 + 9 + place - 1
    return date(months // 12, months % 12 + 1, 1)


def _short(year: int, place: int) -> str:
    day = _month(year, place)
    return f"{MONTHS_SHORT[day.month - 1]} {(day.year + 543) % 100}"


@dataclass(frozen=True)
class Expected:
    """What must be read of one project; None where the shape does not say it."""

    row: int
    name: str
    budget: float | None = None
    status: str = "unknown"
    from_citizens: bool | None = None
    fiscal_year: int | None = None
    period: Period | None = None


@dataclass(frozen=True)
class ListLookAlike:
    """A sheet and what it holds. `excluded`: rows to be left out; `problems`: rows that have one."""

    sheet: Sheet
    projects: tuple[Expected, ...]
    excluded: frozenset[int] = frozenset()
    problems: frozenset[int | None] = frozenset()


@dataclass
class Page:
    """A sheet while it is written, row by row."""

    name: str = "Sheet1"
    rows: list[list[object]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    excluded: set[int] = field(default_factory=set)
    problems: set[int | None] = field(default_factory=set)

    def write(self, *cells: object) -> int:
        """Add a row; its number, from 1."""
        self.rows.append(list(cells))
        return len(self.rows)

    def leave_out(self, *cells: object) -> int:
        row = self.write(*cells)
        self.excluded.add(row)
        return row

    def project(self, drawn: Drawn, *cells: object, **known: object) -> None:
        self.expected.append(replace(Expected(self.write(*cells), drawn.name), **known))  # type: ignore[arg-type]

    def done(self) -> ListLookAlike:
        width = max(len(row) for row in self.rows)
        texts = [[_text(row[c]) if c < len(row) else None for row in self.rows] for c in range(width)]
        table = pa.table(
            [pa.array(column, pa.string()) for column in texts], names=[str(c) for c in range(width)]
        )
        sheet = Sheet(self.name, table, tuple(self.merged))
        return ListLookAlike(sheet, tuple(self.expected), frozenset(self.excluded), frozenset(self.problems))


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    return f"{value:g}" if isinstance(value, float) and value < 1e6 else str(value)


def shape(make: Callable[[random.Random, Page], None]) -> Callable[[random.Random, Page], None]:
    def made(rng: random.Random) -> ListLookAlike:
        page = Page()
        make(rng, page)
        return page.done()

    SHAPES[make.__name__] = made
    return make


def draw(rng: random.Random, count: int, year: int = 2561) -> list[Drawn]:
    found = []
    for number in range(1, count + 1):
        first = rng.randint(1, 12)
        found.append(
            Drawn(
                name=f"{rng.choice(DEEDS)} {rng.choice(PLACES)} ครั้งที่ {number}",
                budget=None if rng.random() < 0.1 else float(rng.randint(5, 4000) * 500),
                status=rng.choice(list(STATUS_WORDS)),
                from_citizens=rng.random() < 0.5,
                year=year,
                first=first,
                last=rng.randint(first, 12),
            )
        )
    return found


def money(rng: random.Random, value: float | None) -> str:
    if value is None:
        return "-"
    plain = f"{value:,.0f}" if rng.random() < 0.7 else f"{value:.0f}"
    return to_thai_digits(plain) if rng.random() < 0.5 else plain


def total(projects: Sequence[Drawn]) -> float:
    return sum(project.budget or 0 for project in projects)


def status(rng: random.Random, project: Drawn) -> str:
    return rng.choice(STATUS_WORDS[project.status])


def origin(rng: random.Random, project: Drawn) -> str:
    return rng.choice(ORIGIN_WORDS[project.from_citizens])


def span(project: Drawn) -> str:
    if project.first == project.last:
        return _short(project.year, project.first)
    return f"{_short(project.year, project.first)} - {_short(project.year, project.last)}"


@shape
def subtotals(rng: random.Random, page: Page) -> None:
    """149 rows, 35 of them subtotals: a heading, numbers that start again and a รวม in every group."""
    page.write("โครงการตามแผนปฏิบัติราชการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๑")
    page.write(None, None, None, None, "หน่วย : บาท")
    page.write("ที่", "โครงการ/กิจกรรม", "งบประมาณ", "สถานะ", "ที่มา")
    everything: list[Drawn] = []
    for group in range(1, 35):
        page.leave_out(f"ยุทธศาสตร์ที่ {group} การพัฒนาด้านที่ {group}")
        projects = draw(rng, 4 if group <= 12 else 3, 2561)
        for number, project in enumerate(projects, 1):
            page.project(
                project,
                number,
                project.name,
                money(rng, project.budget),
                status(rng, project),
                origin(rng, project),
                budget=project.budget,
                status=project.status,
                from_citizens=project.from_citizens,
                fiscal_year=2561,
            )
        label = rng.choice(["รวม", f"รวมยุทธศาสตร์ที่ {group}", f"รวม {len(projects)} โครงการ"])
        page.leave_out(None, label, f"{total(projects):,.2f}")
        everything += projects
    page.leave_out("รวมทั้งสิ้น", None, f"{total(everything):,.2f}")


@shape
def years_stacked(rng: random.Random, page: Page) -> None:
    """Three years below each other, each with its own title, header and total."""
    header = ("ลำดับ", "ชื่อโครงการ", "งบประมาณ (บาท)", "ผลการดำเนินงาน", "ที่มาของโครงการ")
    for year in (2559, 2560, 2561):
        title = page.write(f"ปีงบประมาณ {year if year % 2 else to_thai_digits(str(year))}")
        head = page.write(*header)
        page.excluded |= {title, head} if year > 2559 else set()
        projects = draw(rng, rng.randint(3, 8), year)
        for number, project in enumerate(projects, 1):
            page.project(
                project,
                number,
                project.name,
                money(rng, project.budget),
                status(rng, project),
                origin(rng, project),
                budget=project.budget,
                status=project.status,
                from_citizens=project.from_citizens,
                fiscal_year=year,
            )
        page.leave_out(None, f"รวมปี {year}", total(projects))
        page.write()


@shape
def schedule(rng: random.Random, page: Page) -> None:
    """A Gantt sheet: twelve months under two calendar years, a mark in each month of work."""
    page.write("แผนปฏิบัติงาน ประจำปีงบประมาณ 2561")
    page.write("ที่", "กิจกรรม", "งบประมาณ", "พ.ศ. 2560", None, None, "พ.ศ. 2561", *[None] * 8, "สถานะ")
    page.write(None, None, None, *(MONTHS_SHORT[(9 + month) % 12] for month in range(12)), None)
    page.merged += [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5), (1, 6, 1, 14), (1, 15, 2, 15)]
    mark = rng.choice(["✓", "/", "x", "←→", "●"])
    for number, project in enumerate(draw(rng, 12), 1):
        months = [mark if project.first <= place <= project.last else None for place in range(1, 13)]
        page.project(
            project,
            number,
            project.name,
            money(rng, project.budget),
            *months,
            status(rng, project),
            budget=project.budget,
            status=project.status,
            period=project.period,
        )
    page.problems = {3}  # no column says where the projects came from


@shape
def schedule_by_colour(rng: random.Random, page: Page) -> None:
    """A Gantt sheet whose months are only filled with colour: nothing to read, and a note on it."""
    page.write(
        "No.", "Activity", "Status", "Origin", *"Oct Nov Dec Jan Feb Mar Apr May Jun Jul Aug Sep".split()
    )
    for number, project in enumerate(draw(rng, 6), 1):
        page.project(
            project,
            number,
            project.name,
            rng.choice(["Completed", "Done"]),
            "Citizen survey",
            *[None] * 11,
            " ",
            status="completed",
            from_citizens=True,
        )
    page.problems = {None}


@shape
def thai_digits(rng: random.Random, page: Page) -> None:
    """Every figure in Thai digits, B.E. dates with two digits, dashes for nothing."""
    page.write("ลำดับที่", "ชื่อโครงการ", "วงเงินงบประมาณ", "วันที่เริ่มต้น", "วันที่สิ้นสุด", "สถานะโครงการ", "ที่มา", "หมายเหตุ")
    for number, project in enumerate(draw(rng, 10), 1):
        budget = None if project.budget is None else project.budget + 0.5
        days = [
            to_thai_digits(f"{day.day} {MONTHS_SHORT[day.month - 1]} {(day.year + 543) % 100}")
            for day in (project.period.start, project.period.end)
            if day
        ]
        page.project(
            project,
            to_thai_digits(f"{number}."),
            project.name,
            "-" if budget is None else to_thai_digits(f"{budget:,.2f} บาท"),
            *days,
            status(rng, project),
            origin(rng, project),
            "-",
            budget=budget,
            status=project.status,
            from_citizens=project.from_citizens,
            period=project.period,
        )


@shape
def english(rng: random.Random, page: Page) -> None:
    """English headers, ISO dates, after an empty row and an empty column."""
    page.write()
    page.write(
        None,
        "No.",
        "Project name",
        "Fiscal year",
        "Start date",
        "End date",
        "Budget (THB)",
        "Status",
        "From citizens?",
        "Remarks",
    )
    words = {
        "completed": "Completed",
        "in_progress": "In progress",
        "planned": "Not started",
        "cancelled": "Cancelled",
    }
    projects = draw(rng, 9)
    for number, project in enumerate(projects, 1):
        page.project(
            project,
            None,
            number,
            project.name,
            2018,
            f"{project.period.start} 00:00:00",
            project.period.end,
            project.budget or "n/a",
            words[project.status],
            rng.choice(["Yes", "Y"]) if project.from_citizens else "No",
            None,
            budget=project.budget,
            status=project.status,
            from_citizens=project.from_citizens,
            fiscal_year=2561,
            period=project.period,
        )
    page.leave_out(None, None, "Grand total", None, None, None, total(projects))


@shape
def two_header_rows(rng: random.Random, page: Page) -> None:
    """Merged parents over leaves: the period's two sides, money given and spent; a row of column numbers."""
    page.write("ทะเบียนโครงการ (ข้อมูลสมมติ) ปีงบประมาณ 2561")
    page.write(
        "ลำดับ",
        "โครงการ",
        "ระยะเวลา",
        None,
        "งบประมาณ (บาท)",
        None,
        "ผลการดำเนินงาน",
        None,
        None,
        "เกิดจากการมีส่วนร่วมของประชาชนหรือไม่",
    )
    page.write(
        None, None, "เริ่ม", "สิ้นสุด", "ได้รับจัดสรร", "เบิกจ่าย", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ", None
    )
    page.merged += [(1, c, 2, c) for c in (0, 1, 9)] + [(1, 2, 1, 3), (1, 4, 1, 5), (1, 6, 1, 8)]
    page.leave_out(*range(1, 11))
    for number, project in enumerate(draw(rng, 8), 1):
        ticks = ["✓" if project.status == kind else None for kind in ("completed", "in_progress", "planned")]
        page.project(
            project,
            number,
            project.name,
            _short(2561, project.first),
            _short(2561, project.last),
            money(rng, project.budget),
            "1,000",
            *ticks,
            rng.choice(["ใช่", "✓"]) if project.from_citizens else "ไม่ใช่",
            budget=project.budget,
            status="unknown" if project.status == "cancelled" else project.status,
            from_citizens=project.from_citizens,
            period=project.period,
        )


@shape
def headings_that_add_up(rng: random.Random, page: Page) -> None:
    """Sums above what they sum: a total at the top, headings with amounts, 1 over 1.1 and 1.2."""
    groups = [draw(rng, 3), draw(rng, 4), draw(rng, 2)]
    page.write("ที่", "แผนงาน/โครงการ", "งบประมาณ", "ระยะเวลาดำเนินการ", "สถานะ", "ที่มา")
    page.leave_out(None, "รวมทั้งสิ้น", total([p for group in groups for p in group]))
    for place, group in enumerate(groups, 1):
        if place == 2:
            page.leave_out(None, "การพัฒนาคุณภาพบริการ", total(group))
        else:
            page.leave_out(place, "แผนงานที่มีโครงการย่อย", total(group))
        for number, project in enumerate(group, 1):
            page.project(
                project,
                f"{place}.{number}",
                project.name,
                money(rng, project.budget),
                span(project),
                status(rng, project),
                origin(rng, project),
                budget=project.budget,
                status=project.status,
                from_citizens=project.from_citizens,
                period=project.period,
            )


@shape
def merged_cells(rng: random.Random, page: Page) -> None:
    """A project over several rows, its name one merged cell; year and origin merged over several projects."""
    page.write("ลำดับ", "ชื่อโครงการ", "ปีงบประมาณ", "งบประมาณ", "สถานะ", "ที่มาของโครงการ", "หลักฐาน")
    first = len(page.rows)
    for number, project in enumerate(draw(rng, 5), 1):
        half = None if project.budget is None else project.budget / 2
        year = 2561 if number == 1 else None
        source = "ข้อเสนอจากประชาชน" if number == 1 else None
        word = STATUS_WORDS[project.status][0]
        row = len(page.rows)
        page.project(
            project,
            number,
            project.name,
            year,
            half,
            word,
            source,
            "รายงาน ก",
            budget=project.budget,
            status=project.status,
            from_citizens=True,
            fiscal_year=2561,
        )
        page.leave_out(None, None, None, half, None, None, "รายงาน ข")
        page.merged += [(row, 1, row + 1, 1), (row, 4, row + 1, 4)]
    page.merged += [(first, 2, len(page.rows) - 1, 2), (first, 5, len(page.rows) - 1, 5)]


@shape
def percent_done(rng: random.Random, page: Page) -> None:
    """Progress as a percentage that the workbook stores as a share; the origin in the title."""
    page.write("รายชื่อโครงการที่เกิดจากการมีส่วนร่วมของประชาชน ประจำปี 2561")
    page.write("ลำดับ", "โครงการ", "ร้อยละความก้าวหน้า", "หน่วยงานที่รับผิดชอบ")
    shares = {"completed": "1", "in_progress": "0.45", "planned": "0", "cancelled": "ยกเลิก"}
    for number, project in enumerate(draw(rng, 12), 1):
        page.project(
            project,
            number,
            project.name,
            shares[project.status],
            "กลุ่มงานสารสนเทศ",
            status=project.status,
            from_citizens=True,
            fiscal_year=2561,
        )
    page.problems = {2}  # the origin has no column


@shape
def million_baht(rng: random.Random, page: Page) -> None:
    """Amounts in millions, and the sheet named after its year."""
    page.name = "ปี 2562"
    page.write("สรุปโครงการสำคัญ")
    page.write("หน่วย : ล้านบาท")
    page.write("ที่", "ชื่อโครงการ", "งบประมาณ", "สถานะ", "ที่มา")
    for number, project in enumerate(draw(rng, 7, 2562), 1):
        budget = None if project.budget is None else project.budget / 1e6
        page.project(
            project,
            number,
            project.name,
            "-" if budget is None else f"{budget:.4f}",
            status(rng, project),
            origin(rng, project),
            budget=project.budget,
            status=project.status,
            from_citizens=project.from_citizens,
            fiscal_year=2562,
        )
    page.problems = {None}  # a note on the unit


@shape
def years_across(rng: random.Random, page: Page) -> None:
    """A plan of several years: one column of money for each."""
    page.write("แผนพัฒนาท้องถิ่น (พ.ศ. 2561 - 2563)")
    money_head = rng.choice(("งบประมาณ", "งบประมาณและที่ผ่านมา"))
    page.write("ที่", "โครงการ", "วัตถุประสงค์", money_head, None, None, "ตัวชี้วัด", "สถานะ", "ที่มา")
    page.write(None, None, None, "2561 (บาท)", "2562 (บาท)", "2563 (บาท)", None, None, None)
    page.merged += [(1, c, 2, c) for c in (0, 1, 2, 6, 7, 8)] + [(1, 3, 1, 5)]
    projects = draw(rng, 6)
    for number, project in enumerate(projects, 1):
        page.project(
            project,
            number,
            project.name,
            "เพื่อบริการประชาชน",
            money(rng, project.budget),
            money(rng, project.budget),
            "-",
            "จำนวนผู้ใช้บริการ",
            status(rng, project),
            origin(rng, project),
            budget=None if project.budget is None else project.budget * 2,
            status=project.status,
            from_citizens=project.from_citizens,
        )
    page.leave_out("รวม", None, None, total(projects), total(projects), 0, None)


@shape
def project_and_activity(rng: random.Random, page: Page) -> None:
    """Two columns of names: a project once above the rows of its activities."""
    page.write("โครงการ", "กิจกรรม", "งบประมาณ", "สถานะ", "ที่มา")
    for group in range(3):
        for number, project in enumerate(draw(rng, 3)):
            page.project(
                replace(project, name=f"โครงการใหญ่ที่ {group} / {project.name}"),
                f"โครงการใหญ่ที่ {group}" if number == 0 else None,
                project.name,
                money(rng, project.budget),
                status(rng, project),
                origin(rng, project),
                budget=project.budget,
                status=project.status,
                from_citizens=project.from_citizens,
            )


@shape
def signed_and_summed_below(rng: random.Random, page: Page) -> None:
    """A remark, signatures and a summary under the list: none of it projects."""
    page.write("ลำดับ", "ชื่อโครงการ", "ปีงบประมาณ", "งบประมาณ", "สถานะ", "ที่มา")
    projects = draw(rng, 8)
    for number, project in enumerate(projects, 1):
        page.project(
            project,
            number,
            project.name,
            to_thai_digits("2561"),
            money(rng, project.budget),
            status(rng, project),
            origin(rng, project),
            budget=project.budget,
            status=project.status,
            from_citizens=project.from_citizens,
            fiscal_year=2561,
        )
    page.leave_out("รวม", None, None, total(projects), None, None)
    page.write(None, "หมายเหตุ : ข้อมูล ณ วันที่ 30 กันยายน 2561")
    page.write()
    page.write(None, "แล้วเสร็จ", None, 99_000, None, None)
    page.write(None, "อยู่ระหว่างดำเนินการ", None, 1_000, None, None)
    page.write(None, "ลงชื่อ ........................ ผู้จัดทำ", None, None, "ผู้ตรวจสอบ")


@shape
def wrong_totals(rng: random.Random, page: Page) -> None:
    """Two totals of three are not what they sum."""
    page.write("ลำดับ", "ชื่อโครงการ", "งบประมาณ", "สถานะ", "ที่มา")
    for group in range(3):
        projects = draw(rng, 4)
        for number, project in enumerate(projects, 1):
            page.project(
                project,
                number,
                project.name,
                money(rng, project.budget),
                status(rng, project),
                origin(rng, project),
                budget=project.budget,
                status=project.status,
                from_citizens=project.from_citizens,
            )
        row = page.leave_out(None, "รวม", total(projects) + (0 if group == 1 else 123))
        page.problems |= set() if group == 1 else {row}


@shape
def names_and_amounts(rng: random.Random, page: Page) -> None:
    """Nothing but names and money: groups with their sums in front, sums of sums, no numbers and no รวม."""
    groups = [[draw(rng, rng.randint(2, 5)) for _ in range(2)] for _ in range(3)]
    page.write("รายการ", "งบประมาณปี 2561 (บาท)")
    for place, group in enumerate(groups):
        page.leave_out(f"ส่วนราชการที่ {place}", total([p for part in group for p in part]))
        for number, part in enumerate(group):
            page.leave_out(f"พื้นที่ {place}.{number}", total(part))
            for project in part:
                named = replace(project, name=f"โครงการ{project.name}")
                page.project(
                    named, named.name, money(rng, project.budget), budget=project.budget, fiscal_year=2561
                )
    page.problems = {1}  # neither status nor origin


@shape
def years_in_the_header(rng: random.Random, page: Page) -> None:
    """The header comes again with another year in it; what is the same as above is a ditto mark."""
    for year in (2560, 2561):
        row = page.write(
            "ที่",
            f"โครงการ/กิจกรรม ปี {year}" if year > 2560 else "โครงการ/กิจกรรม",
            "ระยะเวลา",
            "สถานะ",
            "ประเภทโครงการ",
        )
        page.excluded |= {row} if year > 2560 else set()
        before: Drawn | None = None
        for number, project in enumerate(draw(rng, 6, year), 1):
            same = before is not None and before.from_citizens == project.from_citizens
            page.project(
                project,
                number,
                project.name,
                rng.choice(["30 วัน", "3 เดือน"]),
                status(rng, project),
                rng.choice(['"', "″", "〃"]) if same else origin(rng, project),
                status=project.status,
                from_citizens=project.from_citizens,
                fiscal_year=2561 if year == 2561 else None,
            )
            before = project


@shape
def answered_by_yes(rng: random.Random, page: Page) -> None:
    """Headers that ask: completed, and from citizens; more columns that say nothing here."""
    page.write(
        "Activity",
        "Objective",
        "Target",
        "Budget",
        "Completed?",
        "Place",
        "Came from citizens?",
        "Fiscal year",
        "Indicator",
    )
    for project in draw(rng, 9):
        done = project.status == "completed"
        page.project(
            project,
            project.name,
            "serve citizens",
            "50 people",
            project.budget or "-",
            "Yes" if done else "No",
            "village",
            "yes" if project.from_citizens else "no",
            "FY2018",
            "number",
            budget=project.budget,
            status="completed" if done else "unknown",
            from_citizens=project.from_citizens,
            fiscal_year=2561,
        )
