"""The glossary: every word in the reader's language, and those that are searched for."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.walking import go, written
from ui import glossary


def told(app: AppTest) -> dict[str, tuple[str, str]]:
    """What the page shows: word → the same in the other language, meaning."""
    rows = [row for table in app.table for row in table.value.itertuples(index=False)]
    return {word.replace("\\", ""): (other, meaning.replace("\\", "")) for word, other, meaning in rows}


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_word_is_told_in_the_readers_language(app: AppTest, language: str) -> None:
    app.run()
    app.button_group(key="lang").set_value(language).run()
    go(app, "glossary")
    words = told(app)
    assert len(words) == len(glossary.entries())
    one, meaning = ("ฐาน / จำนวนผู้ตอบข้อนั้น", "ตัวหาร") if language == "th" else ("base", "denominator")
    assert meaning in words[one][1]


def test_a_word_is_found_by_part_of_its_meaning(app: AppTest) -> None:
    app.run()
    go(app, "glossary")
    written(app)[0].set_value("หารด้วย n").run()
    assert [other for other, _ in told(app).values()] == ["SD, standard deviation"]
    written(app)[0].set_value("*ไม่มีคำนี้*").run()
    assert not app.table
    assert "ไม่มีคำนี้" in app.info[0].value
