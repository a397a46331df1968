"""Codebook files: what is written is read again, what is wrong is named, nobody's data is in one."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analytics.codebook import Scale
from cli import app
from data import assign
from data.codebooks import CodebookDamaged, apply, as_confirmed, essence, from_toml, to_toml
from data.gather import layouts_of, load
from data.layout import Column, Layout
from data.recognise import recognise_sheet
from data.roles import with_day_first
from data.workbook import Sheet, Workbook, read_path
from tests.lookalikes import MUCH, SHAPES, Rows, sheet


def survey(n: int = 20, words: list[str] = MUCH, name: str = "คำตอบ") -> Sheet:
    rows: Rows = [["เพศ", "สะดวก", "รวดเร็ว", "เบอร์โทร", "ข้อเสนอแนะ"]]
    for i in range(n):
        note = "อยากให้เปิดบริการวันเสาร์ด้วยครับ" if i == 3 else None
        rows.append([["ชาย", "หญิง"][i % 2], words[i % len(words)], words[i % 3], f"08100000{i:02}", note])
    return sheet(rows, name)


def figures(layout: Layout, one: Sheet) -> dict[str, dict[int, int]]:
    (found,) = load(Workbook("w.xlsx", "0" * 64, "xlsx", (one,)), (layout,)).inputs.surveys
    return {item.text: found.item(item.key).counts for item in found.tally.codebook.items}


def test_what_is_written_is_read_again() -> None:
    layout = assign.with_turned(recognise_sheet(survey()), 1)
    (found,) = from_toml(to_toml([layout, Layout("ว่าง", "other")]), "a.toml")
    assert (found.kind, found.fingerprint, found.sheet) == ("responses", layout.fingerprint, "คำตอบ")
    kept = [(c.header, c.role, c.scale, dict(c.codes)) for c in essence(layout).columns]
    assert [(c.header, c.role, c.scale, dict(c.codes)) for c in found.columns] == kept


@given(st.text(), st.text(min_size=1))
def test_any_header_and_label_survive(header: str, label: str) -> None:
    clean = "".join(c for c in header if c != "\x7f" and not "\ud800" <= c <= "\udfff")
    word = "".join(c for c in label if c != "\x7f" and not "\ud800" <= c <= "\udfff")
    column = Column(0, header, "item", assign.BY_HAND, scale=Scale("s", (1, 2)), codes=((label, 2),))
    (found,) = from_toml(to_toml([Layout("s", "responses", columns=(column,))]), "a.toml")
    assert found.columns[0].header == clean
    assert found.columns[0].codes == ((word, 2),)


def test_a_codebook_holds_no_answer_of_anybody() -> None:
    one = survey()
    layout = recognise_sheet(one)
    (item,) = [c for c in layout.columns if c.header == "สะดวก"]
    written = replace(item, codes=(*item.codes, ("โทรหา 0899999999", -3)))
    text = to_toml([replace(layout, columns=tuple(written if c == item else c for c in layout.columns))])
    assert "เบอร์โทร" in text
    assert "0810" not in text
    assert "0899" not in text
    assert "วันเสาร์" not in text


def test_a_codebook_reads_a_colleagues_workbook_the_same_way() -> None:
    mine = assign.with_column(assign.with_turned(recognise_sheet(survey()), 1), survey(), 0, "other")
    hers = survey(30, name="Form Responses 1")
    (changed,) = apply([recognise_sheet(hers)], [hers], from_toml(to_toml([mine]), "a.toml"), "a.toml")
    plain = figures(recognise_sheet(hers), hers)
    assert figures(changed, hers)["สะดวก"] == {6 - point: n for point, n in plain["สะดวก"].items()}
    assert figures(changed, hers)["รวดเร็ว"] == plain["รวดเร็ว"]
    assert changed.columns[0].role == "other"


def test_a_codebook_finds_its_sheet_among_others_and_leaves_the_rest_alone() -> None:
    mine = assign.with_turned(recognise_sheet(survey()), 1)
    other = SHAPES["neighbours_tell_the_family"](random.Random(1)).sheets[0]
    sheets = (other, survey(25))
    known = [recognise_sheet(one) for one in sheets]
    changed = apply(known, sheets, from_toml(to_toml([mine]), "a.toml"), "a.toml")
    assert changed[0] == known[0]
    assert assign.is_turned(changed[1].columns[1])


def test_a_codebook_names_the_header_where_nothing_was_recognised() -> None:
    rows: Rows = [["ข", "สะดวก"], *([f"ข้อความที่ {i}", f"ระดับ{'กขค'[i % 3]}"] for i in range(12))]
    one = sheet(rows)
    assert recognise_sheet(one).kind == "other"
    scale = Scale("ระดับ", (1, 2, 3))
    codes = (("ระดับก", 1), ("ระดับข", 2), ("ระดับค", 3))
    by_hand = assign.as_kind(one, "responses", 1)
    assert by_hand is not None
    columns = (by_hand.columns[0], replace(by_hand.columns[1], role="item", scale=scale, codes=codes))
    text = to_toml([replace(by_hand, columns=columns)])
    (changed,) = apply([recognise_sheet(one)], [one], from_toml(text, "a.toml"), "a.toml")
    assert figures(changed, one) == {"สะดวก": {1: 4, 2: 4, 3: 4}}


def test_a_codebook_of_other_headers_is_refused() -> None:
    one = sheet([["สี", "ขนาด"], ["แดง", 5]])
    with pytest.raises(CodebookDamaged) as refused:
        apply(
            [recognise_sheet(one)], [one], from_toml(to_toml([recognise_sheet(survey())]), "a.toml"), "a.toml"
        )
    assert dict(refused.value.problems[0].problem.values) == {"file": "a.toml"}


def test_personal_columns_stay_left_out_unless_the_codebook_says_why() -> None:
    one = survey()
    layout = recognise_sheet(one)
    named = replace(
        layout, columns=tuple(replace(c, role="identifier") if c.index == 3 else c for c in layout.columns)
    )
    (same,) = apply([layout], [one], from_toml(to_toml([named]), "a.toml"), "a.toml")
    assert same.columns[3].role == "personal"
    back = assign.with_reason(layout, one, 3, "identifier", "ใช้แจ้งผลกลับ")
    (brought,) = apply([layout], [one], from_toml(to_toml([back]), "a.toml"), "a.toml")
    assert brought.columns[3].role == "identifier"
    assert dict(brought.columns[3].why.values) == {"reason": "ใช้แจ้งผลกลับ"}
    assert as_confirmed(layout, one, back).columns[3].role == "personal", "an old reason is not a new one"


def test_what_was_asked_once_is_not_asked_again() -> None:
    made = SHAPES["either_of_two_families"](random.Random(1))
    one = made.sheets[0]
    layout = recognise_sheet(one)
    (asked,) = [c.index for c in layout.columns if assign.asked(layout, c.index)]
    ways = assign.readings_of(layout, one, asked)
    chosen = assign.with_reading(layout, one, ways[1])
    again = as_confirmed(layout, one, essence(chosen))
    assert not assign.asked(again, asked)
    assert figures(again, one) == figures(chosen, one)


def test_what_was_not_answered_is_asked_again() -> None:
    made = SHAPES["either_of_two_families"](random.Random(1))
    one = made.sheets[0]
    layout = recognise_sheet(one)
    again = as_confirmed(layout, one, essence(layout))
    assert again.problems == layout.problems
    assert again.columns == layout.columns


def test_whether_the_day_comes_first_is_remembered_and_written() -> None:
    layout = with_day_first(recognise_sheet(survey()), False)
    (found,) = from_toml(to_toml([layout]), "a.toml")
    assert found.day_first is False
    assert as_confirmed(recognise_sheet(survey()), survey(), essence(layout)).day_first is False
    assert from_toml(to_toml([recognise_sheet(survey())]), "a.toml")[0].day_first is None


def test_new_answers_are_read_on_the_remembered_scale() -> None:
    old = recognise_sheet(survey(words=["มากที่สุด", "มาก", "ปานกลาง"]))
    one = survey(words=MUCH)
    again = as_confirmed(recognise_sheet(one), one, essence(old))
    assert figures(again, one) == figures(recognise_sheet(one), one)


GOOD = """
format = 1
[[sheet]]
name = "คำตอบ"
kind = "responses"
header_row = 1
[[sheet.column]]
header = "สะดวก"
role = "item"
[sheet.column.scale]
name = "1-5"
kind = "numbers"
points = [1, 2, 3, 4, 5]
labels = []
[sheet.column.codes]
"5" = 5
"0" = "not applicable"
"""


def test_a_codebook_written_by_hand_is_read() -> None:
    (found,) = from_toml(GOOD, "a.toml")
    assert dict(found.columns[0].codes) == {"5": 5, "0": -2}


@pytest.mark.parametrize(
    ("was", "becomes", "key", "told"),
    [
        ("format = 1", "format = 9", "format", "version"),
        ("format = 1", "format = 1 1", "", "line 2"),
        ('kind = "responses"', 'kind = "poem"', "sheet 1, kind", "one of"),
        ("header_row = 1", "header_row = 1\nday_first = 1", "sheet 1, day_first", "true or false"),
        ("header_row = 1", 'header_row = "1"', "sheet 1, header_row", "whole number"),
        ('header = "สะดวก"', "header = 3", "sheet 1, column 1, header", "text"),
        ('role = "item"', 'role = "hero"', "sheet 1, column 1, role", "one of"),
        ('name = "1-5"', "", "sheet 1, column 1, scale, name", "text"),
        ('kind = "numbers"', 'kind = "x"', "sheet 1, column 1, scale, kind", "one of"),
        ("points = [1, 2, 3, 4, 5]", "points = [1, 1]", "sheet 1, column 1, scale, points", "rise"),
        ("points = [1, 2, 3, 4, 5]", "points = [-1, 1]", "sheet 1, column 1, scale, points", "whole numbers"),
        ("labels = []", "labels = [1]", "sheet 1, column 1, scale, labels", "texts"),
        ('"5" = 5', '"5" = 6', "sheet 1, column 1, codes, 5", "point"),
        ('"5" = 5', '"5" = true', "sheet 1, column 1, codes, 5", "point"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_key(was: str, becomes: str, key: str, told: str) -> None:
    assert was in GOOD
    with pytest.raises(CodebookDamaged) as refused:
        from_toml(GOOD.replace(was, becomes), "a.toml")
    problem = refused.value.problems[0]
    values = dict(problem.problem.values)
    assert (values["file"], values["key"]) == ("a.toml", key)
    assert told in problem.problem.text.format(**values)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00x", b"", b"format = 1", b"format = 1\nsheet = [3]"])
def test_no_codebook_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(CodebookDamaged):
        from_toml(content, "a.toml")


# --- In the terminal --------------------------------------------------------------------------------

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "data" / "samples").glob("*.xlsx"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def turned(tmp_path: Path) -> Path:
    """A codebook of the sample survey that takes its first item the other way up."""
    (path,) = [path for path in SAMPLES if path.name.startswith("survey")]
    (layout,) = layouts_of(read_path(path))
    first = next(c.index for c in layout.columns if c.role == "item")
    codebook = tmp_path / "กลับด้าน.toml"
    codebook.write_text(to_toml([assign.with_turned(layout, first)]), encoding="utf-8")
    return codebook


def test_the_terminal_reads_by_a_codebook(turned: Path) -> None:
    plain = json.loads(run("tally", *SAMPLES, "--json").stdout)
    result = run("tally", *SAMPLES, "--json", "--codebook", turned)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    (before,), (after,) = ([s for one in all for s in one["surveys"]] for all in (plain, found))
    counts = before["items"][0]["counts"]
    assert after["items"][0]["counts"] == {str(6 - int(point)): n for point, n in counts.items()}
    assert after["items"][1:] == before["items"][1:]


def test_score_and_report_take_a_codebook_too(turned: Path, tmp_path: Path) -> None:
    assert run("score", *SAMPLES, "--json", "--codebook", turned).exit_code == 0
    assert (
        run("report", *SAMPLES, "--out", tmp_path, "--formats", "xlsx", "--codebook", turned).exit_code == 0
    )


def test_the_terminal_names_what_is_wrong_with_a_codebook(turned: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "เสีย.toml"
    damaged.write_text("format = ", encoding="utf-8")
    projects = [path for path in SAMPLES if path.name.startswith("projects")]
    for codebook, told in (
        (damaged, "เสีย.toml"),
        (tmp_path / "ไม่มี.toml", "ไม่มี.toml"),
        (turned, "projects-2561.xlsx"),
    ):
        result = run("tally", *projects, "--codebook", codebook)
        assert result.exit_code == 2
        assert told in result.stderr
        assert "Traceback" not in result.stderr
