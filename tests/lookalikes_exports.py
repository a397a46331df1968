"""Made-up exports of survey tools that mix scales, and tables of figures that look like surveys."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.lookalikes import MUCH, LookAlike, Maker, Rows, down, sexes, sheet, times

SHAPES: dict[str, Callable[[random.Random], LookAlike]] = {}
NO_SURVEYS: dict[str, Callable[[random.Random], tuple]] = {}


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    SHAPES[make.__name__] = make
    return make


def no_survey(make: Callable[[random.Random], Rows]) -> Callable[[random.Random], tuple]:
    NO_SURVEYS[make.__name__] = lambda rng: (sheet(make(rng)),)
    return NO_SURVEYS[make.__name__]


@shape
def recommending_after_five_points(rng: random.Random) -> LookAlike:
    """Items from 1 to 5, then one from 0 to 10: each keeps its own scale."""
    n, m = 60, Maker(rng)
    cells = [m.numbers(f"ความพึงพอใจต่อ{t}", 5, n) for t in ("เจ้าหน้าที่", "สถานที่", "ขั้นตอน", "ระยะเวลา")]
    last = "ท่านจะแนะนำให้ผู้อื่นมาใช้บริการเพียงใด"
    ten = m.column(last, {str(k): k for k in range(11)}, 10, n)
    m.items[last] = {0: ten.count("0"), **m.items[last]}
    head = ["ประทับเวลา", "เพศ", *m.items]
    return m.made([head, *down([times(n), sexes(rng, n), *cells, ten])], n)


@shape
def kind_of_work_beside_seven_points(rng: random.Random) -> LookAlike:
    """A code of up to 9 for the kind of work among items from 1 to 7 is none of them."""
    n, m = 60, Maker(rng)
    cells = [m.numbers(head, 7, n) for head in ("vigor1", "vigor2", "vigor3", "dedication1", "dedication2")]
    work = rng.choices(range(1, 10), k=n)
    head = ["Timestamp", "Line of work (closest that applies)", *m.items]
    return m.made([head, *down([times(n), work, *cells])], n)


@shape
def years_and_codes(rng: random.Random) -> LookAlike:
    """ "3rd year" is no answer of three points, and "Group Number" and "Puzzle ID" rate nothing."""
    n, m = 40, Maker(rng)
    years = rng.choices(["1st year", "2nd year", "3rd year", "4th year"], k=n)
    cells = [m.numbers(f"{t} was good at the work that we did.", 7, n) for t in ("The robot", "My team", "I")]
    groups, puzzles = rng.choices([1, 2], k=n), rng.choices([1, 2, 3], k=n)
    head = ["Timestamp", "What year are you in?", *m.items, "Group Number", "Puzzle ID"]
    return m.made([head, *down([times(n), years, *cells, groups, puzzles])], n)


@shape
def mistyped_labels(rng: random.Random) -> LookAlike:
    """An option mistyped in the form, and marks that the typist left out."""
    n, m = 40, Maker(rng)
    slips = {**{word: 5 - i for i, word in enumerate(MUCH)}, "มากทีสุด": 5, "นอยที่สุด": 1}
    agree = {"Strongly Agreee": 5, "Agree": 4, "Neutral": 3, "Disagree": 2, "Strongly Disagree": 1}
    cells = [
        m.column("ความสะอาดของสถานที่", slips, 5, n),
        m.column("I have the resources that I need", agree, 5, n),
    ]
    return m.made([["ประทับเวลา", "เพศ", *m.items], *down([times(n), sexes(rng, n), *cells])], n)


@shape
def one_item_without_the_worst_word(rng: random.Random) -> LookAlike:
    """Nobody gave the last of four labels to the second item: the first one tells the scale."""
    n, m = 40, Maker(rng)
    four = ["Very confident", "Confident", "Somewhat confident", "Not confident"]
    codes = {label: 4 - i for i, label in enumerate(four)}
    cells = [
        m.column("Filling in the form", codes, 4, n),
        m.column("Finding the right office", {label: codes[label] for label in four[:3]}, 4, n),
    ]
    return m.made([["Timestamp", *m.items], *down([times(n), *cells])], n)


def worded(*labels: str, nothing: str | None = None) -> Callable[[random.Random], LookAlike]:
    def make(rng: random.Random) -> LookAlike:
        n, m = 40, Maker(rng)
        words = {label: len(labels) - i for i, label in enumerate(labels)}
        words |= {nothing: -2} if nothing else {}
        cells = [m.column(f"{t} at this office", words, len(labels), n) for t in ("Service", "Staff")]
        return m.made([["Timestamp", *m.items], *down([times(n), *cells])], n)

    return make


for _name, _labels in {
    "likely_somewhat": ("Very likely", "Likely", "Somewhat likely", "Unlikely", "Very unlikely"),
    "above_average": ("Excellent", "Above Average", "Average", "Below Average", "Poor"),
    "excellent_bad": ("Excellent", "Good", "Neutral", "Bad", "Very bad"),
    "important_little": (
        "Extremely important", "Moderately important", "Somewhat important", "A little important",
        "Not at all important",
    ),
    "confident": (
        "Extremely confident", "Very confident", "Moderately confident", "Slightly confident",
        "Not at all confident",
    ),
    "confident_four": ("Very confident", "Confident", "Somewhat confident", "Not confident"),
    "in_favor": (
        "Strongly in favor", "Somewhat in favor", "Neutral", "Somewhat in opposition",
        "Strongly in opposition",
    ),
    "easy_somewhat": (
        "Very easy", "Somewhat easy", "Neither easy nor difficult", "Somewhat difficult", "Very difficult",
    ),
}.items():  # fmt: skip
    SHAPES[f"worded_{_name}"] = worded(*_labels, nothing="Don't know")


@no_survey
def prices_under_words(r: random.Random) -> Rows:
    """Prices of contracts under "High", "Medium", "Low": nobody is counted in decimals."""
    rows: Rows = [["Contract", "High", "Medium", "Low", "Volume"]]
    for month in ("August", "September", "October", "November", "December"):
        rows.append([f"{month} 2026 call", *(f"{r.uniform(1, 40):.2f}" for _ in range(3)), 100])
    return rows


@no_survey
def steps_of_a_table(r: random.Random) -> Rows:
    """One column that counts the rows, beside what a formula makes of it."""
    return [["Rate", "Row Data Formula That Follows"], *[[f"{r.uniform(1, 9):.3f}", k] for k in range(1, 6)]]


@no_survey
def loans(r: random.Random) -> Rows:
    """Terms and rates of which a few are small whole numbers, beside a word for how things are."""
    header: list[object] = [
        "Business Line", "Loan Amount", "Loan To Value (%)", "Coverage Ratio", "Interest Rate (%)",
        "Interest Only Term", "Remaining Maturity", "Latest Property Condition",
        "Twelve Month Payment History",
    ]  # fmt: skip
    rows: Rows = [header]
    for n in range(60):
        term = r.choice([0, 1, 2, 3, 3, 0]) if n % 8 else r.choice([36, 60, 132])
        amounts = [r.randint(10, 900) * 25000, f"{r.uniform(40, 90):.1f}", f"{r.uniform(0.8, 2):.2f}"]
        rate = f"{r.uniform(4, 9):.2f}"
        condition = r.choice(["Good", "Average", "Fair"])
        line = r.choice(["Retail", "Office", "Land"])
        rows.append([line, *amounts, rate, term, r.randint(12, 360), condition, r.randint(0, 3)])
    return rows


@no_survey
def terms_in_years(r: random.Random) -> Rows:
    terms = ["1 Year", "2 Years", "3 Years", "5 Years", "7 Years"]
    return [["Term", "Advance Rate"], *([r.choice(terms), f"{r.uniform(0.2, 4):.2f}"] for _ in range(15))]


@no_survey
def terms_in_thai_years(r: random.Random) -> Rows:
    terms = ["1 ปี", "2 ปี", "3 ปี", "5 ปี"]
    return [["ระยะเวลาฝาก", "อัตรา"], *([r.choice(terms), f"{r.uniform(0.2, 4):.2f}"] for _ in range(15))]


@no_survey
def prices_of_a_day(r: random.Random) -> Rows:
    """Contracts of which most were not traded: many zeros below High and Low, which are in no order."""
    rows: Rows = [["Contract", "Open", "High", "Low", "Average", "Change"]]
    for n in range(40):
        traded = [f"{r.uniform(20, 90):.1f}" for _ in range(5)] if n % 4 == 0 else [0, 0, 0, 0, 0]
        rows.append([f"Index, {1800 + 10 * n} call", *traded])
    return rows


@no_survey
def prices_from_high_to_low(r: random.Random) -> Rows:
    rows: Rows = [["Contract", "High", "Medium", "Low"]]
    for n in range(40):
        traded = [f"{r.uniform(20, 90):.1f}" for _ in range(3)] if n % 4 == 0 else [0, 0, 0]
        rows.append([f"Index, {1800 + 10 * n} call", *traded])
    return rows
