"""The chain from finding to level: what belongs together, how it is drawn, and the pages that show it."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.assessment import Assessment, Inputs, Survey, assess
from analytics.chain import chain, weakest
from analytics.charts import chain_chart
from analytics.codebook import Codebook, Item, Scale
from analytics.facts import Entered, Statement
from analytics.findings import Cause, Finding
from analytics.projects import Project, RowRef
from analytics.tally import from_counts
from analytics.words import Words
from data.definitions import rubric
from data.stored.findings import name_causes, record
from tests.walking import click, go, shown
from ui import cache
from ui.text import words

ONE, TWO, THREE = ("พัฒนาแอปพลิเคชันสืบค้นข้อมูล", "จัดเวทีคืนข้อมูลสู่ชุมชน", "ปรับปรุงคู่มือฉบับประชาชน")
SLOW, LATE = Finding(1, "รอนาน", item="ระยะเวลา"), Finding(2, "ข้อมูลเก่า <b>$", comment="ข้อมูลเก่า")


def made(entered: Entered, rubric_id: str = "participation-2561", *, done: int = 2) -> Assessment:
    projects = tuple(
        Project(
            name,
            RowRef("ก.xlsx", "1", row),
            "completed" if row <= done else "in_progress",
            from_citizens=True,
            fiscal_year=2561,
        )
        for row, name in enumerate((ONE, TWO, THREE), 1)
    )
    return assess(Inputs(projects=projects), rubric(rubric_id), fiscal_year=2561, entered=entered)


ENTERED = Entered(
    statements=(Statement(3, f"จัดทำโครงการ{TWO}"),),
    findings=(LATE, SLOW),
    causes=(Cause(SLOW, ONE),),
)


def test_a_project_stands_between_what_led_to_it_and_the_levels_that_rest_on_it() -> None:
    found = made(ENTERED)
    shown = chain(found.facts, found.score)
    assert [(link.project.name, link.findings, link.stated, link.unbacked) for link in shown.links] == [
        (ONE, (SLOW,), (), False),
        (TWO, (), (3,), False),
        (THREE, (), (), True),
    ]
    # Two are completed and count for levels 4 and 5; the third is under way and is claimed for level 5 only.
    assert [[v.level.level for v in link.levels] for link in shown.links] == [[4, 5], [4, 5], [5]]
    assert shown.loose == (LATE,)
    assert shown.findings == (SLOW, LATE)
    assert [v.level.level for v in shown.levels] == [4, 5]


def test_of_dimensions_it_is_that_of_the_one_with_levels() -> None:
    found = made(ENTERED, "programme-2561")
    assert [v.level.level for v in chain(found.facts, found.score).levels] == [4, 5]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_chart_tells_what_the_chain_holds(width: int) -> None:
    found = made(ENTERED)
    chart = chain_chart(chain(found.facts, found.score), Words(), width=width)
    assert chart.title == "1 of 3 projects from citizens has neither a finding nor a statement behind it"
    assert chart.title in chart.alt
    assert chart.table.to_numpy().tolist() == [
        [SLOW.said, ONE, "–", "4, 5"],
        ["–", TWO, "Statement for level 3", "4, 5"],
        ["–", THREE, "Check: neither a finding nor a statement", "5"],
        [LATE.said, "–", "–", "–"],
    ]
    shapes = chart.figure.layout.shapes
    # Boxes: 2 findings, 3 projects, 2 levels; lines: 1 from a finding, 2 + 2 + 1 to levels.
    assert [shape.type for shape in shapes].count("rect") == 2 + 3 + 2
    assert [shape.type for shape in shapes].count("path") == 1 + 2 + 2 + 1
    # Unbacked project and claimed level: never by colour alone.
    assert [shape.line.dash for shape in shapes if shape.type == "rect"].count("dash") == 2
    texts = " ".join(note.text for note in chart.figure.layout.annotations)
    assert "&lt;b&gt;&#36;" in texts
    assert "<b>" not in texts


def test_nothing_and_only_findings_are_said_in_words() -> None:
    nothing, findings = (
        assess(Inputs(), rubric(), entered=entered) for entered in (Entered(), Entered(findings=(SLOW,)))
    )
    chart = chain_chart(chain(nothing.facts, nothing.score), Words())
    assert "no finding is recorded" in chart.title
    assert chart.table.empty
    chart = chain_chart(chain(findings.facts, findings.score), Words())
    assert chart.title == "No project has come from the 1 finding yet"
    assert chart.table.to_numpy().tolist() == [[SLOW.said, "–", "–", "–"]]


def test_more_than_can_be_followed_is_in_the_table_only() -> None:
    many = tuple(Finding(number, f"ข้อค้นพบ {number}") for number in range(1, 41))
    found = made(Entered(findings=many))
    chart = chain_chart(chain(found.facts, found.score), words("th", "thai"), dark=True)
    assert "๑๔" in chart.subtitle
    assert len(chart.table) == 3 + 40
    assert [shape.type for shape in chart.figure.layout.shapes].count("rect") == 14 + 3 + 2


def test_what_happens_seldom_is_no_weakness() -> None:
    points = (1, 2, 3, 4, 5)
    items = (
        Item("a", "how often", "", 1, Scale("often", points, kind="frequency")),
        Item("b", "how much", "", 2, Scale("much", points, kind="amount")),
        Item("c", "service", "", 3, Scale("satisfied", points)),
    )
    counted = from_counts(Codebook(items), {"a": {1: 9}, "b": {1: 9}, "c": {4: 9}}, 9)
    survey = Survey("s", RowRef("s.xlsx", "s"), counted)
    assert [(item.key, mean) for item, mean in weakest(survey)] == [("c", 4.0)]


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The app with the sample, in English."""
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    app.button_group(key="lang").set_value("en").run()
    return app


def test_an_officer_records_findings_and_a_project_names_them(page: AppTest) -> None:
    go(page, "satisfaction")
    (saved,) = cache.store().assessments()
    survey = cache.assessment(saved).surveys[0]
    (item, mean), *_ = weakest(survey)
    assert (item.text, round(mean, 2)) == ("ระยะเวลาในการให้บริการรวดเร็วทันตามกำหนด", 3.60)
    page.text_input(key="finding-who").set_value("นักวิชาการ").run()
    page.button(key=f"find-{item.key}-{saved.id}-0").click().run()
    assert not page.exception
    (finding,) = cache.store().entered(saved.id).findings
    assert (finding.item, finding.survey, finding.who) == (item.text, survey.title, "นักวิชาการ")
    recorded = page.button(key=f"find-{item.key}-{saved.id}-0")
    assert (recorded.label, recorded.disabled) == ("“ระยะเวลาในการให้บริการรวดเร็ว…” is recorded", True)

    go(page, "projects")
    assert "What the projects came from" in shown(page)
    (chosen,) = [choice for choice in page.multiselect if choice.label == "Findings that led to it"]
    chosen.set_value([finding.id])
    click(page, "Save")
    (cause,) = cache.store().entered(saved.id).causes
    (saved,) = cache.store().assessments()
    first = cache.assessment(saved).facts.projects.counted[0]
    assert (cause.finding, cause.project) == (finding, first.name)

    go(page, "rubric")
    assert "Score 16 of 20, projected 20" in shown(page), "findings stand behind a score, they don't make it"
    assert "Every one of 3 projects from citizens has a finding or a statement behind it" in shown(page)
    page.button(key=f"unfind-{finding.id}").click().run()
    assert cache.store().entered(saved.id).findings == ()
    assert cache.store().entered(saved.id).causes == ()


def test_a_comment_becomes_a_finding_and_unbacked_projects_are_marked(page: AppTest) -> None:
    (saved,) = cache.store().assessments()
    form = next(listed for listed in cache.store().listed(saved.id) if "form" in listed.name)
    cache.store().remove_workbook(saved.id, form.id)
    go(page, "projects")
    assert "3 projects claim to come from citizens, with neither a finding nor a statement" in shown(page)
    go(page, "rubric")
    assert "Check: no finding or statement stands behind 3 projects" in shown(page)
    kept = record(cache.store(), saved.id, SLOW)
    for project in cache.assessment(saved).facts.projects.counted:
        name_causes(cache.store(), saved.id, project.name, [kept.id])
    go(page, "rubric")
    assert "Check: no finding or statement stands behind “โครงการเตรียมความพร้อม" in shown(page)

    go(page, "satisfaction")
    (sections,) = [g for g in page.button_group if g.key and g.key.startswith("section")]
    sections.set_value("comments").run()
    first = next(button for button in page.button if (button.key or "").startswith("find-comment-0"))
    first.click().run()
    found = cache.store().entered(saved.id).findings[-1]
    assert found.comment == found.said != ""
    assert found.comment in shown(page)
