"""The satisfaction page: what stands first, and each section in both languages with the core's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from analytics import charts, tables
from analytics.assessment import Survey
from analytics.charts import aspects
from analytics.responses import Responses
from analytics.statistics.breakdowns import breakdowns
from analytics.statistics.comparisons import compare_items, compare_means
from analytics.statistics.comparisons import in_words as comparison_in_words
from analytics.statistics.intervals import (
    mean_in_words,
    pooled_mean_interval,
    pooled_top_two_interval,
    share_in_words,
)
from analytics.statistics.reliability import common_scale, reliability
from analytics.statistics.reliability import in_words as reliability_in_words
from analytics.statistics.samplesize import Sample, adequacy, claim
from analytics.statistics.samplesize import in_words as size_in_words
from analytics.tally import tally_by
from analytics.themes import themes
from analytics.words import Words
from data.gather import load
from data.store import Saved, Store
from data.stored.outcomes import SAMPLES, keep_sample
from data.themes import lexicon, segmentation
from data.workbook import read_path
from ui import cache, samples
from ui.cache_narrative import passages_of
from ui.text import words

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = (
    *("items", "priorities", "trend", "groups", "reliability", "sample", "weights", "comments", "methods"),
)
LANGUAGES = ("th", "en")


class NavigationPages(PagesManager):
    """AppTest takes a folder called pages/ for the old kind of app, and would skip app.py."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*arguments, **options)


@pytest.fixture(scope="module")
def survey() -> Survey:
    """The sample's survey as the core reads it."""
    (found,) = load(read_path(ROOT / "data" / "samples" / "survey-2561.xlsx")).inputs.surveys
    return found


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample in it."""
    path = tmp_path_factory.mktemp("satisfaction") / "saisaat.db"
    store = Store(f"sqlite:///{path}")
    saved = store.create("Made-up centre", 2561, "participation-2561")
    for name in sorted(samples.SAMPLES.glob("*.xlsx")):
        workbook = read_path(name)
        store.add_workbook(saved.id, workbook, samples.layouts_of(workbook))
    store.close()
    return path


@pytest.fixture(scope="module")
def opened(database: Path) -> Iterator[Callable[[str, str], tuple[AppTest, Saved]]]:
    """opened(language, section) → the page with that section open; each a visitor of its own."""

    def open_(language: str, section: str) -> tuple[AppTest, Saved]:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = language
        app.run()
        app.switch_page("pages/satisfaction.py").run()
        (saved,) = cache.store().assessments()
        app.button_group(key=f"section-comments-{saved.id}-0").set_value(section).run()
        assert not app.exception
        return app, saved

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SAISAAT_DATABASE_URL", f"sqlite:///{database}")
        patched.setattr("streamlit.testing.v1.app_test.PagesManager", NavigationPages)
        st.cache_resource.clear()
        yield open_
        cache.store().close()
        st.cache_resource.clear()


@pytest.fixture
def sampled(opened: Any) -> Iterator[Any]:
    """`opened`, for tests that say of whom the survey speaks; afterwards nobody has."""
    yield opened
    for saved in cache.store().assessments():
        cache.store().keep(saved.id, SAMPLES, None)


def shown(app: AppTest) -> str:
    kinds = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.success,
    )
    texts = [element.value for kind in kinds for element in kind]
    texts += [f"{metric.label} {metric.value}" for metric in app.metric]
    return "\n".join(texts).replace("\\", "")


def has_table(app: AppTest, expected: Any) -> bool:
    return any(each.value.equals(expected) for each in app.dataframe)


def responses_of(survey: Survey) -> Responses:
    assert survey.responses is not None
    return survey.responses


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_in_both_languages(opened: Any, language: str, section: str) -> None:
    app, _ = opened(language, section)
    text = shown(app)
    assert "{" not in text and "None" not in text
    assert "nan" not in text.lower().split()
    cells = [str(cell) for table in app.dataframe for cell in table.value.to_numpy().ravel()]
    assert not {"nan", "None", "NaN", "<NA>"} & set(cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_says_how_sure_it_is(opened: Any, survey: Survey, language: str) -> None:
    app, _ = opened(language, "items")
    says, responses = words(language), responses_of(survey)
    items = common_scale(responses)
    share, mean = pooled_top_two_interval(responses, items), pooled_mean_interval(responses, items)
    assert share is not None and mean is not None and survey.overall is not None
    text = shown(app)
    assert says.say(share_in_words(share)) in text
    assert says.say(mean_in_words(mean)) in text
    base, of = says.number(survey.overall.base), says.number(survey.tally.respondents)
    assert {"en": f"{base} answers on the scale by {of} respondents", "th": f"{base} คำตอบ ของผู้ตอบ {of} คน"}[
        language
    ] in text
    top, middle = (metric.value for metric in app.metric)
    assert top == f"{says.percent(survey.overall.top_two)} ± {says.number(share.margin * 100, 1)}"
    assert middle == f"{says.number(survey.overall.mean, 2)} ± {says.number(mean.margin, 2)}"
    assert has_table(app, tables.item_table(survey, says, "boonchom"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_breakdown_shows_the_cores_figures_and_sentences(
    opened: Any, survey: Survey, language: str
) -> None:
    app, saved = opened(language, "groups")
    says, responses = words(language), responses_of(survey)
    sex = next(d.key for d in responses.codebook.demographics if d.text == "เพศ")
    app.selectbox(key=f"by-{saved.id}-0").set_value(sex).run()
    found = breakdowns(survey.tally, tally_by(responses, sex))
    assert found.overall is not None
    assert has_table(app, tables.group_table(found.overall, says("Everybody"), says))
    assert has_table(
        app, tables.means_by_group(found, survey.tally.codebook, says("All items"), says("Everybody"), says)
    )
    for threshold in (10, 5):
        app.button_group(key=f"threshold-{saved.id}-0").set_value(threshold).run()
        app.selectbox(key=f"of-{saved.id}-0").set_value(("item", "q10")).run()
        found = breakdowns(survey.tally, tally_by(responses, sex), threshold=threshold)
        assert has_table(app, tables.group_table(found.items["q10"], says("Everybody"), says))
        kept = cache.store().assessments()[0]
        assert cache.assessment(kept).threshold == threshold, "what documents are made from"
    for answers, said in (
        ("group", "Percentages are of n: each row adds up to {whole}."),
        ("point", "Percentages are of all answers on that point: these columns add up to {whole} each."),
    ):
        app.button_group(key=f"answers-{saved.id}-0").set_value(answers).run()
        assert has_table(app, tables.group_table(found.items["q10"], says("Everybody"), says, answers))
        assert says(said, whole=100) in shown(app)
    sets = {
        aspect: [i.key for i in responses.codebook.items if i.aspect == aspect] for aspect in found.aspects
    }
    whole = compare_means(responses, {"": common_scale(responses), **sets}, sex, minimum=5)
    assert len(whole) == 5
    of_sets = {"": found.overall, **found.aspects}
    for one in whole:
        table = of_sets[one.of]
        assert table is not None
        assert says.say(comparison_in_words(one, hidden=table.hidden > 0)) in shown(app)
    items = compare_items(tally_by(responses, sex), minimum=5)
    same = [one for one in items if not one.differs]
    assert says("Of {n} {n:item|items} no difference can be shown.", n=len(same)) in shown(app)


def test_a_small_group_is_hidden_on_the_page(opened: Any, survey: Survey) -> None:
    app, saved = opened("en", "groups")
    responses = responses_of(survey)
    province = next(d for d in responses.codebook.demographics if d.text == "จังหวัด")
    sizes = responses.frame[province.key].value_counts()
    small = [str(name) for name, n in sizes.items() if 0 < n < 5]
    assert small
    app.selectbox(key=f"by-{saved.id}-0").set_value(province.key).run()
    assert not app.exception
    (table,) = [each.value for each in app.dataframe if "Group" in each.value.columns]
    rows = table.set_index("Group")
    assert set(rows.loc[small, "n"]) == set(rows.loc[small, "x̄"]) == {"hidden (fewer-than-5 rule)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reliability_is_that_of_the_core(opened: Any, survey: Survey, language: str) -> None:
    app, _ = opened(language, "reliability")
    says, found = words(language), reliability(responses_of(survey))
    assert says.say(reliability_in_words(found)) in shown(app)
    assert has_table(app, tables.item_total_table(found, survey, says))
    alphas = next(each.value for each in app.dataframe if says("Alpha") in each.value.columns)
    assert alphas[says("Alpha")].tolist()[0] == says.number(found.alpha, 2)
    assert len(alphas) == 1 + 4  # all items, four aspects


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_population_gives_the_verdict_and_narrows_the_intervals(
    sampled: Any, survey: Survey, language: str
) -> None:
    app, saved = sampled(language, "sample")
    says, responses = words(language), responses_of(survey)
    app.number_input(key=f"population-{saved.id}-0").set_value(2757).run()
    assert not app.exception
    found = adequacy(318, 2757)
    assert says.say(size_in_words(found)) in shown(app)
    assert has_table(app, tables.sample_size_table(found, says))
    interval = pooled_mean_interval(responses, common_scale(responses), population=2757)
    assert says.say(mean_in_words(interval)) in shown(app)
    # Another section and back: N is still there.
    section = f"section-comments-{saved.id}-0"
    app.button_group(key=section).set_value("reliability").run()
    assert says.say(mean_in_words(interval)) in shown(app)
    app.button_group(key=section).set_value("sample").run()
    assert app.number_input(key=f"population-{saved.id}-0").value == 2757
    app.number_input(key=f"error-{saved.id}-0").set_value(6.0).run()
    assert says.say(size_in_words(adequacy(318, 2757, 0.06))) in shown(app)


def test_fewer_people_than_respondents_is_said_and_not_used(sampled: Any, survey: Survey) -> None:
    app, saved = sampled("en", "sample")
    app.number_input(key=f"population-{saved.id}-0").set_value(300).run()
    assert not app.exception
    assert "318 respondents can't come from 300 people." in shown(app)
    responses = responses_of(survey)
    interval = pooled_mean_interval(responses, common_scale(responses))
    assert Words().say(mean_in_words(interval)) in shown(app)
    told = written(cache.store().assessments()[0])
    assert "300 people" not in told and "give a share a margin of error of ±5.50" in told


def written(saved: Saved) -> str:
    """The text of the findings and all slides with what is said to them, as the page has them."""
    says = words("en")
    slides = cache.slides(saved, says)
    text = [passage.text for passage in passages_of(saved, says)]
    spoken = (line for slide in slides for line in slide.spoken)
    return "\n".join([*text, *spoken, repr([(slide.title, slide.parts) for slide in slides])])


def test_a_population_is_there_after_a_restart_and_in_the_documents(sampled: Any, survey: Survey) -> None:
    app, saved = sampled("en", "sample")
    before = (saved.version, written(saved))
    app.number_input(key=f"population-{saved.id}-0").set_value(400).run()
    app.number_input(key=f"error-{saved.id}-0").set_value(4.5).run()
    st.cache_resource.clear()  # a server of its own
    app, now = sampled("en", "sample")
    assert app.number_input(key=f"population-{saved.id}-0").value == 400
    assert app.number_input(key=f"error-{saved.id}-0").value == 4.5
    said = words("en").say(claim(318, Sample(400, 0.045)))
    assert said in shown(app)
    told = written(now)
    assert now.version == before[0] + 2 and said not in before[1]
    assert told.count(said) > 2, "in the text, and said to the slides"
    interval = pooled_mean_interval(responses_of(survey), common_scale(responses_of(survey)), population=400)
    assert interval is not None
    (mean,) = [metric.value for metric in app.metric if metric.label.startswith("Mean")]
    margin = f"± {interval.margin:.2f}"
    assert mean.endswith(margin) and f"{margin} of 5 at most" in told
    assert f"lies between {interval.low:.2f} and {interval.high:.2f}" in told
    # Taken out again: as if it had never been there.
    app.number_input(key=f"population-{saved.id}-0").set_value(None).run()
    app.number_input(key=f"error-{saved.id}-0").set_value(5.0).run()
    assert written(cache.store().assessments()[0]) == before[1]


def test_of_two_officers_who_say_of_whom_a_survey_speaks_the_second_is_told(sampled: Any) -> None:
    app, saved = sampled("en", "sample")
    (place,) = (survey.place for survey in cache.assessment(saved).surveys)
    again = keep_sample(cache.store(), saved.id, place, Sample(450), seen=saved.version)
    assert again == saved.version + 1
    assert keep_sample(cache.store(), saved.id, place, Sample(500), seen=again) == again + 1, (
        "one's own is no other's"
    )
    app.number_input(key=f"population-{saved.id}-0").set_value(600).run()
    assert not app.exception
    assert cache.store().setting(saved.id, SAMPLES)[place]["population"] == 500
    assert "was changed on" in shown(app)
    assert app.number_input(key=f"population-{saved.id}-0").value == 500


def test_one_item_is_looked_at_and_the_breakdown_follows(opened: Any, survey: Survey) -> None:
    app, saved = opened("en", "groups")
    item = survey.tally.codebook.items[3]
    found = survey.item(item.key)
    app.selectbox(key=f"only-{saved.id}-0").set_value(item.key).run()
    assert not app.exception
    best = found.scale.points[-1]
    drawn = charts.distribution(found, item, words("en"))
    assert drawn.title.replace("\\", "") in shown(app).replace("\\", "")
    assert str(found.counts[best]) in "".join(drawn.table.iloc[0])
    assert app.selectbox(key=f"of-{saved.id}-0").value == ("item", item.key)
    next(button for button in app.button if button.label == "Show all").click().run()
    assert app.selectbox(key=f"only-{saved.id}-0").value is None
    assert not app.exception


def test_comments_are_grouped_filtered_and_searched(opened: Any, survey: Survey) -> None:
    app, saved = opened("en", "comments")
    responses = responses_of(survey)
    assert responses.comments is not None
    (question,) = responses.comments.columns
    lists = lexicon()
    found = themes(responses.comments[question].dropna(), lists, segmentation(lists))
    assert f"{found.base} comments" in shown(app)
    first = found.counts[0]
    assert f"{first.n} of {found.base}" in shown(app)
    app.selectbox(key=f"theme-{question}-{saved.id}-0").set_value(first.theme.key).run()
    assert f"{first.n} comments" in shown(app)
    assert all(told.text in shown(app) for told in found.of(first.theme.key))
    app.text_input(key=f"wanted-{saved.id}-0").set_value("no such comment").run()
    assert "No comment holds “no such comment”." in shown(app)


def test_an_offices_own_words_make_a_theme(opened: Any, survey: Survey) -> None:
    app, saved = opened("en", "comments")
    comment = next(iter(responses_of(survey).comments.iloc[:, 0].dropna()))
    app.text_area(key=f"own-words-{saved.id}-0-lines").set_value(f"Our own: {comment}\nno colon here")
    next(button for button in app.button if button.label == "Keep these words").click().run()
    assert not app.exception
    assert cache.store().setting(saved.id, "themes") == {"Our own": [comment]}
    (theme,) = [box for box in app.selectbox if box.label == "Theme"]
    assert "Our own" in theme.options


@pytest.mark.parametrize(
    ("language", "heading"), [("th", "ตัวเลขแต่ละตัวคืออะไร"), ("en", "What each figure is")]
)
def test_the_methods_are_in_the_readers_language(opened: Any, language: str, heading: str) -> None:
    app, _ = opened(language, "methods")
    text = shown(app)
    assert f"### {heading}" in text and "4.505 → 4.51" in text
    assert ".md)" not in text, "a link that leads nowhere inside the app"


def test_a_tally_says_what_needs_responses(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cache.assessment

    def without_responses(saved: Saved) -> Any:
        found = whole(saved)
        return replace(found, surveys=tuple(replace(s, responses=None) for s in found.surveys))

    app, saved = opened("en", "items")
    monkeypatch.setattr(cache, "assessment", without_responses)
    app.run()
    assert [metric.value for metric in app.metric] == ["77.7%", "4.15"]
    assert "How sure these figures are takes the responses" in shown(app)
    section = app.button_group(key=f"section-{saved.id}-0")
    for name in ("groups", "reliability"):
        section = app.button_group(key=f"section-{saved.id}-0")
        section.set_value(name).run()
        assert not app.exception
        assert "This section needs the responses" in shown(app)
    app.button_group(key=f"section-{saved.id}-0").set_value("sample").run()
    assert not app.exception and "318 respondents" in shown(app)


def test_aspects_carry_their_intervals(survey: Survey) -> None:
    responses = responses_of(survey)
    chart, known = (aspects(replace(survey, sample=Sample(n)), Words()) for n in (None, 400))
    names = list(survey.tally.codebook.aspects)
    for one, population in ((chart, None), (known, 400)):
        dots = one.figure.data[0]
        for i, name in enumerate(names):
            items = [item.key for item in responses.codebook.items if item.aspect == name]
            interval = pooled_mean_interval(responses, items, population=population)
            assert interval is not None
            assert dots.x[i] + dots.error_x.array[i] == pytest.approx(interval.high)
            assert dots.x[i] - dots.error_x.arrayminus[i] == pytest.approx(interval.low)
            assert one.table["±"][i] == Words().number(interval.margin, 2)
    assert "95% confidence interval" in chart.subtitle
    tallied = aspects(replace(survey, responses=None), Words())
    assert "±" not in tallied.table.columns and not tallied.figure.data[0].error_x.visible
