"""Every sentence of the code has its Thai, with the same places for values."""

import ast
import re
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
# Words that end in s after a place, and are no noun in the plural.
NO_NOUNS = {*"answered contains does ends has holds its names needs opens reaches rests was".split()}
# Here the count is never one, or no count: a limit, three groups or more, a share, a figure with decimals.
NEVER_ONE = re.compile(
    r"""(than|below|takes|latest|first|have)\ {(n|most)}\ \w+ | most\ {most}\ \w+
    | The\ sheet\ holds\ {n}\ forms | a\ zip\ with\ {n}\ workbooks | [Tt]he\ {groups}\ groups
    | All\ {n}\ (aspects|questions)
    | {(margin|difference|low|high|change|off|error)}\ (percentage\ )?points
    | {(share|high)}\ (of\ the\ \w+|are) | to\ {most}\ bands | {workbook}\ are
    | can\ hold\ {n}\ characters""",
    re.VERBOSE,
)


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


def fixed_plurals(text: str) -> list[str]:
    """Where a sentence says a word for many, whatever the count: “{n} rows”, “{n} new rows are”."""
    found = []
    for match in re.finditer(r"{\w+}(?: of {\w+})? ((?:\w+ ){0,2}\w+)", NEVER_ONE.sub("", text)):
        for word in match[1].split():
            if word in NO_NOUNS:
                break
            if re.fullmatch(r"(\w{2,}s|people|are|have|were)", word):
                found.append(match[0])
                break
    return found


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{n} rows are left", ["{n} rows are left"]),
        ("{n} of {all} new projects", ["{n} of {all} new projects"]),
        ("about {n} people", ["{n} people"]),
        ("{n} {n:row is|rows are} left, {people} {people:person|people}", []),
        ("{workbook} holds no sheets", []),
        ("rows: {n}", []),
        ("fewer than {n} people", []),
    ],
)
def test_fixed_plurals_are_found(text: str, found: list[str]) -> None:
    assert fixed_plurals(text) == found


def test_no_sentence_says_many_where_there_may_be_one() -> None:
    """{n} {n:row|rows}, not “{n} rows”. Where it can't be one or is no noun, add to the lists above."""
    assert {text for text in (*sentences(), *catalog("th")) if fixed_plurals(text)} == set()


def test_words_for_one_and_many_are_english_and_whole() -> None:
    pairs = {text: re.findall(r"{\w+:([^{}]*)}", text) for text in sentences()}
    assert len([text for text, found in pairs.items() if found]) > 100
    assert {
        text for text, found in pairs.items() for each in found if not re.fullmatch(r"[^|]+\|[^|]+", each)
    } == set()
    assert {thai for thai in catalog("th").values() if re.search(r"{\w+:", thai)} == set()


@pytest.mark.parametrize("language", ["th", "en"])
def test_numbers_in_a_sentence_are_in_the_chosen_digits(language: str) -> None:
    says: Words = words(language, "thai")
    assert "๑๒" in says("{n} of {most}", n=12, most=20)


def test_numbers_that_a_sentence_holds_itself_are_in_the_chosen_digits() -> None:
    known = "It takes at least two answers to say how sure a mean is."
    text = "Export the file again as CSV UTF-8, or as .xlsx."
    for digits, two in (("thai", "๒"), ("arabic", "2")):
        assert {"๒", "2"} & set(words("th", digits)(known)) <= {two}
        assert "UTF-8" in words("th", digits)(text)
    both = [words("th", digits)("Promoters (9-10)") for digits in ("arabic", "thai")]
    assert both == ["ผู้สนับสนุน (9–10)", "ผู้สนับสนุน (๙–๑๐)"]
    assert not [text for text, thai in catalog("th").items() if set(thai) & set("๐๑๒๓๔๕๖๗๘๙")]


def test_a_sentence_without_translation_stays_english() -> None:
    assert words("th")("no such sentence in any catalog") == "no such sentence in any catalog"
