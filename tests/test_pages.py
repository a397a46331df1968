"""Every page by itself: empty, with the sample, in both languages; and what its controls do."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.walking import ROOT, click, go, left_open, shown
from ui import cache

PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
# What these show does not come from an assessment.
NEVER_EMPTY = {"rubrics", "glossary"}


@pytest.fixture
def sample(app: AppTest) -> AppTest:
    """The app with the sample loaded by its one button."""
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    return app


@pytest.mark.parametrize("page", sorted({*PAGES} - NEVER_EMPTY))
def test_an_empty_page_says_the_next_step(app: AppTest, page: str) -> None:
    app.run()
    go(app, page)
    assert {"นำเข้าแฟ้มข้อมูล", "เปิดข้อมูลตัวอย่าง"} <= {button.label for button in app.button}


def test_the_sample_is_sixteen_of_twenty(sample: AppTest) -> None:
    assert "16 / 20" in shown(sample)
    assert "คาดว่าจะได้ 20" in shown(sample)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_sample_in_both_languages(sample: AppTest, page: str, language: str) -> None:
    sample.button_group(key="lang").set_value(language).run()
    go(sample, page)
    # The slides have headings of their own.
    assert page == "present" or len(sample.title) == 1
    text = shown(sample)
    assert left_open(text) == []
    assert "nan" not in text.lower().split()
    assert "None" not in text


def test_thai_digits_hold_across_pages(sample: AppTest) -> None:
    sample.button_group(key="digits").set_value("thai").run()
    assert "๑๖ / ๒๐" in shown(sample)
    go(sample, "rubric")
    assert "๑๖" in shown(sample)


def test_a_statement_entered_on_the_page_is_kept(sample: AppTest) -> None:
    go(sample, "rubric")
    (saved,) = cache.store().assessments()
    activities = [area for area in sample.text_area if area.label == "กิจกรรม"]
    saving = [button for button in sample.button if button.label.startswith("บันทึกคำรับรองระดับ")]
    assert len(activities) == len(saving) == 5
    activities[1].set_value("ประชุมสรุปผลต่อหัวหน้าศูนย์")
    saving[1].click().run()
    assert not sample.exception
    (kept,) = cache.store().statements(saved.id)
    assert (kept.level, kept.activity, kept.evidence) == (2, "ประชุมสรุปผลต่อหัวหน้าศูนย์", None)


def test_bands_can_be_chosen_and_stay_chosen(sample: AppTest) -> None:
    go(sample, "satisfaction")
    (saved,) = cache.store().assessments()
    assert saved.band_scheme == "boonchom"
    sample.button_group(key=f"bands-{saved.id}").set_value("equal_width").run()
    assert not sample.exception
    assert cache.store().assessments()[0].band_scheme == "equal_width"


def test_a_dropped_survey_is_confirmed_into_a_new_assessment(app: AppTest) -> None:
    app.run()
    go(app, "workbooks")
    name = "แบบสำรวจ ๒๕๖๑.xlsx"
    content = (ROOT / "data" / "samples" / "survey-2561.xlsx").read_bytes()
    app.file_uploader[0].upload(name, content, "application/octet-stream").run()
    assert not app.exception
    assert "318" in shown(app)
    click(app, "ยืนยันและดูแผนภูมิ")
    (saved,) = cache.store().assessments()
    (kept,) = cache.store().workbooks(saved.id)
    assert kept.workbook.name == name
    texts = kept.workbook.sheets[0].cells.to_pydict()
    assert not [text for column in texts.values() for text in column if text and "@" in text]


def test_a_file_that_is_no_workbook_gets_one_sentence(app: AppTest) -> None:
    app.run()
    go(app, "workbooks")
    app.file_uploader[0].upload("รูป.xlsx", b"\xff\xd8\xff\xe0 not a workbook", "image/jpeg").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "ยืนยันและดูแผนภูมิ" not in {button.label for button in app.button}
