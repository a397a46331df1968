"""Uploaded rubrics: what is said about mistakes, what a version would change, which one holds."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from analytics.rubric import State
from data.clean import without_personal
from data.definitions import DefinitionError, rubric, rubrics, shipped_text
from data.gather import layouts_of
from data.store import Store
from data.stored import rubric_files
from data.stored.entries import now
from data.stored.rubric_files import Preview, Refused, adopt, back_to_shipped, preview
from data.workbook import read

ID = "participation-2561"
TEXT = shipped_text(ID)
SAMPLES = Path(__file__).parent.parent / "data" / "samples"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def version(number: str, old: str = "", new: str = "") -> str:
    """The rubric of 2561 as another version, with one change."""
    assert old in TEXT
    return TEXT.replace('version = "1"', f'version = "{number}"').replace(old or TEXT[:0] or "\0", new)


def sample(store: Store, rubric: str = ID, *names: str) -> int:
    """The worked example (16, projected 20), saved."""
    saved = store.create("ศูนย์ตัวอย่าง", 2561, rubric)
    for name in names or ("survey-2561.xlsx", "projects-2561.xlsx", "form-2561.xlsx"):
        workbook = read((SAMPLES / name).read_bytes(), name)
        layouts = layouts_of(workbook)
        store.add_workbook(saved.id, without_personal(workbook, layouts), layouts)
    return saved.id


def last(told: Iterator[Preview]) -> Preview:
    *_, end = told
    return end


def test_without_an_upload_the_shipped_files_hold(store: Store) -> None:
    assert rubric_files.rubrics(store) == rubrics()
    for id in rubrics():
        assert rubric_files.rubric(store, id) == rubric(id)
        assert rubric_files.edition(store, id).shipped
    assert rubric_files.editions(store, ID) == ()
    with pytest.raises(DefinitionError, match="There is no rubric with this id"):
        rubric_files.rubric(store, "participation-2599")


def test_an_adopted_version_holds_until_the_shipped_one_is_gone_back_to(store: Store, database: str) -> None:
    before = {id: rubric_files.fingerprint(store, id) for id in rubric_files.rubrics(store)}
    adopt(store, version("2", "parameters.minimum = 3", "parameters.minimum = 4"), "ผู้อำนวยการ")
    store.close()
    again = Store(database)
    found = rubric_files.rubric(again, ID)
    assert (found.version, found.levels[4].parameters) == ("2", {"minimum": 4})
    (only,) = rubric_files.editions(again, ID)
    assert (only.version, only.shipped, only.who) == ("2", False, "ผู้อำนวยการ")
    assert rubric_files.text(again, ID) == version("2", "parameters.minimum = 3", "parameters.minimum = 4")
    # The programme has this rubric as its third dimension, so it is another one too; no other rubric is.
    changed = {id for id, sum in before.items() if rubric_files.fingerprint(again, id) != sum}
    assert changed == {ID, "programme-2561"}
    own = [d.rubric for d in rubric_files.rubric(again, "programme-2561").dimensions if d.rubric]
    assert [rubric.version for rubric in own] == ["2"]

    assert back_to_shipped(again, ID, "ผู้อำนวยการ").shipped
    assert rubric_files.rubric(again, ID).version == "1"
    assert {id: rubric_files.fingerprint(again, id) for id in before} == before
    assert [e.version for e in rubric_files.editions(again, ID)] == ["1", "2"]
    adopt(again, version("2", "parameters.minimum = 3", "parameters.minimum = 4"), "รองผู้อำนวยการ")
    assert rubric_files.edition(again, ID).who == "รองผู้อำนวยการ"
    again.close()


def test_a_rubric_with_an_id_of_its_own_is_one_more(store: Store) -> None:
    text = TEXT.replace(f'id = "{ID}"', 'id = "ours-2562"')
    adopt(store, text, "ผู้อำนวยการ")
    assert "ours-2562" in rubric_files.rubrics(store)
    assert rubric_files.rubric(store, "ours-2562").maximum == 20
    with pytest.raises(Refused, match="comes with no file"):
        back_to_shipped(store, "ours-2562", "ผู้อำนวยการ")


def test_the_preview_tells_who_would_change_and_how(store: Store) -> None:
    id = sample(store)
    programme = sample(store, "programme-2561")
    sample(store, "example-count")
    sample(store, ID, "survey-2561.xlsx")  # level 1 only: nothing that is changed below touches it
    # Four projects instead of two for level 4: the example has 2 completed and 1 under way.
    text = version("2", "parameters.minimum = 2", "parameters.minimum = 4")
    text = text.replace("parameters.minimum = 3", "parameters.minimum = 5")
    told = list(preview(store, text, "ours.toml", slice_of=1))
    assert [(one.done, one.total) for one in told] == [(1, 3), (2, 3), (3, 3)]
    effects = {effect.saved.id: effect for effect in told[-1].effects}
    assert effects.keys() == {id, programme}
    levels: tuple[tuple[int, State, State], ...] = ((4, "counted", "not_met"), (5, "claimed", "not_met"))
    assert (effects[id].before.score, effects[id].before.projected) == (16, 20)
    assert (effects[id].after.score, effects[id].after.projected) == (12, 12)
    assert effects[id].levels == effects[programme].levels == levels
    # Dimension 3 weighs 20 of 100: 16/20 of it before, 12/20 after.
    assert (effects[programme].before.score, effects[programme].after.score) == (20 * 16 / 20, 20 * 12 / 20)


def test_the_preview_and_what_then_holds_agree(store: Store) -> None:
    sample(store)
    text = version("2", 'counted_statuses = ["completed"]', 'counted_statuses = ["completed", "in_progress"]')
    (effect,) = last(preview(store, text.encode(), "ours.toml")).effects
    assert (effect.before.score, effect.after.score) == (16, 20)
    assert effect.levels == ((5, "claimed", "counted"),)
    adopt(store, text, "ผู้อำนวยการ")
    assert last(preview(store, text, "ours.toml")).effects == ()
    (back,) = last(rubric_files.preview_shipped(store, ID)).effects
    assert (back.before, back.after) == (effect.after, effect.before)


def test_levels_taken_out_and_put_in_are_told(store: Store) -> None:
    sample(store)
    (effect,) = last(preview(store, TEXT.split("[[levels]]\nlevel = 5")[0], "ours.toml")).effects
    assert effect.levels == ((5, "claimed", None),)
    assert (effect.before.maximum, effect.after.maximum) == (20, 16)


def test_a_change_of_words_only_changes_no_score(store: Store) -> None:
    sample(store)
    told = last(preview(store, version("2", "Used for plans and projects", "Used for plans"), "ours.toml"))
    assert told == Preview(1, 1, ())


def test_nothing_saved_is_told_at_once(store: Store) -> None:
    assert list(preview(store, version("2"), "ours.toml")) == [Preview(0, 0, ())]


def test_what_is_not_adopted_and_why(store: Store) -> None:
    with pytest.raises(Refused, match="Say who"):
        adopt(store, version("2"), " ")
    with pytest.raises(Refused, match="holds already"):
        adopt(store, TEXT.replace("\n", "\r\n").encode("utf-8-sig"), "ก")
    with pytest.raises(Refused, match="Version 1 is known with other content"):
        adopt(store, version("1", "points = 20", "points = 21"), "ก")
    adopt(store, version("10"), "ก")
    with pytest.raises(Refused, match="Version 10 is known"):
        adopt(store, version("10", "points = 20", "points = 21"), "ก")
    with pytest.raises(Refused, match="Version 9 is older than version 10") as refused:
        adopt(store, version("9"), "ก")
    assert refused.value.asks
    adopt(store, version("9"), "ก", older_too=True)
    assert rubric_files.edition(store, ID).version == "9"
    with pytest.raises(Refused, match="Say who"):
        back_to_shipped(store, ID, "")
    back_to_shipped(store, ID, "ก")
    with pytest.raises(Refused, match="holds already"):
        back_to_shipped(store, ID, "ก")


def test_who_adopted_what_is_in_the_trail(store: Store) -> None:
    adopt(store, version("2"), "ผู้อำนวยการ")
    back_to_shipped(store, ID, "รองผู้อำนวยการ")
    adopt(store, version("2"), "หัวหน้า")
    trail = [
        (c.entity, c.action, c.who, (c.after or c.before or {})["rubric_version"]) for c in store.changes()
    ]
    assert trail[::-1] == [
        ("rubric", "added", "ผู้อำนวยการ", "2"),
        ("rubric", "added", "รองผู้อำนวยการ", "1"),
        ("rubric", "removed", "หัวหน้า", "2"),
        ("rubric", "added", "หัวหน้า", "2"),
    ]
    assert all("[[levels]]" not in str(change.after) for change in store.changes())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """What is said about a file takes no particular engine."""
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'saisaat.db'}")
    yield opened
    opened.close()


LPA, ADDITIVE = shipped_text("lpa"), shipped_text("example-additive")
NUMBER = "not such a number"
SYNTAX = "The file is not valid TOML"
DEEP = "x = " + "[" * 20_000


@pytest.mark.parametrize(
    ("content", "line", "place", "what"),
    [
        (TEXT.replace('version = "1"', "version = 1."), 5, "(at line 5", SYNTAX),
        (TEXT.replace("[unit]", "[title]"), 13, "(at line 13", SYNTAX),
        (TEXT.replace("[unit]", "[unit"), 13, "(at line 13", SYNTAX),
        (TEXT + '\nx = """', TEXT.count("\n") + 2, "end of document", SYNTAX),
        (TEXT.replace('version = "1"', f"version = {'9' * 5000}"), None, "", SYNTAX),
        (DEEP, 1, "recursion", SYNTAX),
        (TEXT.replace('"statement"', '"guess"', 1), 'rule = "guess"', "levels[2].rule", "no rule"),
        (TEXT.replace("level = 3\n", "level = 2\n"), "level3", "levels[3]", "must rise"),
        (TEXT.replace("points = 12", "points = -12"), "points = -12", "levels[3].points", NUMBER),
        (TEXT.replace("points = 12", "points = 12.5"), "points = 12.5", "levels[3].points", NUMBER),
        (TEXT.replace("points = 12", "points = '12'"), "points = '12'", "levels[3].points", NUMBER),
        (TEXT.replace("points = 20", f"points = {10**18}"), "points = 10", "[5].points", NUMBER),
        (TEXT.replace("th = \"แบบ", "# th = \"แบบ"), "[title]", "title.th", "This key is missing"),
        (TEXT.replace(f'id = "{ID}"', 'id = "Ours/../2561"'), "id =", "id", "small letters"),
        (ADDITIVE + "enough.th = ['ก']\n", "enough.th", "[3].enough.en", "This key is missing"),
        (ADDITIVE + "enough = { th = ['ก'], en = [''] }\n", "enough = ", "[3].enough.en", "not such a list"),
        (TEXT + '# """\ncolour = 1\n', "colour", "levels[5].colour", "This key is not known"),
        (LPA.replace("maximum = 65", 'rubric = "lpa"'), 'rubric = "lpa"', "[5].rubric", "There is no rubric"),
        ("ไม่ใช่".encode("cp874"), None, "–", "not text in UTF-8"),
        (b"#" * 600_000, None, "–", "far larger"),
        (b"", 1, "levels", "This key is missing"),
    ],
)  # fmt: skip
def test_mistakes_are_named_by_line_key_and_remedy(
    empty: Store, content: str | bytes, line: str | int | None, place: str, what: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        preview(empty, content if isinstance(content, bytes) else content.encode(), "ours.toml")
    problem = caught.value.problem
    assert place in (problem.value or "")
    assert what in problem.problem.text
    assert problem.remedy.text
    if isinstance(line, int):
        assert problem.row == line
    elif line == "level3":
        lines = TEXT.split("\n")
        assert problem.row == [i for i, one in enumerate(lines, 1) if one == "[[levels]]"][2]
    elif line is not None:
        assert problem.row is not None
        assert str(content).split("\n")[problem.row - 1].startswith(line)


def test_a_rubric_that_is_a_dimension_of_another_stays_one_that_can_be(store: Store) -> None:
    text = LPA.replace('id = "lpa"', f'id = "{ID}"').replace("fiscal_years = [", "fiscal_years = [2561, ")
    with pytest.raises(DefinitionError) as caught:
        adopt(store, text.replace('version = "1"', 'version = "2"'), "ก", "ours.toml")
    assert dict(caught.value.problem.problem.values) == {"other": "programme-2561"}
    assert rubric_files.edition(store, ID).shipped


def test_a_version_is_dated_when_its_turn_comes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one adopted last holds, also where it had begun before another one that was quicker."""
    looked = rubric_files.objection
    turns: list[datetime] = []

    def in_turn(*of: Any) -> Refused | None:
        turns.append(now())
        return looked(*of)

    monkeypatch.setattr(rubric_files, "objection", in_turn)
    adopted = adopt(store, version("2"), "กรม")
    assert adopted.adopted_at is not None and adopted.adopted_at >= turns[0]


@pytest.mark.parametrize("what", ["the same file", "two versions", "back to the shipped one"])
def test_of_two_who_adopt_at_the_same_moment_both_get_an_answer(database: str, what: str) -> None:
    stores = [Store(database), Store(database)]
    adopt(stores[0], version("2"), "กรม")
    adopt(stores[0], version("3"), "กรม")
    start = Barrier(2)
    answers: list[str] = []

    def work(number: int, store: Store) -> None:
        start.wait()
        try:
            if what == "back to the shipped one":
                back_to_shipped(store, ID, f"ผู้ดูแล {number}")
            else:
                adopt(store, version("4" if what == "the same file" else f"{4 + number}"), f"ผู้ดูแล {number}")
            answers.append("adopted")
        except Refused as refused:
            answers.append(refused.message.text)

    threads = [Thread(target=work, args=pair) for pair in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2 and "adopted" in answers
    if what == "two versions":  # where version 5 came first, version 4 is older
        assert set(answers) <= {
            "adopted",
            "Version {version} is older than version {holds}, which holds now.",
        }
        assert rubric_files.edition(stores[0], ID).version == "5"
    else:
        assert sorted(answers) == ["This very version holds already.", "adopted"]
    for store in stores:
        store.close()
