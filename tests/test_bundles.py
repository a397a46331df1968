"""The evidence bundle with its files, and the way back: from a bundle to the same assessment."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from streamlit.testing.v1 import AppTest

from analytics.assessment import Assessment, assess
from analytics.facts import Entered, Evidence, Figure, Overrule, Statement
from analytics.projects import SameProject
from analytics.reports.bundle import bundle
from analytics.reports.summary import summary
from analytics.words import Words
from data.bundles import BundleDamaged, opened
from data.definitions import rubric
from data.gather import gather, load, stated_settings, stated_year
from data.store import Store
from data.stored.carry_over import attached, carry_over
from data.summary_import import SummaryDamaged, read_summary, without_entered
from data.workbook import Workbook, read, read_path
from tests.documents import HOSTILE, ILLEGAL, LONG, ROOT
from tests.test_cli import run, scored
from tests.test_summary import thai
from tests.walking import click, go
from ui import cache as ui_cache

MINUTES, PHOTO, SECRET = b"%PDF minutes", b"\x89PNG photo", b"MZ not run"
ENGLISH = Words()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


FILES = {sha(content): content for content in (MINUTES, PHOTO, SECRET)}


def file(title: str, name: str | None, content: bytes, levels: tuple[int, ...] = (2,)) -> Evidence:
    return Evidence(0, title, "file", date(2018, 3, 3), levels, None, sha(content), name, "งานแผน")


REGISTER = (
    file("รายงานการประชุม", "รายงาน.pdf", MINUTES, (2, 3)),
    file("รูปถ่าย", "รายงาน.pdf", PHOTO),
    file("รูปถ่ายอีกครั้ง", "ซ้ำ.png", PHOTO),
    file("=cmd", "../../C:\\CON", SECRET),
    Evidence(0, "เว็บไซต์", "link", None, (4,), "https://example.go.th/?a=1&b=<2>"),
    Evidence(0, "เอกสาร", "document", date(2018, 5, 5)),
)
ENTERED = Entered(
    statements=(Statement(3, "-กิจกรรม", "-ผล", "-หลักฐาน", "หัวหน้า", "2018-09-01"),),
    overrules=(Overrule(5, "met", "ตรวจแล้ว", "หัวหน้า", date(2018, 9, 9)),),
    figures=(Figure("ita", 81.5, 100.0, "ผลประเมิน", "งานแผน"),),
    evidence=REGISTER,
    same_projects=(SameProject("ก", "ข", True, "งานแผน"),),
)


@cache
def whole() -> Assessment:
    """The samples with everything that officers can enter."""
    paths = sorted((ROOT / "data/samples").glob("*.xlsx"))
    return assess(
        gather([load(read_path(path)) for path in paths]),
        rubric(),
        unit="หน่วยตัวอย่าง",
        fiscal_year=2561,
        band_scheme="equal_width",
        entered=ENTERED,
        made_on=date(2018, 10, 5),
    )


@cache
def packed() -> bytes:
    return bundle(whole(), thai(), {"xlsx": summary(whole(), thai())}, attached=FILES)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def again(workbook: Workbook) -> Assessment:
    loaded = [load(workbook)]
    settings = stated_settings(loaded)
    assert settings and stated_year(loaded) == settings.fiscal_year
    return assess(
        gather(loaded),
        rubric(settings.rubric),
        unit=settings.unit,
        fiscal_year=settings.fiscal_year,
        band_scheme=settings.band_scheme,
        made_on=settings.made_on,
    )


# --- The files of the evidence ----------------------------------------------------------------------


def test_every_file_of_the_register_is_in_the_bundle_once_under_a_safe_name_of_its_own() -> None:
    files = parts(packed())
    evidence = {name: content for name, content in files.items() if name.startswith("evidence/")}
    assert evidence == {
        "evidence/รายงาน.pdf": MINUTES,
        "evidence/รายงาน 2.pdf": PHOTO,
        "evidence/_._C_CON": SECRET,
    }
    manifest = json.loads(files["manifest.json"])
    assert [(entry["title"], entry["path"]) for entry in manifest["evidence"]] == [
        ("รายงานการประชุม", "evidence/รายงาน.pdf"),
        ("รูปถ่าย", "evidence/รายงาน 2.pdf"),
        ("รูปถ่ายอีกครั้ง", "evidence/รายงาน 2.pdf"),
        ("=cmd", "evidence/_._C_CON"),
        ("เว็บไซต์", None),
        ("เอกสาร", None),
    ]
    sums = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert {sums[name] for name in evidence} == FILES.keys()
    page = html.fromstring(files["index.html"])
    (table,) = [t for t in page.iter("table") if "ทะเบียนหลักฐาน" in (t.getparent().getprevious().text or "")]
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")][1:]
    assert rows[0] == ["รายงานการประชุม", "๒, ๓", "๓ มีนาคม ๒๕๖๑", "evidence/รายงาน.pdf"]
    assert rows[4] == ["เว็บไซต์", "๔", "–", "https://example.go.th/?a=1&b=<2>"]
    assert rows[5] == ["เอกสาร", "–", "๕ พฤษภาคม ๒๕๖๑", "–"]
    assert len(table.xpath(".//a")) == 4


@pytest.mark.parametrize("name", [*HOSTILE, ILLEGAL, LONG, "..", "CON", "con.txt", "a" * 300 + ".pdf", ""])
def test_no_name_of_a_file_leaves_the_folder_or_is_one_that_a_system_keeps(name: str) -> None:
    made = replace(whole(), facts=replace(whole().facts, evidence=(file(name or "x", name, MINUTES),)))
    (path,) = [n for n in parts(bundle(made, ENGLISH, {}, attached=FILES)) if n.startswith("evidence/")]
    folder, _, last = path.partition("/")
    assert folder == "evidence" and "/" not in last and "\\" not in last
    assert 0 < len(last) <= 81 and last.strip(". ") == last
    assert last.partition(".")[0].casefold() != "con"
    if name.endswith(".pdf"):
        assert last.endswith("aaa.pdf")


def test_a_file_that_is_nowhere_is_told_without_one() -> None:
    files = parts(bundle(whole(), ENGLISH, {}))
    assert not any(name.startswith("evidence/") for name in files)
    assert [entry["path"] for entry in json.loads(files["manifest.json"])["evidence"]] == [None] * 6


# --- The way back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [packed, lambda: summary(whole(), thai())], ids=["zip", "xlsx"])
def test_a_bundle_and_a_summary_give_the_same_assessment(make: Callable[[], bytes]) -> None:
    made = again(read(make(), "ชุด.zip"))
    assert made.score == whole().score and made.score.score == 20  # 5 is overruled
    assert made.facts.projects == whole().facts.projects
    assert made.facts.overrules == ENTERED.overrules and made.facts.figures == ENTERED.figures
    assert made.facts.same_projects == ENTERED.same_projects
    assert [entry.title for entry in made.facts.evidence] == [entry.title for entry in REGISTER]
    assert (made.unit, made.fiscal_year, made.band_scheme) == ("หน่วยตัวอย่าง", 2561, "equal_width")
    # And with it every figure of every sheet; the text of the findings also rests on single responses.
    assert summary(made, thai(), told=()) == summary(whole(), thai(), told=())


def test_the_files_come_with_it_also_after_it_was_packed_anew_in_a_folder() -> None:
    named = {f"ชุดหลักฐาน/{name}": content for name, content in parts(packed()).items()}
    for content in (packed(), repacked(named)):
        workbook = read(content, "ชุด.zip")
        assert workbook.sha256 == sha(content) and workbook.name == "ชุด.zip"
        assert workbook.bundle is not None
        assert {key: workbook.bundle.file(key) for key in FILES} == FILES
        assert workbook.bundle.file("0" * 64) is None


def test_the_store_takes_over_what_was_entered_with_its_files(database: str) -> None:
    store = Store(database)
    saved = store.create("หน่วย", 2561, "participation-2561")
    workbook = read(packed(), "ชุด.zip")
    entered = load(workbook).inputs.entered
    for _ in range(2):  # the second time there is nothing new
        carry_over(store, saved.id, workbook, entered)
        kept = store.entered(saved.id)
        assert [replace(entry, id=0) for entry in kept.evidence] == list(entered.evidence)
        assert (kept.overrules, kept.figures) == (entered.overrules, entered.figures)
        assert kept.same_projects == entered.same_projects
    made = replace(whole(), facts=replace(whole().facts, evidence=kept.evidence))
    assert attached(store, made) == FILES
    store.overrule(saved.id, 5, Overrule(5, "not_met", "ยังไม่ครบ"))
    carry_over(store, saved.id, workbook, entered)
    assert store.entered(saved.id).overrules[0].finding == "not_met"  # the office's own word stays
    other = store.create("หน่วยอื่น", 2561, "participation-2561")
    store.delete(saved.id)
    carry_over(store, other.id, read(summary(whole(), thai()), "สรุป.xlsx"), entered)
    assert [entry.sha256 for entry in store.entered(other.id).evidence] == [None] * 6  # no file came with it
    assert [entry.kind for entry in store.entered(other.id).evidence][:2] == ["document"] * 2
    store.close()


def test_a_summary_without_what_was_entered_is_sound() -> None:
    workbook = read(packed(), "ชุด.zip")
    before, after = read_summary(workbook), read_summary(without_entered(workbook))
    assert after.entered == Entered() and before.entered.evidence
    assert (after.projects, after.statements, after.sources) == (
        before.projects,
        before.statements,
        before.sources,
    )
    assert read_summary(workbook).entered == before.entered  # left as it was


def test_dropped_on_the_page_it_is_the_same_assessment_and_its_register_has_the_files(app: AppTest) -> None:
    app.run()
    go(app, "workbooks")
    app.file_uploader(key="drop").set_value([("ชุด.zip", packed(), "")]).run()
    assert not app.exception
    assert app.text_input(key="new-unit").value == "หน่วยตัวอย่าง"
    assert app.number_input(key="new-year").value == 2561
    click(app, "ยืนยันและดูแผนภูมิ")
    (saved,) = ui_cache.store().assessments()
    assert (saved.unit, saved.fiscal_year, saved.band_scheme) == ("หน่วยตัวอย่าง", 2561, "equal_width")
    found = ui_cache.assessment(saved)
    assert found.score.score == 20 and len(found.facts.evidence) == 6
    assert all(entry.id for entry in found.facts.evidence)
    assert go(app, "rubric") is app
    made = ui_cache.document("zip", saved, "th", "thai", ())
    assert isinstance(made, bytes)
    evidence = {name: content for name, content in parts(made).items() if name.startswith("evidence/")}
    assert sorted(evidence.values()) == sorted(FILES.values())
    back = again(read(made, "ชุด.zip"))
    assert back.score.score == 20 and len(back.facts.evidence) == 6


def test_in_the_terminal_a_bundle_is_scored_and_reported_like_what_it_was_made_from(tmp_path: Path) -> None:
    path = tmp_path / "ชุด.zip"
    path.write_bytes(packed())
    found = scored(path)
    assert (found["score"], found["rubric"], found["fiscal_year"]) == (20, "participation-2561", 2561)
    assert found["levels"][4]["overruled"]["who"] == "หัวหน้า"
    result = run(
        "report", path, "--out", tmp_path, "--formats", "zip", "--language", "th", "--digits", "thai"
    )
    assert result.exit_code == 0, result.output
    files = parts((tmp_path / "saisaat-2561.zip").read_bytes())
    assert [files[name] for name in sorted(files) if name.startswith("evidence/")] == [SECRET, PHOTO, MINUTES]
    manifest = json.loads(files["manifest.json"])
    assert (manifest["unit"], manifest["band_scheme"]) == ("หน่วยตัวอย่าง", "equal_width")


# --- Tampered and hostile -----------------------------------------------------------------------------


def changed(**files: bytes | None) -> bytes:
    """The bundle with files in another state; None is left out. `summary` and `minutes` are short for two."""
    names = {"summary": "saisaat-2561.xlsx", "minutes": "evidence/รายงาน.pdf", "manifest": "manifest.json"}
    new = {names[short]: content for short, content in files.items()}
    return repacked({name: part for name, part in {**parts(packed()), **new}.items() if part is not None})


def manifest_with(**values: Any) -> bytes:
    return json.dumps({**json.loads(parts(packed())["manifest.json"]), **values}).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: changed(minutes=b"other"), "“evidence/รายงาน.pdf” in “b.zip” is missing, or not as it was"),
        (lambda: changed(minutes=None), "“evidence/รายงาน.pdf” in “b.zip” is missing, or not as it was"),
        (lambda: changed(summary=b"PK"), "“saisaat-2561.xlsx” in “b.zip” is missing, or not as it was"),
        (lambda: changed(manifest=manifest_with(version=2)), "another version"),
        (lambda: changed(manifest=manifest_with(files=[{"path": 3}])), "damaged"),
        (lambda: changed(manifest=manifest_with(files=[])), "holds no summary sheet"),
        (lambda: repacked({**parts(packed()), "../../evil.sh": b""}), "would leave its folder"),
        (lambda: repacked({**parts(packed()), "a\\..\\..\\evil.sh": b""}), "would leave its folder"),
        (lambda: repacked({**parts(packed()), "/etc/evil": b""}), "would leave its folder"),
        (lambda: packed().replace(b"%PDF minutes", b"%PDF Minutes"), "damaged"),
    ],
)
def test_a_bundle_that_was_changed_is_refused_with_one_sentence(
    content: Callable[[], bytes], sentence: str
) -> None:
    workbook = read(content(), "b.zip")
    assert workbook.sheets == () and workbook.bundle is None
    (problem,) = workbook.problems
    assert sentence in ENGLISH.say(problem.problem)
    assert ENGLISH.say(problem.remedy).startswith("Use the bundle as it was made")


def test_a_bundle_that_swells_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.bundles.UNPACKED_MB", 1)
    bomb = repacked({**parts(packed()), "evidence/bomb": b"0" * 2_000_000})
    assert len(bomb) < 1_000_000
    with pytest.raises(BundleDamaged, match="would unpack"):
        opened(bomb, "b.zip")


def test_another_zip_is_read_as_before() -> None:
    other = repacked({"manifest.json": b'{"name": "an app"}', "a.csv": "ก,ข\n1,2\n".encode()})
    assert opened(other, "o.zip") is None
    workbook = read(other, "o.zip")
    assert workbook.sheets and workbook.bundle is None
    assert opened(b"PK\x03\x04 manifest.json", "o.zip") is None
    assert opened(b"", "o.zip") is None


def test_a_changed_summary_in_a_bundle_is_told_like_one_by_itself() -> None:
    files = parts(summary(whole(), thai()))
    said = b'"level": 5, "finding": "met"'
    (data,) = [name for name in files if said in files[name]]
    content = repacked({**files, data: files[data].replace(said, said.replace(b"5", b"4"))})
    manifest = manifest_with(files=[{"path": "saisaat-2561.xlsx", "sha256": sha(content)}])
    workbook = read(repacked({"saisaat-2561.xlsx": content, "manifest.json": manifest}), "b.zip")
    with pytest.raises(SummaryDamaged):
        read_summary(workbook)
