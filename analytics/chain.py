"""The chain that a score rests on: what was found, the projects it led to, the levels that they carry."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assessment import Survey
from analytics.codebook import Item
from analytics.facts import Facts
from analytics.findings import Finding
from analytics.projects import Project
from analytics.rubric import Score, Verdict
from analytics.words import Words


@dataclass(frozen=True)
class Link:
    """A project that counts, or would once completed, with what stands on either side of it.

    `findings` led to it; `stated` are levels whose statements speak of it; `levels` are those that rest on
    it. `unbacked`: it claims to come from citizens with neither a finding nor a statement behind it.
    """

    project: Project
    findings: tuple[Finding, ...]
    stated: tuple[int, ...]
    levels: tuple[Verdict, ...]
    unbacked: bool


@dataclass(frozen=True)
class Chain:
    """Every project that counts or would, in order, and the findings that led to none of them."""

    links: tuple[Link, ...]
    loose: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding once, in the order of the projects that they led to, the loose ones last."""
        return tuple(dict.fromkeys([f for link in self.links for f in link.findings] + list(self.loose)))

    @property
    def levels(self) -> tuple[Verdict, ...]:
        """Every level that rests on a project, lowest first."""
        found = {v.level.level: v for link in self.links for v in link.levels}
        return tuple(found[level] for level in sorted(found))


def chain(facts: Facts, score: Score) -> Chain:
    """The chain of an assessment; of dimensions, that of the one with a rubric of its own.

    Empty where no project counts or would: findings are loose then.
    """
    inner = [verdict.within for verdict in score.verdicts if verdict.within] or [score]
    verdicts = [v for one in inner for v in one.verdicts if v.level.rule == "projects_from_citizens"]
    links = tuple(
        Link(
            project,
            facts.led_to(project),
            tuple(sorted({statement.level for statement in facts.naming(project)})),
            tuple(v for v in verdicts if project.source in v.rows),
            facts.unbacked(project),
        )
        for project in (*facts.projects.counted, *facts.projects.claimed)
    )
    named = {finding for link in links for finding in link.findings}
    return Chain(links, tuple(finding for finding in facts.findings if finding not in named))


def weakest(survey: Survey, most: int = 5) -> tuple[tuple[Item, float], ...]:
    """The items with the lowest means, each with its mean, the lowest first; items without an answer never.

    Nor are items of frequency or amount: how seldom something happens is no weakness. Scales of different
    length are compared by where the mean stands between their worst and best point.
    """
    found: list[tuple[float, Item, float]] = []
    for item in survey.tally.codebook.items:
        mean, points = survey.item(item.key).mean, item.scale.points
        if mean is not None and item.scale.kind not in ("frequency", "amount"):
            found.append(((mean - points[0]) / (points[-1] - points[0]), item, mean))
    return tuple((item, mean) for _, item, mean in sorted(found, key=lambda one: one[0])[:most])


def behind(link: Link, words: Words) -> str:
    """What stands behind a project besides findings: statements, or nothing, which asks for a check."""
    if link.stated:
        levels = ", ".join(words.plain(level) for level in link.stated)
        return words("Statement for level {levels}", levels=levels)
    return words("Check: neither a finding nor a statement") if link.unbacked else ""


def told_from(finding: Finding, words: Words) -> str:
    """Where a finding comes from: an item or a comment of a survey; "" where it names neither."""
    if finding.item:
        return words("Item: {item}", item=finding.item)
    return words("Comment: “{text}”", text=finding.comment) if finding.comment else ""
