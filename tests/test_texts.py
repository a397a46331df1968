"""Every sentence of the code has its Thai, with the same places for values."""

import ast
import string
from pathlib import Path

import pytest

from analytics.words import Words
from ui.text import catalog, words

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for folder in ("analytics", "data", "pages", "ui")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts and "samples" not in path.parts
] + sorted(ROOT.glob("*.py"))
# Where nobody has Words, `says` is something else.
SAYING = {"data": {"message", "Message"}}
ANYWHERE = {"message", "says", "words", "Message"}


def sentences() -> dict[str, str]:
    """Every msgid in the code → where it stands."""
    found: dict[str, str] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            first = node.args[0]
            saying = SAYING.get(path.relative_to(ROOT).parts[0], ANYWHERE)
            if name in saying and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found[first.value] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_sentences_to_check() -> None:
    assert len(sentences()) > 100


def test_every_sentence_has_its_thai() -> None:
    thai = catalog("th")
    assert {text: place for text, place in sentences().items() if not thai.get(text)} == {}


def test_places_for_values_are_the_same_in_thai() -> None:
    assert {text: thai for text, thai in catalog("th").items() if places(text) != places(thai)} == {}


def test_the_catalog_holds_no_sentence_that_nobody_says() -> None:
    constants = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    data = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "data").rglob("*.toml"))
    assert {text for text in catalog("th") if text not in constants and text not in data} == set()


@pytest.mark.parametrize("language", ["th", "en"])
def test_numbers_in_a_sentence_are_in_the_chosen_digits(language: str) -> None:
    says: Words = words(language, "thai")
    assert "๑๒" in says("{n} of {most}", n=12, most=20)


def test_a_sentence_without_translation_stays_english() -> None:
    assert words("th")("no such sentence in any catalog") == "no such sentence in any catalog"
