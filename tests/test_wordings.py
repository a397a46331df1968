"""An office's own wording of sentences: in their place, marked when figures change, kept on both engines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analytics.assessment import Inputs, assess
from analytics.narrative import Paragraph, Sentence
from analytics.reports.form import document
from analytics.reports.summary import summary
from analytics.wordings import Passage, Wording, Wordings, account, entry, passages, stale_mark
from data.store import Store
from data.stored.conflicts import ChangedMeanwhile
from data.stored.wordings import leave_out, reword, wordings
from tests.test_summary import RUBRIC, full
from tests.walking import click, go, shown
from ui.text import words

ENGLISH, THAI = words("en"), words("th", "thai")
OVERALL = Sentence("survey/a/overall", "The mean is 4.22.", (("n", 330), ("mean", 4.22)))
TOP = Sentence("survey/a/top", "80% are satisfied.", (("percent", 80.0),))
SCORE = Sentence("score/now", "16 points.", (("score", 16),))
TEXT = (Paragraph("survey/0", "Users", (OVERALL, TOP)), Paragraph("score", "Score", (SCORE,)))
MINE = Wording("People like us.", (("n", 318), ("mean", 4.15)), "Somchai")


def told(own: dict[str, Wording] | None = None, out: frozenset[str] = frozenset()) -> tuple[Passage, ...]:
    return passages(account(TEXT, Wordings(own or {}, out)), ENGLISH)


def test_without_own_words_the_text_is_the_programs() -> None:
    assert told() == (
        Passage(
            "survey/0", "Users", (("The mean is 4.22.", ""), ("80% are satisfied.", "")), ("overall", "top")
        ),
        Passage("score", "Score", (("16 points.", ""),)),
    )


def test_own_words_written_for_other_figures_are_marked() -> None:
    ((first, _), _) = (each.sentences for each in told({OVERALL.key: MINE}))
    assert first == ("People like us.", "(Figures have changed: was 318, is now 330; was 4.15, is now 4.22)")
    ((first, _), _) = (each.sentences for each in told({OVERALL.key: replace(MINE, figures=OVERALL.figures)}))
    assert first == ("People like us.", "")


@pytest.mark.parametrize(
    ("figures", "english", "thai"),
    [
        ((("mean", 4.15),), "was 4.15, is now 4.22; was –, is now 330", "เดิม ๔.๑๕ ขณะนี้ ๔.๒๒; เดิม – ขณะนี้ ๓๓๐"),
        ((("n", 330), ("mean", 4.22), ("band", "Much")), "was Much, is now –", "เดิม มาก ขณะนี้ –"),
        (
            (("n", 1), ("mean", 1.0), ("sd", 1.0), ("low", 2.0)),
            "was 1, is now 330; was 1.00, is now 4.22; was 1.00, is now –; and 1 more",
            "เดิม ๑ ขณะนี้ ๓๓๐; เดิม ๑.๐๐ ขณะนี้ ๔.๒๒; เดิม ๑.๐๐ ขณะนี้ – และอีก ๑ จุด",
        ),
    ],
)
def test_what_changed_in_words(figures: tuple[tuple[str, float], ...], english: str, thai: str) -> None:
    (one, _) = (
        account(TEXT, Wordings({OVERALL.key: replace(MINE, figures=figures)}, frozenset()))
        .sections[0]
        .sentences
    )
    assert stale_mark(one, ENGLISH) == f"Figures have changed: {english}"
    assert stale_mark(one, THAI) == f"ตัวเลขเปลี่ยนแล้ว: {thai}"


def test_a_change_that_has_no_figure_to_show_is_told_all_the_same() -> None:
    own = {OVERALL.key: replace(MINE, figures=(*OVERALL.figures, ("what.said", "Complete “{name}”")))}
    (one, _) = account(TEXT, Wordings(own, frozenset())).sections[0].sentences
    assert one.stale and stale_mark(one, ENGLISH) == "Figures have changed"


def test_what_is_left_out_is_in_no_document_and_its_heading_goes_to_what_stays() -> None:
    assert told(out=frozenset({SCORE.key, OVERALL.key})) == (
        Passage("survey/0", "Users", (("80% are satisfied.", ""),), ("top",)),
    )


def test_words_of_sentences_that_are_gone_are_left_over() -> None:
    assert account(TEXT, Wordings({"survey/b/overall": MINE}, frozenset())).left_over == (
        ("survey/b/overall", MINE),
    )


def test_documents_hold_own_words_and_their_mark() -> None:
    passage = Passage("survey/0", "Users", (("=People {like} us\x00.", "(Figures have changed)"),))
    form = docx.Document(io.BytesIO(document(full(), ENGLISH, told=[passage])))
    assert "=People {like} us. (Figures have changed)" in [p.text for p in form.paragraphs]
    sheet = openpyxl.load_workbook(io.BytesIO(summary(full(), ENGLISH, told=[passage])))[
        "Summary of findings"
    ]
    cell = next(c for row in sheet for c in row if c.value and "People" in str(c.value))
    assert cell.data_type == "s" and cell.value == "=People {like} us. (Figures have changed)"
    empty = assess(Inputs(), RUBRIC)
    assert zipfile.is_zipfile(io.BytesIO(document(empty, ENGLISH, told=())))


# --- The store ----------------------------------------------------------------------------------


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def test_words_are_kept_by_language_and_given_back(store: Store) -> None:
    id = store.create("ก", 2561, "participation-2561").id
    reword(store, id, "th", OVERALL.key, MINE)
    reword(store, id, "en", OVERALL.key, replace(MINE, text="In English", who=None))
    leave_out(store, id, TOP.key, True, "Malee")
    thai, english = wordings(store, id, "th"), wordings(store, id, "en")
    assert thai == Wordings({OVERALL.key: MINE}, frozenset({TOP.key}))
    assert english.own[OVERALL.key].text == "In English" and english.left_out == {TOP.key}
    assert store.setting(id, "texts")[f"th:{OVERALL.key}"] == entry(MINE, "th")
    reword(store, id, "th", OVERALL.key, None)
    reword(store, id, "en", OVERALL.key, None)
    leave_out(store, id, TOP.key, False)
    assert store.setting(id, "texts") is None
    who = {change.who for change in store.changes(id) if change.entity == "setting"}
    assert {"Somchai", "Malee"} <= who


def test_words_that_somebody_saved_meanwhile_are_not_lost(store: Store) -> None:
    id = store.create("ก", 2561, "participation-2561").id
    reword(store, id, "th", OVERALL.key, MINE, seen=1)
    other = replace(MINE, text="Others", who="Malee")
    for again in (
        lambda: reword(store, id, "th", OVERALL.key, other, seen=1),
        lambda: reword(store, id, "th", OVERALL.key, None, who="Malee", seen=1),
    ):
        with pytest.raises(ChangedMeanwhile) as refused:
            again()
        assert refused.value.change.who == "Somchai"
    # Another sentence, another language and what is left out don't meet it.
    reword(store, id, "th", TOP.key, other, seen=1)
    reword(store, id, "en", OVERALL.key, other, seen=1)
    leave_out(store, id, OVERALL.key, True, "Malee", seen=1)
    assert wordings(store, id, "th") == Wordings(
        {OVERALL.key: MINE, TOP.key: other}, frozenset({OVERALL.key})
    )
    leave_out(store, id, OVERALL.key, False, "Somchai")
    with pytest.raises(ChangedMeanwhile):
        leave_out(store, id, OVERALL.key, True, "Nok", seen=4)
    with pytest.raises(KeyError):
        reword(store, 999, "th", TOP.key, other)


# --- The page -----------------------------------------------------------------------------------


def test_a_sentence_is_changed_goes_stale_is_accepted_and_goes_back(app: AppTest) -> None:
    from ui import cache

    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    go(app, "report")
    assert "ผู้ตอบแบบสอบถามจำนวน 318 คน พบว่า ภาพรวมอยู่ในระดับมาก (x̄ = 4.15, S.D. = 0.94)" in shown(app)
    (saved,) = cache.store().assessments()
    app.toggle(key=f"narrative-edit-{saved.id}").set_value(True).run()
    app.text_area[0].set_value("ประชาชนพึงพอใจมาก (4.15)")
    next(b for b in app.button if b.label == "ใช้ถ้อยคำนี้").click().run()
    assert not app.exception
    ((key, mine),) = wordings(cache.store(), saved.id, "th").own.items()
    assert mine.text == "ประชาชนพึงพอใจมาก (4.15)" and dict(mine.figures)["mean"] == 4.15
    older = replace(mine, figures=tuple((n, 4.05 if n == "mean" else f) for n, f in mine.figures))
    reword(cache.store(), saved.id, "th", key, older)
    reword(cache.store(), saved.id, "th", "survey/gone/top", older)
    app.run()
    assert "ตัวเลขเปลี่ยนแล้ว: เดิม 4.05 ขณะนี้ 4.15" in shown(app)
    assert "ประโยคเดิมของระบบ: ผลการสำรวจความพึงพอใจของผู้ตอบแบบสอบถามจำนวน 318 คน" in shown(app)
    next(b for b in app.button if b.label.startswith("ลบ “")).click().run()
    click(app, "ยังถูกต้องตามตัวเลขใหม่")
    assert wordings(cache.store(), saved.id, "th").own == {key: mine}
    assert "ตัวเลขเปลี่ยนแล้ว" not in shown(app)
    click(app, "กลับไปใช้ประโยคเดิม")
    next(b for b in app.button if b.label == "ตัดออกจากเอกสาร").click().run()
    assert wordings(cache.store(), saved.id, "en") == Wordings({}, frozenset({key}))
    app.toggle(key=f"narrative-edit-{saved.id}").set_value(False).run()
    assert "ภาพรวมอยู่ในระดับมาก" not in shown(app)
