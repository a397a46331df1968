"""The satisfaction page beyond its charts: how sure the result is, and sections opened one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from analytics import tables
from analytics.charts.likert import box_label
from analytics.statistics import intervals, reliability, samplesize
from analytics.statistics.recommend import can_be_asked
from analytics.statistics.samplesize import Sample
from data.stored.outcomes import keep_sample
from ui import cache, editing
from ui.glossary import meaning
from ui.sections import breakdown, comments, items, options, priorities, recommend, trends, weights
from ui.sections.look import Look, needs_responses, table
from ui.text import methods_text

MOST_PEOPLE = 100_000_000


def headline(look: Look) -> None:
    """The share of satisfied answers and the mean of all items, each with how sure it is."""
    says, survey = look.says, look.survey
    overall = survey.overall
    if overall is None or not overall.base:
        return
    same = [i.scale for i in survey.tally.codebook.items if i.scale.points == overall.scale.points]
    box = says("Two best")
    if len({scale.labels for scale in same}) == 1:
        box = says("Answered {box}", box=box_label(overall.scale, says))
    responses = survey.responses
    sure = cache.sure(look.saved, look.number, survey.population, responses) if responses else None
    share, mean = says.percent(overall.top_two), says.number(overall.mean, 2)
    if sure is not None and sure.top_two is not None and sure.mean is not None:
        share = says("{mean} ± {margin}", mean=share, margin=says.number(sure.top_two.margin * 100, 1))
        mean = says("{mean} ± {margin}", mean=mean, margin=sure.mean.margin)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        st.metric(f"{box} · {look.whole_set}", share, help=meaning("top-two box", says))
        if sure is not None:
            st.caption(says.say(intervals.share_in_words(sure.top_two)))
    with right.container(border=True, height="stretch"):
        st.metric(f"{says('Mean')} · {look.whole_set}", mean)
        if sure is not None:
            st.caption(says.say(intervals.mean_in_words(sure.mean)))
    st.caption(
        says(
            "Both are of {base} {base:answer|answers} on the scale by {n} {n:respondent|respondents}.",
            base=overall.base,
            n=survey.tally.respondents,
        )
    )
    if sure is None:
        st.caption(says("How sure these figures are takes the responses; this survey came as a tally."))


def sections(look: Look) -> None:
    """The row of sections and the one that is open; the others are not worked out."""
    says = look.says
    offered: dict[str, tuple[str, Callable[[Look], None]]] = {
        "items": (says("All items"), items.all_items),
        "priorities": (says("Priorities"), priorities.mend_first),
        "trend": (says("Waves and years"), trends.over_time),
        "groups": (says("Breakdown"), breakdown.groups),
        "reliability": (says("Reliability"), reliable),
        "sample": (says("Sample size"), sample),
        "weights": (says("Weights"), weights.weights),
    }
    if look.survey.responses is not None and look.survey.responses.comments is not None:
        offered["comments"] = (says("Comments"), comments.section)
    if look.survey.options:
        offered["multiple"] = (says("Several answers"), options.several)
    if can_be_asked(look.survey.tally.codebook):
        offered["nps"] = (says("Net promoter score"), recommend.net_promoters)
    offered["methods"] = (says("How figures are worked out"), methods)
    chosen = st.segmented_control(
        says("More about these figures"),
        list(offered),
        default="items",
        required=True,
        format_func=lambda name: offered[name][0],
        key=look.key(
            "-".join(["section", *(name for name in ("comments", "multiple", "nps") if name in offered)])
        ),
    )
    offered[chosen or "items"][1](look)


def reliable(look: Look) -> None:
    """Whether the items measure one thing."""
    says, responses = look.says, look.survey.responses
    if responses is None:
        needs_responses(says)
        return
    whole, of_aspects = cache.reliabilities(look.saved, look.number, responses)
    st.markdown(says.say(reliability.in_words(whole)))
    if whole.low is not None:
        st.markdown(
            says(
                "With {level}% confidence alpha lies between {low} and {high}.",
                level=round(whole.level * 100),
                low=whole.low,
                high=whole.high,
            )
        )
    st.markdown(says.say(reliability.omega_in_words(whole)))
    sets = {look.whole_set: whole, **of_aspects}
    table(tables.reliability_table(sets, says), says("Cronbach's alpha"))
    if whole.alpha is not None:
        st.markdown(f"### {says('Item by item')} · {look.whole_set}")
        table(tables.item_total_table(whole, look.survey, says), says("Item-total correlation of each item"))


def sample(look: Look) -> None:
    """Whether there are enough respondents for what the unit wants to claim; kept for its documents too."""
    says, survey = look.says, look.survey
    respondents, given = survey.tally.respondents, survey.sample
    people, margin, own = look.key("population"), look.key("error"), look.key("sampled")

    def entered() -> None:
        editing.press(keep, seen=look.saved.version)

    def keep(seen: int) -> None:
        id, chosen = look.saved.id, Sample(st.session_state[people], round(st.session_state[margin] / 100, 4))
        # Pressed again before the page is drawn anew: the last change is the visitor's own.
        seen = max(seen, st.session_state.get(own, 0))
        st.session_state[own] = keep_sample(cache.store(), id, survey.place, chosen, seen=seen)

    # Somebody else may have entered others.
    st.session_state[people], st.session_state[margin] = given.population, round(given.error * 100, 2)
    row = st.container(horizontal=True)
    row.number_input(
        says("People the survey speaks for (N)"),
        min_value=1,
        max_value=MOST_PEOPLE,
        value=None,
        step=1,
        placeholder=says("For example all users of the service in the year"),
        key=people,
        on_change=entered,
    )
    row.number_input(
        says("Margin of error (e), percent"),
        min_value=0.5,
        max_value=20.0,
        step=0.5,
        format="%.1f",
        key=margin,
        on_change=entered,
    )
    said = says.say(samplesize.claim(respondents, given))
    if given.population is None:
        st.markdown(f"{said} {says('Enter N to see what your number of people asks for.')}")
        return
    if given.population < respondents:
        st.warning(
            says(
                "{n} {n:respondent|respondents} can't come from {population} "
                "{population:person|people}. Check N, or whether some answered twice.",
                n=respondents,
                population=given.population,
            )
        )
        return
    found = samplesize.adequacy(respondents, given.population, given.error)
    show = st.success if found.enough else st.warning
    show(said)
    table(tables.sample_size_table(found, says), says("Respondents needed, by formula"))
    st.caption(says("The ± of the figures above, and of those in the documents, takes this N into account."))


def methods(look: Look) -> None:
    """The document that explains every figure, in the reader's language."""
    # The link to the other language leads nowhere inside the app; its headings stand below the page's own.
    text = re.sub(r" ?\(?\[[^\]]*\]\(methods[\w.]*\)\)?\.?", "", methods_text(look.says.language))
    with st.container(border=True):
        st.markdown(look.says.in_prose(re.sub(r"^#", "###", text, flags=re.MULTILINE)))
