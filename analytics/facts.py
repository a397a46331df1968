"""What the rules of a rubric look at: surveys, statements, projects, figures, evidence, and overrules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from analytics.findings import Cause, Finding, same_name, speaks_of
from analytics.projects import Ledger, Project, RowRef, SameProject
from analytics.thai import fiscal_year_span

# What a rule, or an officer in its place, says of a level.
Ruling = Literal["met", "claimed", "not_met"]
EvidenceKind = Literal["document", "link", "file"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = ("document", "link", "file")


@dataclass(frozen=True)
class SurveyHeld:
    """The fact that a survey was held: what, how many respondents, where it stands.

    `in_year`: whether any answer falls in the fiscal year; None where the answers carry no time.
    """

    title: str
    respondents: int
    source: RowRef
    in_year: bool | None = None


@dataclass(frozen=True)
class Statement:
    """What the officer states for a level, from a row of the form or entered on the rubric page.

    `evidence` names the document; `who` and `when` (ISO date) say who stated it and the date that the
    evidence takes effect. Empty text is None. A `completed` of False is a statement still in progress.
    `cites` are ids of entries of the evidence register.
    """

    level: int
    activity: str | None = None
    result: str | None = None
    evidence: str | None = None
    who: str | None = None
    when: str | None = None
    completed: bool = True
    source: RowRef | None = None
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure that the officer enters, such as the result of another evaluation: `earned` of `possible`.

    `key` is the name that rubric files know it by. Without `evidence` it is only claimed.
    """

    key: str
    earned: float
    possible: float = 100
    evidence: str | None = None
    who: str | None = None


@dataclass(frozen=True)
class Evidence:
    """An entry of the evidence register.

    `effective` is the date that it takes effect, apart from the day it was added. `levels` are the criteria
    that it serves. A link has `link`; an attached file its `sha256` and `file_name`.
    """

    id: int
    title: str
    kind: EvidenceKind = "document"
    effective: date | None = None
    levels: tuple[int, ...] = ()
    link: str | None = None
    sha256: str | None = None
    file_name: str | None = None
    added_by: str | None = None

    def in_fiscal_year(self, year: int) -> bool | None:
        """Whether it takes effect in the fiscal year (B.E.); None without a date."""
        if self.effective is None:
            return None
        span = fiscal_year_span(year)
        assert span.start is not None and span.end is not None
        return span.start <= self.effective <= span.end


@dataclass(frozen=True)
class Overrule:
    """The officer's verdict for a level in place of what the data proposes, in either direction."""

    level: int
    finding: Literal["met", "not_met"]
    reason: str
    who: str | None = None
    when: date | None = None


@dataclass(frozen=True)
class Entered:
    """Everything that officers entered by hand for one assessment."""

    statements: tuple[Statement, ...] = ()
    overrules: tuple[Overrule, ...] = ()
    figures: tuple[Figure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_projects: tuple[SameProject, ...] = ()
    findings: tuple[Finding, ...] = ()
    causes: tuple[Cause, ...] = ()


def joined(several: Iterable[Entered]) -> Entered:
    """What was entered in several places, together, each kind in the order given."""
    places = tuple(several)
    return Entered(
        statements=tuple(s for one in places for s in one.statements),
        overrules=tuple(o for one in places for o in one.overrules),
        figures=tuple(f for one in places for f in one.figures),
        evidence=tuple(e for one in places for e in one.evidence),
        same_projects=tuple(w for one in places for w in one.same_projects),
        findings=tuple(f for one in places for f in one.findings),
        causes=tuple(c for one in places for c in one.causes),
    )


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at.

    `fiscal_year` (B.E.) is what evidence is held against, where known; `same_projects` are the officers'
    words that the projects were sorted by.
    """

    surveys: tuple[SurveyHeld, ...] = ()
    statements: tuple[Statement, ...] = ()
    projects: Ledger = field(default_factory=lambda: Ledger((), (), ()))
    figures: tuple[Figure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    overrules: tuple[Overrule, ...] = ()
    fiscal_year: int | None = None
    same_projects: tuple[SameProject, ...] = ()
    findings: tuple[Finding, ...] = ()
    causes: tuple[Cause, ...] = ()

    def of_level(self, level: int) -> tuple[Statement, ...]:
        """The statements for one level."""
        return tuple(s for s in self.statements if s.level == level)

    def evidence_for(self, level: int) -> tuple[Evidence, ...]:
        """The register's entries that serve a level: by their own word, or cited by a statement for it."""
        cited = {id for statement in self.of_level(level) for id in statement.cites}
        return tuple(e for e in self.evidence if level in e.levels or e.id in cited)

    def led_to(self, project: Project) -> tuple[Finding, ...]:
        """The findings that led to a project, each once; matched by its name."""
        return tuple(dict.fromkeys(c.finding for c in self.causes if same_name(c.project, project.name)))

    def naming(self, project: Project) -> tuple[Statement, ...]:
        """The statements whose activity or result speaks of a project."""
        return tuple(
            s
            for s in self.statements
            if any(speaks_of(text, project.name) for text in (s.activity, s.result) if text)
        )

    def unbacked(self, project: Project) -> bool:
        """Whether a project claims to come from citizens with neither a finding nor a statement behind it."""
        return bool(project.from_citizens) and not self.led_to(project) and not self.naming(project)

    def figure(self, key: str) -> Figure | None:
        """The figure of this name that was entered last; None where there is none."""
        return next((f for f in reversed(self.figures) if f.key == key), None)

    def overrule(self, level: int) -> Overrule | None:
        """The overrule of a level that was entered last; None where there is none."""
        return next((o for o in reversed(self.overrules) if o.level == level), None)


def with_register(statements: Iterable[Statement], evidence: Iterable[Evidence]) -> tuple[Statement, ...]:
    """The statements with the titles of the register's entries added to the documents that they name.

    An entry backs a statement that cites it, and every statement of a level that it serves. Titles that a
    statement names already are not repeated. No entries: the statements as they are.
    """
    register = tuple(evidence)
    return tuple(_documented(statement, register) for statement in statements)


def _documented(statement: Statement, register: tuple[Evidence, ...]) -> Statement:
    named = statement.evidence or ""
    titles = [
        entry.title
        for entry in register
        if (statement.level in entry.levels or entry.id in statement.cites) and entry.title not in named
    ]
    if not titles:
        return statement
    return replace(statement, evidence="\n".join([named, *titles] if named else titles))


def projects_in(facts: Facts) -> tuple[Project, ...]:
    """Every project of the facts, counted first."""
    return (
        *facts.projects.counted,
        *facts.projects.claimed,
        *(left.project for left in facts.projects.left_out),
    )
