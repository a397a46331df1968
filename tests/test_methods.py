"""Every figure is explained: to who reads the code in its docstring, to officers in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIGURES = (
    *(
        "measures",
        "intervals",
        "samplesize",
        "reliability",
        "omega",
        "comparisons",
        "association",
        "breakdowns",
    ),
    *("suppression", "options", "recommend", "trends", "priorities", "weights", "weighting", "themes"),
)
# What a function hands out that has worked out a figure; sentences, names and choices are none.
RESULTS = re.compile(
    r"\b(float|Measures|Interval|Estimate|Adequacy|Reliability|Association|Comparison|Breakdowns|Shown"
    r"|Options|Promoters|Trend|Priorities|Weights|Weighted|Weighting|Themes)\b"
)
BASE = re.compile(r"\b([Bb]ase|[Dd]enominators?)\b|respondents complete|population")
LANGUAGES = {"en": "docs/methods.md", "th": "docs/methods.th.md"}


def of_module(name: str) -> str:
    """Where a module of figures stands."""
    places = (f"analytics/{name}.py", f"analytics/statistics/{name}.py")
    (path,) = (place for place in places if (ROOT / place).exists())
    return path


def functions() -> dict[str, tuple[str, str]]:
    """Public functions that work out a figure: where → (docstring, that of the module)."""
    found = {}
    for name in FIGURES:
        module = ast.parse((ROOT / of_module(name)).read_text(encoding="utf-8"))
        for node in module.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.returns is None:
                continue
            if RESULTS.search(ast.unparse(node.returns)):
                found[f"{name}.{node.name}"] = (
                    ast.get_docstring(node) or "",
                    ast.get_docstring(module) or "",
                )
    return found


FOUND = functions()


def explained(name: str, pattern: re.Pattern[str], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a docstring, its module's, or one that it points at by name says something."""
    own, module = FOUND[name]
    if pattern.search(own) or pattern.search(module):
        return True
    pointed = set(re.findall(r"`(?:\w+\.)?(\w+)`", own))
    others = [other for other in FOUND if other.partition(".")[2] in pointed and other not in {name, *seen}]
    return any(explained(other, pattern, seen | {name}) for other in others)


def test_what_counts_as_a_figure_is_found() -> None:
    assert {"measures.of_counts", "intervals.share_interval", "omega.omega", "suppression.suppress"} <= set(
        FOUND
    )
    assert len(FOUND) > 25
    assert not any(name.endswith("in_words") for name in FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_every_function_of_a_figure_names_its_base_and_its_source(name: str) -> None:
    assert explained(name, re.compile(r"Source")), f"{name}: no source"
    assert explained(name, BASE), f"{name}: no base"


def parts(path: str) -> tuple[list[str], list[int], set[str]]:
    """Sections by depth, rows of each table, and the names of files and schemes."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    headings = [line.partition(" ")[0] for line in lines if line.startswith("#")]
    rows: list[int] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("|"):
            rows = [*rows, 1] if not before.startswith("|") else [*rows[:-1], rows[-1] + 1]
    named = set(re.findall(r"`([\w./]+)`", "\n".join(lines)))
    return headings, rows, named


def test_both_languages_explain_the_same() -> None:
    english, thai = (parts(path) for path in LANGUAGES.values())
    assert english == thai
    bold = [
        len(re.findall(r"^(?:- )?\*\*", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))
        for path in LANGUAGES.values()
    ]
    assert bold[0] > 10 and abs(bold[0] - bold[1]) <= 3


@pytest.mark.parametrize("path", LANGUAGES.values())
def test_every_module_of_figures_is_named(path: str) -> None:
    named = parts(path)[2]
    assert {of_module(name) for name in FIGURES} <= named
    assert all((ROOT / name).exists() for name in named if "/" in name)
