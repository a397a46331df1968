"""A roll-up from the store: one fiscal year's units and what their assessments by one rubric came to."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.rollup import Entry, Member, members
from analytics.units import Tree
from data.store import Saved, Store
from data.stored.outcomes import standings
from data.stored.units import tree_in


@dataclass(frozen=True)
class RolledUp:
    """The members of a roll-up with the tree of its year.

    `waiting`: assessments whose outcome is missing or old, so that they are members without figures.
    """

    tree: Tree
    members: tuple[Member, ...]
    waiting: tuple[Saved, ...]


def roll_up(store: Store, rubric: str, fiscal_year: int, tree: Tree | None = None) -> RolledUp:
    """Every unit of a fiscal year (B.E.), with its outcome by a rubric where it has one.

    Of several assessments of a unit the one changed last stands. `tree`: of that year, where it is at hand.
    """
    tree = tree or tree_in(store, fiscal_year)
    found = standings(store, fiscal_year=fiscal_year, rubric=rubric)
    entries = [Entry(one.saved.id, one.saved.unit, one.saved.unit_id, one.outcome) for one in found]
    waiting = tuple(one.saved for one in found if one.outcome is None)
    return RolledUp(tree, members(tree, entries), waiting)
