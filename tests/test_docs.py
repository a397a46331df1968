"""What the documents say exists: commands, options, decisions, links, names in the contract."""

import re
from pathlib import Path

import pytest
import typer

from cli import app
from ui import glossary
from ui.text import words as words_of

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.th.md")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = typer.main.get_group(app).commands


def text(path: str | Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str, readme: str) -> None:
    written = text(readme)
    assert f"python cli.py {command} " in written, "in the list of commands"
    assert re.search(rf"^- `{command}` ", written, re.MULTILINE), "in words"


@pytest.mark.parametrize("readme", READMES)
def test_every_documented_command_and_option_exists(readme: str) -> None:
    lines = re.findall(r"^python cli\.py ([\w-]+) (.*)$", text(readme), re.MULTILINE)
    assert {command for command, _ in lines} == set(COMMANDS)
    for command, rest in lines:
        has = {name for parameter in COMMANDS[command].params for name in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= has, command


def test_both_readmes_give_the_same_commands() -> None:
    def code(readme: str) -> list[str]:
        blocks = re.findall(r"^```\n(.*?)^```", text(readme), re.MULTILINE | re.DOTALL)
        return [line.split("#")[0].rstrip() for block in blocks for line in block.splitlines()]

    assert code("README.md") == code("README.th.md")
    assert code("README.md")[1:3] == ["make run", "make test"]


@pytest.mark.parametrize("readme", READMES)
def test_every_make_target_that_is_named_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = set(
        re.findall(r"\bmake ([a-z]+)", text(readme) + text("CONTRIBUTING.md") + text("docs/architecture.md"))
    )
    assert {"run", "test"} <= named
    assert named <= targets


def test_every_decision_is_linked_from_the_architecture_by_its_title() -> None:
    written = text("docs/architecture.md")
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(decision.name[:4]) for decision in decisions]
    assert decisions and len(set(numbers)) == len(numbers)
    for number, decision in zip(numbers, decisions, strict=True):
        title = decision.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert title.startswith(f"{number}. ") and decision.name.startswith(f"{number:04}-")
        assert f"- [{title}](decisions/{decision.name})" in written


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    broken = [to for to in links if "://" not in to and not (page.parent / to).exists()]
    assert broken == []


def test_every_word_of_the_glossary_and_its_meaning_stand_in_both_languages() -> None:
    words = glossary.entries()
    assert len(words) > 60
    assert [word for word in words if not re.search("[ก-๙]", word.thai)] == []
    assert [word for word in words if not re.match("[(A-Za-zΣ0-9]", word.meaning)] == []
    assert [word for word in words if not re.search("[ก-๙]|^ค.ศ.", word.meaning_thai)] == []
    assert len({word.word for word in words}) == len(words), "each word once"
    assert {word.section for word in words} == set(glossary.sections(words_of("th")))


def test_files_that_the_documents_name_exist() -> None:
    named = set()
    for page in PAGES:
        named |= set(
            re.findall(
                r"`((?:analytics|data|docs|locale|tests|ui)/[\w./-]+\.(?:py|toml|md))`",
                page.read_text("utf-8"),
            )
        )
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
