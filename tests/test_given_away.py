"""Attacks on everything that a survey gives out together: all its breakdowns, weighted figures, documents.

`test_suppression` attacks the tables of one grouping. Here the same people stand in several tables, by
demographics, options and months, and beside them stand weighted figures: an attacker who has them all must
find no count of 1 to 4 that any of them hides.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.assessment import Survey, assess
from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale
from analytics.options import Choices
from analytics.projects import RowRef
from analytics.reports.agenda import agenda
from analytics.reports.bundle import bundle
from analytics.reports.formats import BUNDLED
from analytics.reports.makers import MAKERS
from analytics.reports.meeting import Shares
from analytics.responses import Responses
from analytics.revisions import record
from analytics.statistics.breakdowns import Breakdown, Row, breakdowns
from analytics.statistics.groupings import Grouping, grouped, groupings
from analytics.statistics.waves import waves
from analytics.statistics.weighting import weigh_survey
from analytics.statistics.weights import Totals, weigh, weighted
from analytics.tally import tally, tally_by
from analytics.words import Problem, Words
from cli_json import score_json, tally_json
from data.clean import without_personal
from data.gather import Loaded, gather, load
from data.recognise import recognise_sheet
from data.sheet_csv import source_sheets
from data.workbook import Workbook
from tests.documents import rubric
from tests.lookalikes import sheet
from tests.test_documents_paper import pages

# SAISAAT_EXAMPLES=1000 attacks more random surveys.
SURVEYS = max(int(os.environ.get("SAISAAT_EXAMPLES", "200")), 200)


def random_survey(rng: np.random.Generator, fewest: int = 12, most: int = 90) -> Responses:
    """One item, and of demographics, months and a question with several answers whatever makes few kinds of
    people: who answers alike in all of them is one kind."""
    n, points = int(rng.integers(fewest, most)), int(rng.choice([3, 3, 4]))
    scale = Scale("scale", tuple(range(1, points + 1)))
    answers = rng.choice(scale.points, n, p=rng.dirichlet(rng.choice([0.5, 1, 3], points)))
    frame = pd.DataFrame({"q": np.where(rng.random(n) < 0.04, BLANK, answers).astype(np.int8)})
    kinds = rng.choice(["sex", "age", "months", "options"], 2, replace=False)
    demographics, times, choices = [], None, ()
    for kind in kinds:
        if kind in ("sex", "age"):
            groups = int(rng.integers(2, 4))
            lean = rng.dirichlet([1.0] * groups)
            codes = np.where(rng.random(n) < rng.choice([0, 0.06]), -1, rng.choice(groups, n, p=lean))
            frame[kind] = pd.Categorical.from_codes(codes, [f"{kind} {g}" for g in range(groups)])
            demographics.append(Demographic(kind, kind, 2))
        elif kind == "months":
            times = pd.Series(pd.to_datetime(rng.choice(["2018-08-05", "2018-12-09"], n)))
        else:
            several = int(rng.integers(2, 4))
            ticked = rng.random((n, several)) < rng.uniform(0.1, 0.7, several)
            ticked[rng.random(n) < rng.choice([0, 0.15])] = False
            names = [f"option {o}" for o in range(several)]
            choices = (Choices("m", "Which", (3,), pd.DataFrame(ticked, columns=names)),)
    book = Codebook((Item("q", "Item", "Item", 1, scale),), tuple(demographics))
    return Responses(book, frame, times, None, choices)


@dataclass(frozen=True)
class Known:
    """What the attacker knows: weights for the count of each kind of people and answer, and their sum."""

    weights: np.ndarray
    value: float
    public: bool = False


class Attack:
    """Counts of kinds of people × answers (no answer last), what is known of them, and what is hidden."""

    def __init__(self, responses: Responses) -> None:
        self.responses = responses
        item = responses.codebook.items[0]
        self.points = item.scale.points
        self.found = groupings(responses)
        columns = {by: grouped(responses, by).frame[by.key].astype(object) for by in self.found}
        columns = {by: column.where(column.notna(), None) for by, column in columns.items()}
        ticks = [c.ticked[o].to_numpy() for c in responses.choices for o in c.ticked.columns]
        told = list(zip(*columns.values(), *ticks, strict=True))
        self.kinds = sorted(set(told), key=str)
        place = {kind: k for k, kind in enumerate(self.kinds)}
        answers = responses.frame["q"].to_numpy()
        codes = np.where(answers >= 0, np.searchsorted(self.points, answers), len(self.points))
        self.truth = np.zeros((len(self.kinds), len(self.points) + 1))
        np.add.at(self.truth, ([place[one] for one in told], codes), 1)
        self.known: list[Known] = []
        self.hidden: list[tuple[str, np.ndarray]] = []
        for column in range(len(self.points) + 1):  # what everybody answered is public
            self.know(np.ones(len(self.kinds)), np.eye(len(self.points) + 1)[column], public=True)
        for o in range(len(ticks)):  # and so is how many chose an option
            chose = np.array([kind[len(self.found) + o] for kind in self.kinds], dtype=float)
            self.know(chose, np.ones(len(self.points) + 1), public=True)

    def know(
        self, people: np.ndarray, answers: np.ndarray, value: float | None = None, *, public: bool = False
    ) -> None:
        weights = np.outer(people, answers)
        whole = float((weights * self.truth).sum())
        self.known.append(Known(weights, whole if value is None else value, public))

    def members(self, by: Grouping, group: str | None) -> np.ndarray:
        at = self.found.index(by)
        return np.array([kind[at] == group for kind in self.kinds], dtype=float)

    def see(self, by: Grouping, table: Breakdown) -> None:
        """Take what a breakdown shows, and want what it hides."""
        for row in table.rows:
            people = self.members(by, row.group)
            for name, answers, total in self.figures(row):
                if total is None:
                    self.hidden.append(
                        (f"{by.key} {by.option} {row.group} {name}", np.outer(people, answers))
                    )
                else:
                    self.know(people, answers, total)

    def figures(self, row: Row) -> Iterator[tuple[str, np.ndarray, float | None]]:
        """Each figure of a row: the weight of each answer, and what they sum to; None where it is hidden."""
        given, base = np.array([*np.ones(len(self.points)), 0]), row.base.value
        yield "base", given, base
        for point, cell in enumerate(row.counts):
            yield f"count {point}", np.eye(len(self.points) + 1)[point], cell.value
        scale = self.responses.codebook.items[0].scale
        box = np.array([*np.isin(scale.points, scale.top_two), 0], dtype=float)
        for name, weights, cell in (
            ("mean", np.array([*scale.points, 0.0]), row.mean),
            ("box", box, row.top_two),
        ):
            if cell.state == "shown" and cell.value is not None:
                yield name, weights - cell.value * given, 0.0

    def hidden_of(self, by: Grouping) -> int:
        """How many figures of a breakdown are hidden."""
        return sum(name.startswith(f"{by.key} ") for name, _ in self.hidden)

    def certain(self, threshold: int = 5) -> list[str]:
        """The hidden counts of people, fewer than the threshold, that can be nothing but what they are."""
        matrix = np.array([known.weights.ravel() for known in self.known])
        right = np.array([known.value for known in self.known])
        free = [n for n, known in enumerate(self.known) if known.public]
        truth = self.truth.ravel()
        assert np.allclose(matrix @ truth, right, atol=1e-6), "what is shown is true"
        wanted = [(name, w.ravel()) for name, w in self.hidden if 0 < w.ravel() @ truth < threshold]
        steps = self.steps()
        unseen = steps[(np.abs(steps @ matrix.T) < 1e-7).all(axis=1)]
        wanted = [(name, w) for name, w in wanted if not (np.abs(unseen @ w) > 0.5).any()]
        certain = [(name, w) for name, w in wanted if self.is_certain(w, matrix, right)]
        # What the totals alone give away can't be hidden.
        return [name for name, w in certain if not self.is_certain(w, matrix[free], right[free])]

    def steps(self) -> np.ndarray:
        """Two people, of two kinds, exchange their answers."""
        width = self.truth.shape[1]
        some = self.truth.ravel() > 0
        one, other = np.divmod(np.arange(self.truth.size), width)
        first, second = np.nonzero(some[:, None] & some & (one[:, None] < one) & (other[:, None] != other))
        steps, rows = np.zeros((len(first), self.truth.size)), np.arange(len(first))
        steps[rows, first] = steps[rows, second] = -1
        steps[rows, one[first] * width + other[second]] = 1
        steps[rows, one[second] * width + other[first]] = 1
        return steps

    def is_certain(self, weights: np.ndarray, matrix: np.ndarray, right: np.ndarray) -> bool:
        value = float(weights @ self.truth.ravel())
        for sign in (1, -1):
            answer = milp(
                sign * weights,
                constraints=LinearConstraint(matrix, right - 1e-6, right + 1e-6),
                integrality=np.ones(self.truth.size),
                bounds=Bounds(0, self.truth.sum()),
            )
            if abs(float(weights @ np.rint(answer.x)) - value) > 0.5:
                return False
        return True


def attacked(responses: Responses, threshold: int = 5) -> Attack:
    """An attack that has seen every breakdown that is offered."""
    attack = Attack(responses)
    for by in attack.found:
        own = grouped(responses, by)
        groups = tally_by(own, by.key)
        attack.see(by, breakdowns(tally(own), groups, threshold=threshold).items["q"])
    return attack


@pytest.mark.parametrize("threshold", [5, 10])
@pytest.mark.parametrize("seed", range(10))
def test_all_breakdowns_of_a_survey_together_give_nothing_away(seed: int, threshold: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(SURVEYS // 10):
        attack = attacked(random_survey(rng, *((12, 90) if threshold == 5 else (24, 180))), threshold)
        assert attack.certain(threshold) == [], (attack.kinds, attack.truth.tolist())


@pytest.mark.parametrize("threshold", [5, 10])
def test_waves_beside_the_breakdowns_of_a_wave_give_nothing_away(threshold: int) -> None:
    rng = np.random.default_rng(61)
    beside = 0
    for _ in range(SURVEYS // 10):
        before, now = random_survey(rng), random_survey(rng)
        while before.codebook.items != now.codebook.items:
            before = random_survey(rng)
        attack = attacked(now, threshold)
        found = waves([Survey.of("s", RowRef("s.xlsx", "s"), each) for each in (before, now)], 1)
        assert found is not None
        _, row = breakdowns(found.whole, found.groups, threshold=threshold).items["q"].rows
        for _, answers, total in attack.figures(row):
            if total is not None:
                attack.know(np.ones(len(attack.kinds)), answers, total)
                beside += 1
        assert attack.certain(threshold) == []
    assert beside


def weigh_by(
    attack: Attack,
    by: Sequence[Grouping],
    rng: np.random.Generator,
    threshold: int = 5,
    *,
    guarded: bool = True,
) -> str:
    """Let an attack see the exact weighted figures by demographics as well; how many are given."""
    responses = attack.responses
    survey = Survey("Survey", RowRef("a.xlsx", "s", 1), tally(responses), responses)
    totals = []
    for one in by:
        names = [str(name) for name in responses.frame[one.key].dropna().unique()]
        shares = rng.uniform(1, 5, len(names)) if len(by) == 1 else rng.dirichlet([4.0] * len(names))
        totals.append(Totals(one.key, tuple(zip(names, (1000 * shares).tolist(), strict=True))))
    if guarded:
        found = weigh_survey(survey, totals, threshold=threshold)
        weights, own = (found, None) if isinstance(found, Problem) else (found.weights, found.items["q"][1])
    else:
        weights = weigh(responses, totals, fewest=1)
        own = None if isinstance(weights, Problem) else weighted(responses, ["q"], weights, fewest=1)
    if own is None or isinstance(weights, Problem):
        return "refused"
    if own.mean is None or own.top_two is None:
        return "hidden"
    scale, width = responses.codebook.items[0].scale, len(attack.points)
    each, rows = weights.each, [responses.frame[one.key].astype(object).to_numpy() for one in by]
    weight_of = {tuple(row[n] for row in rows): each[n] for n in range(responses.respondents)}
    places = [attack.found.index(one) for one in by]
    people = np.array([weight_of.get(tuple(kind[p] for p in places), 0.0) for kind in attack.kinds])
    for one in by:
        for name, _ in next(t.sizes for t in totals if t.demographic == one.key):
            attack.know(attack.members(one, name), np.ones(width + 1), public=True)
    box = np.isin(scale.points, scale.top_two).astype(float)
    for points, figure in ((np.array(scale.points), own.mean), (box, own.top_two)):
        attack.know(people, np.array([*(points - figure), 0.0]), 0.0)
    return "beside hidden counts" if sum(attack.hidden_of(one) for one in by) else "shown"


@pytest.mark.parametrize("threshold", [5, 10])
def test_weighted_figures_beside_breakdowns_give_nothing_away(threshold: int) -> None:
    rng = np.random.default_rng(2561)
    seen: Counter[str] = Counter()
    for _ in range(SURVEYS):
        responses = random_survey(rng, 12 * threshold, 40 * threshold)
        if responses.codebook.demographics:
            attack = attacked(responses, threshold)
            by = next(by for by in attack.found if by.kind == "demographic")
            seen[state := weigh_by(attack, [by], rng, threshold)] += 1
            if state == "beside hidden counts":
                assert attack.certain(threshold) == [], (attack.kinds, attack.truth.tolist())
    assert min(seen[state] for state in ("refused", "hidden", "beside hidden counts", "shown")) > 3, seen


def of_both(attack: Attack) -> None:
    """Want what no table shows: how many who share their groups in all questions gave each answer."""
    width = len(attack.points) + 1
    for k, kind in enumerate(attack.kinds):
        for column in range(width - 1):
            answers = np.zeros((len(attack.kinds), width))
            answers[k, column] = 1
            attack.hidden.append((f"{kind} {column}", answers))


def by_two(rng: np.random.Generator, fewest: int, most: int) -> Responses:
    """A survey of two demographics."""
    while True:
        responses = random_survey(rng, fewest, most)
        if len(responses.codebook.demographics) == 2:
            return responses


@pytest.mark.parametrize("threshold", [5, 10])
def test_figures_weighted_by_two_questions_stand_only_where_groups_of_both_could_be_shown(
    threshold: int,
) -> None:
    """Of who is in both of two groups, base, mean and top-two box are all that a weighted figure rests on."""
    rng, seen = np.random.default_rng(45), Counter[str]()
    for n in range(SURVEYS // 4):
        fewest = threshold * (20 if n % 2 else 200)
        attack = attacked(by_two(rng, fewest, 4 * fewest), threshold)
        seen[state := weigh_by(attack, attack.found, rng, threshold)] += 1
        responses, both = attack.responses, [one.key for one in attack.found]
        kept = responses.frame[both].notna().all(axis=1)
        answered = responses.frame[kept & (responses.frame["q"] >= 0)].groupby(both, observed=True).size()
        if state in ("shown", "beside hidden counts"):
            assert answered.min() >= threshold
            told = responses.frame[both].itertuples(index=False)
            groups = [str(tuple(row)) if whole else None for row, whole in zip(told, kept, strict=True)]
            frame = responses.frame[["q"]].assign(both=pd.Categorical(groups))
            book = Codebook(responses.codebook.items, (Demographic("both", "", 2),))
            joint = Responses(book, frame)
            table = breakdowns(tally(joint), tally_by(joint, "both"), threshold=threshold).items["q"]
            cells = [cell for row in table.rows for cell in (row.base, row.mean, row.top_two)]
            assert all(cell.state == "shown" for cell in cells), attack.truth.tolist()
    assert seen["refused"] > 3 and seen["hidden"] > 3, seen
    assert seen["shown"] + seen["beside hidden counts"] > 3, seen


def test_without_a_guard_figures_weighted_by_two_questions_do_tell() -> None:
    """The attack can succeed: unguarded, the answers of few who are in both of two groups are found out."""
    rng, told = np.random.default_rng(45), 0
    for _ in range(SURVEYS // 16):
        responses = by_two(rng, 20, 60)
        plain, weighed = attacked(responses), attacked(responses)
        if weigh_by(weighed, weighed.found, rng, guarded=False) != "refused":
            of_both(plain)
            of_both(weighed)
            told += not set(weighed.certain()) <= set(plain.certain())
    assert told > 3


def test_the_attack_itself_can_succeed() -> None:
    """One more figure of each group, how many chose the best point, opens what the tables hide."""
    rng = np.random.default_rng(3)
    caught = 0
    for _ in range(20):
        attack = attacked(random_survey(rng))
        for by in attack.found:
            best = np.eye(len(attack.points) + 1)[len(attack.points) - 1]
            for group in {kind[attack.found.index(by)] for kind in attack.kinds}:
                attack.know(attack.members(by, group), best)
        caught += bool(attack.certain())
    assert caught > 5


# --- Documents ------------------------------------------------------------------------------------

CHOSEN = ("ถนน;น้ำประปา;", "ถนน;", "น้ำประปา;ไฟฟ้า;", "", "ถนน;ไฟฟ้า;")
DEPARTMENTS = ("ดาวเรือง", "ลีลาวดี", "ชบา", "พุดซ้อน")


def with_departments(people: int = 60) -> tuple[Workbook, Loaded]:
    """A workbook of respondents of four departments, one of them of three people; two left it blank."""
    labels = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย")
    rng = np.random.default_rng(7)
    rows = []
    for n in range(people):
        of = DEPARTMENTS[3] if n < 3 else DEPARTMENTS[n % 3] if n < people - 2 else None
        day, month = 1 + n % 28, 8 + 2 * n // people
        answers = [labels[rng.choice(4, p=[0.5, 0.3, 0.15, 0.05])] for _ in range(3)]
        rows.append([f"2018-{month:02}-{day:02} 10:00:00", *answers, of, CHOSEN[n % 5]])
    header = ["ประทับเวลา", "พอใจเจ้าหน้าที่", "พอใจสถานที่", "พอใจเวลา", "แผนก", "เรื่องที่ควรปรับปรุง"]
    made = sheet([header, *rows], "คำตอบ")
    workbook = Workbook("แบบสำรวจ.xlsx", "0" * 64, "xlsx", (made,))
    return workbook, load(workbook, (recognise_sheet(made),))


def texts_in(content: bytes, name: str) -> str:
    """Everything that a file says, of archives of everything in them."""
    if name.endswith(".pdf"):
        return "".join(pages(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(texts_in(archive.read(part), part) for part in archive.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("threshold", [5, 10])
def test_documents_show_groups_only_as_a_breakdown_may(threshold: int) -> None:
    workbook, loaded = with_departments(12 * threshold)
    found = assess(gather([loaded]), rubric(), made_on=date(2018, 10, 5), threshold=threshold)
    (survey,) = found.surveys
    assert survey.responses is not None
    (asked,) = survey.tally.codebook.demographics
    groups = tally_by(survey.responses, asked.key)
    breakdown = breakdowns(survey.tally, groups, threshold=threshold).overall
    assert breakdown is not None and breakdown.hidden
    hidden = {row.group for row in breakdown.rows if row.top_two.state == "hidden"}
    assert DEPARTMENTS[3] in hidden and len(hidden) > 1

    words = Words()
    (slide,) = [slide for slide in agenda(found, words) if slide.key.startswith("groups")]
    (shares,) = slide.parts
    assert isinstance(shares, Shares)
    assert any(f"fewer than {threshold} people" in line for line in slide.spoken)
    (sources,) = [slide for slide in agenda(found, words) if slide.key == "method"]
    assert f"groups below {threshold} people" in str(sources.parts)
    for share, row in zip(shares.shares, breakdown.rows, strict=False):
        if row.top_two.state == "hidden":
            assert share.share is None and not any(letter.isdigit() for letter in share.text)
        if row.base.state == "hidden":
            assert not share.base

    kept = without_personal(workbook, loaded.layouts)
    documents = {kind: MAKERS[kind](found, words) for kind in BUNDLED}
    sheets = source_sheets([(kept, loaded.layouts)])
    documents["zip"] = bundle(found, words, {}, sheets)
    documents["json"] = json.dumps([tally_json(loaded, words), score_json(found, words)]).encode()
    documents["record"] = record(found, "").json.encode()
    for kind, content in documents.items():
        said = texts_in(content, f"x.{kind}")
        named = [name for name in DEPARTMENTS if name in said]
        assert named == [] or kind == "pptx", (kind, named)
        assert "2018-09-" not in said, f"{kind}: when somebody answered"
    assert DEPARTMENTS[0] in texts_in(documents["pptx"], "x.pptx"), "names can be found"
