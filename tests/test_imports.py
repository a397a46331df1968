"""The import rules for what import-linter can't see: the scripts in pages/, app.py and cli.py.

pyproject.toml holds the rules between the packages.
"""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


# What each kind of script may import of ours, and which outside packages are kept away from it.
DOCUMENTS = {"docx", "openpyxl", "plotly", "pptx", "typst"}
PAGES = sorted((ROOT / "pages").glob("*.py"))
OURS = {"analytics", "app", "cli", "cli_json", "cli_store", "data", "pages", "terminal", "ui"}


def imported(source: str) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_imports_are_seen_wherever_they_stand() -> None:
    source = "import a.b as x\ndef f():\n    from c.d import e\n"
    assert imported(source) == {"a", "c"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_imports_only_what_lies_below_it(page: Path) -> None:
    names = imported(page.read_text(encoding="utf-8"))
    assert names & OURS <= {"analytics", "data", "ui"}
    assert not names & (DOCUMENTS | {"sqlalchemy"})


def test_the_terminal_knows_no_streamlit_and_no_pages() -> None:
    for name in ("cli.py", "cli_json.py", "cli_store.py", "terminal.py"):
        names = imported((ROOT / name).read_text(encoding="utf-8"))
        assert not names & (DOCUMENTS | {"app", "pages", "streamlit"}), name


def test_the_front_door_draws_nothing_itself() -> None:
    assert not imported((ROOT / "app.py").read_text(encoding="utf-8")) & (DOCUMENTS | {"sqlalchemy"})


def test_what_runs_is_asked_for_by_name() -> None:
    """Every outside package that the product imports is in requirements.in, not there by luck."""
    scripts = [
        *ROOT.glob("*.py"),
        *(p for d in ("analytics", "data", "pages", "ui") for p in (ROOT / d).rglob("*.py")),
    ]
    names = set().union(*(imported(script.read_text(encoding="utf-8")) for script in scripts))
    outside = names - OURS - set(sys.stdlib_module_names)
    asked = {
        plain(line)
        for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
        if line[:1] not in "#-"
    }
    installed = packages_distributions()
    assert (
        sorted(name for name in outside if not {plain(d) for d in installed.get(name, [name])} & asked) == []
    )


def plain(requirement: str) -> str:
    """The name of a requirement as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[~=<>\[; ]", requirement)[0]).lower()
