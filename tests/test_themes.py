"""Comments grouped by theme and leaning: by hand for single comments, by law for many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.themes import LEANINGS, Lexicon, Segment, Theme, themes
from data.themes import lexicon, segmentation


@pytest.fixture(scope="module")
def cut() -> Segment:
    return segmentation(lexicon())


@pytest.mark.parametrize(
    ("comment", "of", "leaning"),
    [
        ("เจ้าหน้าที่พูดจาสุภาพดีมาก", {"staff"}, "positive"),
        ("เจ้าหน้าที่พูดจาไม่สุภาพ", {"staff"}, "negative"),
        ("รอนานมาก", {"speed"}, "negative"),
        ("ไม่ต้องรอนาน", {"speed"}, "positive"),
        ("ไม่ช้า", {"speed"}, "positive"),
        ("ไม่ค่อยสะดวก", set(), "negative"),
        ("ไม่มีที่จอดรถ", {"place"}, "negative"),
        ("ที่จอดรถไม่พอ", {"place"}, "negative"),
        ("สะอาด แต่ที่จอดรถน้อย", {"place"}, "mixed"),
        ("ไม่สะอาด", {"place"}, "negative"),
        ("อยากให้เปิดวันเสาร์", {"hours"}, "wish"),
        ("ควรเพิ่มเก้าอี้", {"place"}, "wish"),
        ("ควรเพิ่มเก้าอี้ รอนาน", {"place", "speed"}, "negative"),
        ("ขอบคุณค่ะ", set(), "positive"),
        ("บ้านอยู่ใกล้", set(), "none"),
        ("ขอข้อมูล จปฐ. ของหมู่บ้าน", {"news", "works"}, "none"),
        ("ไม่มีปัญหา", set(), "positive"),
        ("Staff are polite but slow", {"staff", "speed"}, "mixed"),
        ("not clean", {"place"}, "negative"),
        # Two words between the negation and what it turns over; with three it is too far off.
        ("ไม่ได้รับความสะดวก", set(), "negative"),
        ("ได้รับความสะดวก", set(), "positive"),
        ("not that at good", set(), "negative"),
        ("not that at all good", set(), "positive"),
        ("ไม่ต้องปรับปรุง", set(), "positive"),
        ("ไม่มีอะไรต้องปรับปรุง", set(), "positive"),
        # Praise beside a wish: what is asked for counts.
        ("บริการดีมาก อยากให้เพิ่มที่จอดรถ", {"place"}, "wish"),
    ],
)
def test_a_comment_has_the_themes_and_the_leaning_that_a_reader_gives_it(
    cut: Segment, comment: str, of: set[str], leaning: str
) -> None:
    found = themes([comment], lexicon(), cut)
    (told,) = found.comments
    assert (set(told.themes), told.leaning) == (of, leaning)


@pytest.mark.parametrize(
    "comment", ["-", "ไม่มี", "ไม่มีค่ะ", "ไม่มีข้อเสนอแนะครับ", "...", "None", "N/A", "ไม่มีความเห็น"]
)
def test_a_comment_that_says_nothing_is_counted_as_such(cut: Segment, comment: str) -> None:
    found = themes([comment, "ดี"], lexicon(), cut)
    assert (found.base, found.nothing) == (1, 1)


def test_a_word_inside_another_word_tells_nothing(cut: Segment) -> None:
    # "รอ" (to wait) stands in "รอบ" (round), "คิว" in no other word; "ดี" in "ดีด" (to flick).
    (told,) = themes(["กีตาร์ดีดรอบสอง"], lexicon(), cut).comments
    assert (told.themes, told.leaning) == ((), "none")


def test_counts_shares_and_order() -> None:
    words = Lexicon(
        themes=(
            Theme("a", {"th": "ก", "en": "a"}, ("apple",)),
            Theme("b", {"th": "ข", "en": "b"}, ("bread", "bun")),
            Theme("c", {"th": "ค", "en": "c"}, ("cake",)),
        ),
        positive=frozenset({"good"}),
        negative=frozenset({"bad"}),
        wishes=frozenset({"want"}),
        negations=frozenset({"not"}),
        lacks=frozenset({"no"}),
        nothing=frozenset({"nothing"}),
    )
    comments = [
        "good bread",
        "bad bun",
        "want bread",
        "no apple",
        "good apple, bad bread",
        "hello",
        "nothing",
        " ",
    ]
    found = themes(
        comments, words, lambda text: [w for part in text.split(" ") for w in (part.strip(","), " ")]
    )
    assert (found.base, found.nothing, found.without) == (6, 1, 1)
    # bread: good 1, bad 1, want 1, mixed 1; apple: lacking 1, mixed 1; cake took none.
    assert [(count.theme.key, count.n) for count in found.counts] == [("b", 4), ("a", 2)]
    assert found.counts[0].leanings == {"negative": 1, "mixed": 1, "wish": 1, "none": 0, "positive": 1}
    assert found.leanings == {"negative": 2, "mixed": 1, "wish": 1, "none": 1, "positive": 1}
    assert [told.text for told in found.of("a")] == ["no apple", "good apple, bad bread"]
    assert [told.text for told in found.of("b", "negative")] == ["bad bun"]
    assert [told.text for told in found.of("")] == ["hello"]


def test_an_offices_own_words_join_a_theme_or_make_one(cut: Segment) -> None:
    own = lexicon().with_own({"ความรวดเร็วและการรอคิว": ["ศูนย์วันสต็อป"], "สวนสีเขียว": ["สวนเขียว", " "]})
    found = themes(["ศูนย์วันสต็อป", "สวนเขียวของอำเภอ"], own, cut)
    assert [told.themes for told in found.comments] == [("speed",), ("สวนสีเขียว",)]
    assert lexicon().with_own({"ใหม่": [" "]}) == lexicon()


@given(st.lists(st.text(alphabet="กขคไม่ดีช้ารอ -.a1", max_size=12), max_size=8))
def test_every_comment_is_counted_once_by_its_leaning(comments: list[str]) -> None:
    cut = segmentation(lexicon())
    found = themes(comments, lexicon(), cut)
    assert found.base + found.nothing == sum(bool(comment.strip()) for comment in comments)
    assert sum(found.leanings.values()) == found.base == sum(len(found.of(None, one)) for one in LEANINGS)
    assert all(count.n <= found.base for count in found.counts)


def test_no_word_stands_in_both_lists_and_every_theme_has_words_of_both_languages() -> None:
    lists = lexicon()
    assert lists.positive & lists.negative == frozenset()
    assert {theme.key for theme in lists.themes if not any(word.isascii() for word in theme.words)} == set()
    for theme in lists.themes:
        assert len(set(theme.words)) == len(theme.words), theme.key
