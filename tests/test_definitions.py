"""Rubric files: what they define, and what is said about a mistake in one."""

import re
from pathlib import Path

import pytest

from analytics.rubric import RULES
from data.definitions import FOLDER, PARAMETERS, DefinitionError, parse_rubric, rubric, rubrics

FORM = Path(__file__).parents[2] / "shared" / "seed" / "form-2561.txt"
TEXT = (FOLDER / "participation-2561.toml").read_text(encoding="utf-8")


def test_the_rubric_of_2561() -> None:
    found = rubric()
    assert (found.id, found.version, found.fiscal_years, found.maximum) == (
        "participation-2561",
        "1",
        (2561,),
        20,
    )
    assert [(level.level, level.points, level.rule) for level in found.levels] == [
        (1, 4, "survey_held"),
        (2, 8, "statement"),
        (3, 12, "statement"),
        (4, 16, "projects_from_citizens"),
        (5, 20, "projects_from_citizens"),
    ]
    assert [level.parameters for level in found.levels[3:]] == [{"minimum": 2}, {"minimum": 3}]
    assert found.counted_statuses == ("completed",)
    assert set(found.title) == set(found.zero) == set(found.levels[0].short) == {"th", "en"}


def test_the_thai_texts_stand_as_the_form_has_them() -> None:
    if not FORM.exists():
        pytest.skip(f"{FORM} is absent")
    form = FORM.read_text(encoding="utf-8")
    found = rubric()
    texts = [
        found.title,
        found.unit,
        found.dimension,
        found.zero,
        *(level.criterion for level in found.levels),
    ]
    assert [text["th"] for text in texts if text["th"] not in re.split(r"[\n\t]+", form)] == []


def test_every_file_is_found_and_its_name_is_its_id() -> None:
    assert "participation-2561" in rubrics()
    assert [rubric(name).id for name in rubrics()] == list(rubrics())


def test_an_unknown_rubric_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DefinitionError) as caught:
        rubric("participation-2099")
    assert "participation-2561" in str(caught.value)


def test_what_a_rule_needs_is_said_for_every_rule() -> None:
    assert PARAMETERS.keys() == RULES.keys()


RISE = "Levels and their points must rise from one to the next"
MISSING = "This key is missing"
UNKNOWN = "This key is not known"
NUMBER = "This is not such a number"
BANDS = "Bands must be of one figure, and each must begin above the one before"
STEPS = "Steps must rise, in items and in points, and not above the number of items"


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ('version = "1"', 'version = "1', "line 5", "The file is not valid TOML"),
        ('version = "1"', "version = 1", "version", "This is not a text"),
        ('version = "1"', "", "version", MISSING),
        ('version = "1"', 'version = "1"\ncolour = "red"', "colour", UNKNOWN),
        ("fiscal_years = [2561]", "fiscal_years = [2018]", "fiscal_years", "This is not such a list"),
        ("fiscal_years = [2561]", "fiscal_years = 2561", "fiscal_years", "This is not such a list"),
        ('["completed"]', '["finished"]', "counted_statuses", "There is no status “{status}”"),
        ('["completed"]', "[]", "counted_statuses", "This is not such a list"),
        ('rule = "survey_held"', 'rule = "asked_around"', "levels[1].rule", "There is no rule “{rule}”"),
        ("points = 8\n", "points = 4\n", "levels[2]", RISE),
        ("points = 8\n", "points = true\n", "levels[2].points", NUMBER),
        ("level = 5\n", "level = 4\n", "levels[5]", RISE),
        ("parameters.minimum = 2", "", "levels[4].parameters", MISSING),
        ("parameters.minimum = 2", "parameters.minimum = 0", "levels[4].parameters.minimum", NUMBER),
        ("parameters.minimum = 2", "parameters = {minimum = 2, least = 2}", ".parameters.least", UNKNOWN),
        ('short.en = "Used for plans and projects"', "", "levels[3].short.en", MISSING),
        ('short.en = "Used for plans and projects"', "short.en = ' '", "[3].short.en", "This is not a text"),
        ("[zero]", "[nought]", "zero", MISSING),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_place_and_remedy(old: str, new: str, place: str, what: str) -> None:
    assert old in TEXT
    with pytest.raises(DefinitionError) as caught:
        parse_rubric(TEXT.replace(old, new, 1), "ours.toml")
    problem = caught.value.problem
    assert problem.sheet == "ours.toml"
    assert place in (problem.value or "")
    assert problem.problem.text == what
    assert problem.remedy.text
    assert str(caught.value).startswith("ours.toml: ")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("points = 8\n", "points = true\n", "points = true"),
        ('rule = "survey_held"', 'rule = "asked_around"', 'rule = "asked_around"'),
        ("parameters.minimum = 3", "parameters.minimum = 0", "parameters.minimum = 0"),
        ("parameters.minimum = 2", "parameters = {minimum = 2, least = 2}", "parameters = {minimum"),
        ('short.en = "Used for plans and projects"', "", 'short.th = "ใช้วางแผน'),
        ('fiscal_years = [2561]', "fiscal_years = [1]", "fiscal_years = [1]"),
        ('en = "Report on the', "# en = ", "[title]"),
        ('version = "1"', 'version = "1', 'version = "1'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_its_line(old: str, new: str, line: str) -> None:
    text = TEXT.replace(old, new, 1)
    with pytest.raises(DefinitionError) as caught:
        parse_rubric(text, "ours.toml")
    row = caught.value.problem.row
    assert row is not None
    assert text.splitlines()[row - 1].startswith(line)


def test_a_text_over_several_lines_does_not_shift_the_lines() -> None:
    text = TEXT.replace('version = "1"', 'version = """\n[[levels]]\npoints = 3\n"""').replace(
        "points = 8\n", "points = 0\n"
    )
    with pytest.raises(DefinitionError) as caught:
        parse_rubric(text, "ours.toml")
    assert caught.value.problem.row == text.splitlines().index("points = 0") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "what"),
    [
        ("lpa", 'type = "weighted"', 'type = "heavy"', "type", "There is no type “{type}”"),
        ("lpa", "weight = 140", "weight = 0", "dimensions[1].weight", NUMBER),
        ("lpa", "maximum = 65", "", "dimensions[5].maximum", MISSING),
        ("lpa", 'key = "aspect-2"', 'key = "aspect-1"', "dimensions[2].key", "This key stands here twice"),
        ("lpa", "maximum = 65", 'rubric = "none"', "dimensions[5].rubric", "There is no rubric “{id}”"),
        ("lpa", "maximum = 65", 'rubric = "lpa"', "dimensions[5].rubric", "There is no rubric “{id}”"),
        (
            *("lpa", "maximum = 65", 'rubric = "programme-2561"', "dimensions[5].rubric"),
            "A dimension can't have a rubric that has dimensions",
        ),
        (
            *("programme-2561", 'weight = 20\nmaximum = 20', 'weight = 20\nrubric = "example-count"'),
            *("dimensions[3].rubric", "Only one dimension can have a rubric of its own"),
        ),
        ("ita-2565", "minimum = 55", "minimum = 50", "levels[2].parameters", BANDS),
        ("ita-2565", '"ita", minimum = 95', '"x", minimum = 95', "levels[6].parameters", BANDS),
        ("ita-2565", "minimum = 55", "minimum = -1", "levels[2].parameters.minimum", NUMBER),
        ("ita-2565", "minimum = 55", "minimum = nan", "levels[2].parameters.minimum", NUMBER),
        ("ita-2565", '"figure_at_least"', '"statement"', "levels[1].rule", "There is no rule “{rule}”"),
        ("ita-2565", "[zero_label]", "[nought_label]", "zero_label", MISSING),
        ("ita-2565", 'label = { th = "AA", en = "AA" }', "", "levels[6].label", MISSING),
        ("example-count", "points = 4\n", "points = 1\n", "steps", STEPS),
        ("example-count", "items = 4\n", "items = 5\n", "steps", STEPS),
        ("example-count", 'level = 1\n', 'level = 1\npoints = 3\n', "levels[1].points", UNKNOWN),
        ("example-additive", "level = 2\n", "level = 1\n", "levels[2]", RISE),
    ],
)  # fmt: skip
def test_a_mistake_in_another_type_is_named_too(file: str, old: str, new: str, place: str, what: str) -> None:
    text = (FOLDER / f"{file}.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DefinitionError) as caught:
        parse_rubric(text.replace(old, new, 1), f"{file}.toml")
    assert (caught.value.problem.value, caught.value.problem.problem.text) == (place, what)
    assert caught.value.problem.row is not None or place == "zero_label"


def test_levels_are_tables() -> None:
    head = TEXT.split("[[levels]]")[0]
    for levels in ("levels = 3\n", "levels = []\n", "levels = [1]\n"):
        with pytest.raises(DefinitionError, match="levels"):
            parse_rubric(levels + head, "ours.toml")
    with pytest.raises(DefinitionError, match="title: This is not a table"):
        parse_rubric(re.sub(r"\[title\]\n.*\n.*\n", "", 'title = "x"\n' + TEXT), "ours.toml")


def test_a_rule_may_have_what_it_does_not_need() -> None:
    text = TEXT.replace('rule = "survey_held"', 'rule = "survey_held"\nparameters.minimum_respondents = 30')
    assert parse_rubric(text, "ours.toml").levels[0].parameters == {"minimum_respondents": 30}
