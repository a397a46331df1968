"""The documents of every assessment in folders, and the database brought up to date, in the terminal."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pyarrow as pa
import pytest
import streamlit as st
from click.testing import Result
from pptx import Presentation
from sqlalchemy import text
from typer.testing import CliRunner

from analytics.reports.formats import Format
from analytics.statistics.same_items import plain
from analytics.statistics.samplesize import Sample, claim
from analytics.wordings import Wording
from analytics.words import Language, message
from cli import app
from data.clean import without_personal
from data.gather import layouts_of
from data.held import SAME_ITEMS, years_of
from data.store import ROOT, Saved, Store, connected
from data.stored.outcomes import keep_sample, work_out
from data.stored.upgrade import migrate, revision_of, revisions
from data.stored.wordings import reword
from data.workbook import Sheet, Workbook, read_path
from tests.documents import bare
from ui.cache_narrative import account_of, passages_of
from ui.exporting import HISTORY, RECORD, folders
from ui.making import NotMade, make
from ui.text import words

SAMPLES = sorted((ROOT / "data" / "samples").glob("*.xlsx"))
UNIT = "ศูนย์สารสนเทศ: กลาง/เหนือ"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--language", "en"])


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Two assessments: one of the samples, one without anything."""
    url = f"sqlite:///{tmp_path / 'saisaat.db'}"
    monkeypatch.setenv("SAISAAT_DATABASE_URL", url)
    opened = Store(url)
    full = opened.create(UNIT, 2561, "participation-2561")
    for path in SAMPLES:
        workbook = read_path(path)
        layouts = layouts_of(workbook)
        opened.add_workbook(full.id, without_personal(workbook, layouts), layouts)
    opened.create("B", 2561, "participation-2561")
    yield opened
    opened.close()


# Each answered by 40 people. 2560: 3 and 4 in turn, a mean of 3.50. 2561: three questions 4 and 5 in turn, of
# 4.50, the last as before; all four (3 x 4.50 + 3.50) / 4 = 4.25, up by 0.75.
LABELS = {3: "ปานกลาง", 4: "มาก", 5: "มากที่สุด"}
ASKED = ("เจ้าหน้าที่สุภาพ", "ขั้นตอนไม่ยุ่งยาก", "สถานที่สะอาด", "ที่จอดรถเพียงพอ")
ROSE = {
    "th": "เมื่อเปรียบเทียบข้อคำถามที่ถามเหมือนกัน 4 ข้อ ค่าเฉลี่ยเพิ่มขึ้นจาก 3.50 ใน 2560 เป็น 4.25 ใน 2561",
    "en": "Over the 4 questions that were asked each time, the mean rose from 3.50 in 2560 to 4.25 in 2561",
}


def survey(name: str, *means: float) -> Workbook:
    """40 answers to each question, half of them the point below its mean and half the point above."""
    columns = {
        f"{n}": pa.array(
            [f"ความพึงพอใจ [{ASKED[n]}]", *[LABELS[int(mean - 0.5)], LABELS[int(mean + 0.5)]] * 20]
        )
        for n, mean in enumerate(means)
    }
    return Workbook(name, name.encode().hex().ljust(64, "0"), "xlsx", (Sheet("Sheet1", pa.table(columns)),))


@pytest.fixture
def years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Two years of one unit, the later made first."""
    url = f"sqlite:///{tmp_path / 'saisaat.db'}"
    monkeypatch.setenv("SAISAAT_DATABASE_URL", url)
    st.cache_resource.clear()  # pages that other tests opened on stores of their own
    st.cache_data.clear()
    opened = Store(url)
    for year, means in ((2561, (4.5, 4.5, 4.5, 3.5)), (2560, (3.5,) * 4)):
        saved = opened.create("ศูนย์สมมุติ", year, "participation-2561")
        workbook = survey(f"{year}.xlsx", *means)
        opened.add_workbook(saved.id, workbook, layouts_of(workbook))
    yield opened
    opened.close()
    st.cache_resource.clear()
    st.cache_data.clear()


def documents(folder: Path) -> dict[str, int]:
    """Every document by its place, and when it was written."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (RECORD, HISTORY)
    }


def test_every_assessment_gets_a_folder_and_only_what_changed_is_made_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quick(kind: Format, *given: Any, **more: Any) -> bytes:
        return make(kind, *given, **more) if kind in ("xlsx", "zip") else kind.encode()

    monkeypatch.setattr("ui.exporting.make", quick)  # the others have tests of their own
    out = tmp_path / "out"
    store.delete(store.create("deleted", 2561, "participation-2561").id)
    done = run("export-all", "--out", out, "--formats", "xlsx,zip")
    assert done.exit_code == 0, done.output
    plain = "ศูนย์สารสนเทศ_ กลาง_เหนือ"
    assert sorted(done.stdout.splitlines()) == sorted(
        f"{out / unit / '2561'}: 2 documents" for unit in ("B", plain)
    )
    first = documents(out)
    assert set(first) == {
        f"{unit}/2561/saisaat-2561.{kind}" for unit in ("B", plain) for kind in ("xlsx", "zip")
    }
    with zipfile.ZipFile(out / plain / "2561" / "saisaat-2561.zip") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        assert (manifest["unit"], manifest["score"], manifest["projected"]) == (UNIT, 16, 20)
        assert {f"saisaat-2561.{kind}" for kind in ("xlsx", "docx", "pptx", "pdf")} <= set(bundle.namelist())
        history = bundle.read("history.csv").decode("utf-8-sig")
        assert history.count("Workbook “") == len(SAMPLES) and UNIT in history
        sheet = bundle.read("saisaat-2561.xlsx")
    summary = openpyxl.load_workbook(out / plain / "2561" / "saisaat-2561.xlsx")
    trail = summary["History of changes"]
    assert trail.max_row == 3 + history.count("\r\n") - 1, "title, note, header; a row a change"
    everything = (out / HISTORY).read_text(encoding="utf-8-sig")
    assert everything.count("Workbook “") == len(SAMPLES)
    assert f"“{UNIT}”" in everything and "“B”" in everything and "deleted" in everything
    assert sheet == (out / plain / "2561" / "saisaat-2561.xlsx").read_bytes()

    again = run("export-all", "--out", out, "--formats", "xlsx,zip")
    assert sorted(line.rsplit(": ")[-1] for line in again.stdout.splitlines()) == ["unchanged"] * 2
    assert documents(out) == first

    (out / "B" / "2561" / "saisaat-2561.xlsx").write_bytes(b"cut sho")
    store.change(1, band_scheme="equal_width")
    changed = run("export-all", "--out", out, "--formats", "xlsx")
    assert [line.rsplit(": ")[-1] for line in changed.stdout.splitlines()] == ["1 document"] * 2
    assert openpyxl.load_workbook(out / "B" / "2561" / "saisaat-2561.xlsx").sheetnames
    later = documents(out)
    assert {name for name in first if first[name] != later[name]} == {
        f"{unit}/2561/saisaat-2561.xlsx" for unit in ("B", plain)
    }
    assert run("export-all", "--out", out, "--formats", "xlsx", "--again").stdout.count("1 document") == 2


def test_of_whom_a_survey_speaks_is_in_the_documents(store: Store, tmp_path: Path) -> None:
    out, saved = tmp_path / "out", store.assessments()[-1]
    assert run("export-all", "--out", out, "--formats", "docx").exit_code == 0
    (survey,) = work_out(store, saved).surveys
    keep_sample(store, saved.id, survey.place, Sample(2757))
    done = run("export-all", "--out", out, "--formats", "docx,pptx")
    assert sorted(line.rsplit(": ")[-1] for line in done.stdout.splitlines()) == [
        *("1 document", "2 documents"),
    ], "the other unit has its .docx already"
    (folder,) = {path.parent for path in out.rglob("*.docx") if path.parts[-3] != "B"}
    document = docx.Document(str(folder / "saisaat-2561.docx"))
    said = words("en").say(claim(318, Sample(2757)))
    assert sum(said in paragraph.text for paragraph in document.paragraphs) == 2, "findings, and the survey"
    deck = Presentation(str(folder / "saisaat-2561.pptx"))
    shown = [shape.text_frame.text for s in deck.slides for shape in s.shapes if shape.has_text_frame]
    assert any("of 2,757 people" in text for text in shown)
    assert any(said in slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_what_fails_is_named_and_the_rest_is_made(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(kind: Format, found: Any, *given: Any, **more: Any) -> bytes:
        if kind == "pdf" and found.unit == UNIT:
            raise NotMade(message("The program failed ({error})", error="Boom"))
        return make(kind, found, *given, **more)

    monkeypatch.setattr("ui.exporting.make", failing)
    store.create("C", 2562, "participation-2561")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE assessment SET rubric = 'gone' WHERE unit = 'C'"))
    out = tmp_path / "out"
    done = run("export-all", "--out", out, "--formats", "xlsx,pdf")
    assert done.exit_code == 1
    assert [line.rsplit(": ")[-1] for line in done.stdout.splitlines()] == [
        *("2 documents", "0 documents, 2 not made", "1 document, 1 not made"),
    ]
    assert f"{UNIT} 2561, pdf: not made. The program failed (Boom)" in done.stderr
    assert "C 2562, xlsx: not made. " in done.stderr
    assert "Traceback" not in done.output
    monkeypatch.undo()
    monkeypatch.setenv("SAISAAT_DATABASE_URL", store.url.render_as_string(hide_password=False))
    mended = run("export-all", "--out", out, "--formats", "xlsx,pdf")
    assert [line.rsplit(": ")[-1] for line in mended.stdout.splitlines()] == [
        *("unchanged", "0 documents, 2 not made", "1 document"),
    ]


def test_bad_input_is_exit_two(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export-all", "--out", tmp_path / "out", "--formats", "wmf").exit_code == 2
    (tmp_path / "file").write_text("in the way")
    done = run("export-all", "--out", tmp_path / "file", "--formats", "xlsx")
    assert done.exit_code == 2 and "can't be written" in done.stderr
    monkeypatch.setenv("SAISAAT_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/none")
    done = run("export-all", "--out", tmp_path / "out")
    assert done.exit_code == 2 and "can't be reached" in done.stderr
    assert "Traceback" not in done.output


def test_every_system_can_hold_the_names_and_no_two_are_alike() -> None:
    names = ("A/B", "A:B", "a_b", "CON", "x" * 300, "x" * 299 + "y", "..", " ", "ก" * 200, "A/B", "A/B")
    saved = [Saved(id, name, 2561, "r", "boonchom", 1) for id, name in enumerate(names, 1)]
    places = folders(saved)
    assert [str(places[id]) for id in (1, 2, 3, 4)] == [
        *("A_B/2561", "A_B (2)/2561", "a_b (3)/2561", "_CON/2561"),
    ]
    assert [str(places[id]) for id in (10, 11)] == ["A_B/2561 (10)", "A_B/2561 (11)"]
    assert len({str(place).casefold() for place in places.values()}) == len(names)
    for place in places.values():
        assert all(0 < len(part.encode()) <= 255 and part.strip(". ") for part in place.parts)
        assert len(place.parts) == 2
    assert folders(saved[::-1]) == places


def test_migrate_says_from_which_schema_to_which(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAISAAT_DATABASE_URL", database)
    last = revisions()[-1]
    engine = connected(database)
    with engine.begin() as connection:
        migrate(connection, "0003")
    waiting = run("migrate", "--check")
    assert (waiting.exit_code, waiting.stdout) == (1, f"The database has to go from schema 0003 to {last}\n")
    with engine.connect() as connection:
        assert revision_of(connection) == "0003"
    done = run("migrate")
    assert (done.exit_code, done.stdout) == (0, f"The database went from schema 0003 to {last}\n")
    for arguments in (("migrate",), ("migrate", "--check")):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (0, f"The database is up to date (schema {last})\n")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for command in ("migrate", "backup"):
        newer = run(command, *(("--out", "x") if command == "backup" else ()))
        assert newer.exit_code == 2 and "newer version of the program (schema 9999)" in newer.stderr


def written(folder: Path) -> dict[str, str]:
    """The words of the documents of each kind, without blanks."""
    (report,), (paper,) = folder.glob("*.docx"), folder.glob("*.pdf")
    with pdfplumber.open(paper) as opened:
        pages = "".join(page.extract_text() for page in opened.pages)
    paragraphs = "".join(paragraph.text for paragraph in docx.Document(str(report)).paragraphs)
    return {"docx": bare(paragraphs), "pdf": bare(pages)}


@pytest.mark.parametrize("language", ["th", "en"])
def test_documents_tell_what_changed_since_the_year_before_as_the_page_does(
    years: Store, tmp_path: Path, language: Language
) -> None:
    out = tmp_path / "out"
    arguments = ("export-all", "--out", str(out), "--formats", "docx,pdf", "--language", language)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    later, first = (written(out / "ศูนย์สมมุติ" / str(year)) for year in (2561, 2560))
    page = {one.fiscal_year: passages_of(one, words(language)) for one in years.assessments()}
    for year, documents in ((2561, later), (2560, first)):
        for passage in page[year]:
            assert bare(passage.text) in documents["docx"], "what the page tells"
    told = [sentence for passage in page[2561] for sentence, _ in passage.sentences]
    assert any(ROSE[language] in sentence for sentence in told)
    for kind in ("docx", "pdf"):
        assert bare(ROSE[language]) in later[kind]
        assert bare(ROSE[language].partition("4")[0]) not in first[kind], "nothing of a year after it"


def test_documents_tell_it_in_the_words_of_the_officer(years: Store, tmp_path: Path) -> None:
    latest = next(one for one in years.assessments() if one.fiscal_year == 2561)
    (key,) = (
        told.sentence.key
        for section in account_of(latest, words("en")).sections
        for told in section.sentences
        if told.sentence.key.endswith("/trend/overall")
    )
    out = tmp_path / "out"
    asked = ("export-all", "--out", out, "--formats", "docx,pdf")
    run(*asked)
    reword(years, latest.id, "en", key, Wording("People are happier than in 2560.", ()))
    again = run(*asked)
    assert again.stdout.count("2 documents") == 2, "the year before shows this one on its slides"
    told = written(out / "ศูนย์สมมุติ" / "2561")
    for kind in ("docx", "pdf"):
        assert bare("People are happier than in 2560.") in told[kind] and bare(ROSE["en"]) not in told[kind]
    years.keep(latest.id, SAME_ITEMS, [[plain(text), plain(text), False] for text in ASKED])
    run(*asked)
    told = written(out / "ศูนย์สมมุติ" / "2561")
    assert all("2560" not in told[kind] for kind in told), "no question is the same any more: none to compare"


def test_a_year_whose_rubric_is_gone_is_not_compared_with(years: Store, tmp_path: Path) -> None:
    with years.engine.begin() as connection:
        connection.execute(text("UPDATE assessment SET rubric = 'gone' WHERE fiscal_year = 2560"))
    done = run("export-all", "--out", tmp_path / "out", "--formats", "docx,pdf")
    assert done.exit_code == 1 and "Traceback" not in done.output
    told = written(tmp_path / "out" / "ศูนย์สมมุติ" / "2561")
    assert all("2560" not in told[kind] for kind in told)


def test_the_report_for_word_stands_upright_where_that_is_asked_for(years: Store, tmp_path: Path) -> None:
    asked = ("export-all", "--out", tmp_path / "out", "--formats", "docx")
    for turned, upright in (("portrait", True), ("landscape", False)):
        done = run(*asked, "--orientation", turned)
        assert done.stdout.count("1 document") == 2, done.output
        assert run(*asked, "--orientation", turned).stdout.count("unchanged") == 2
        (report,) = (tmp_path / "out" / "ศูนย์สมมุติ" / "2561").glob("*.docx")
        first = docx.Document(str(report)).sections[0]
        assert (first.page_height > first.page_width) == upright
    assert run(*asked, "--orientation", "upright").exit_code == 2


def test_the_years_of_a_unit_are_told_by_its_place_in_the_tree_else_by_its_name() -> None:
    def made(id: int, unit: str, year: int, unit_id: int | None) -> Saved:
        return Saved(id, unit, year, "participation-2561", "boonchom", 1, unit_id)

    own = made(1, "ศูนย์", 2561, 7)
    renamed, moved, loose = made(2, "ศูนย์เดิม", 2560, 7), made(3, "ศูนย์", 2559, 8), made(4, "ศูนย์ ", 2558, None)
    older, twin = made(5, "ศูนย์", 2560, 7), made(6, "ศูนย์", 2561, 7)
    # The one changed last comes first: `renamed` stands for 2560; `twin` is of no other year.
    assert years_of(own, (twin, renamed, moved, loose, own, older)) == (own, loose, renamed)
