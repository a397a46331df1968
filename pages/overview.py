"""The score, the ladder of levels, what is missing for the next one, and the figures behind it."""

import streamlit as st

from analytics.measures import band, band_word
from analytics.names import scheme_name
from ui import cache, history, levels, parts, screen, state, tour
from ui.glossary import meaning

STEPS = 0.75  # of the page, for the ladder beside the cards

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Your spreadsheets, as a score that you can defend"), anchor=False)
    st.markdown(says("Drop a satisfaction survey and a project list, or look around in the sample first."))
    parts.nothing_yet(says, says("There is no assessment yet"))
    tour.show(says)
    st.markdown(f"## {says('Blank templates to fill in')}")
    parts.templates(says)
    st.stop()

tour.show(says)
found = cache.assessment(saved)
score, ledger = found.score, found.facts.projects
ladder = cache.chart("ladder", saved, says.language, says.digits, screen.seen().part(STEPS))
st.title(parts.escape(ladder.title), anchor=False)
st.caption(
    says(
        "{dimension} · rubric {rubric} version {version} · fiscal year {year}",
        dimension=parts.escape(found.rubric.dimension[says.language]),
        rubric=parts.escape(found.rubric.id),
        version=found.rubric.version,
        year=says.plain(found.fiscal_year),
    )
)
history.line(saved, says)
cards, steps = st.columns([1 - STEPS, STEPS])
with cards:
    with st.container(border=True):
        st.metric(
            says("Score now"),
            says("{n} of {most}", n=score.score, most=score.maximum),
            help=meaning("score", says),
        )
        st.caption(
            says("Projected {n} once everything claimed is completed", n=score.projected),
            help=meaning("projected score", says),
        )
    with st.container(border=True):
        overall = found.surveys[0].overall if found.surveys else None
        if overall and overall.base:
            st.metric(
                says("Satisfied much to most"),
                says.percent(overall.top_two),
                help=meaning("top-two box", says),
            )
            word = band_word(
                band(overall.mean, overall.scale, found.band_scheme), overall.scale, found.band_scheme
            )
            st.caption(
                says(
                    "{people} {people:respondent|respondents}, {n} {n:answer|answers} · mean {mean} "
                    "({band}, {scheme})",
                    people=found.surveys[0].tally.respondents,
                    n=overall.base,
                    mean=says.number(overall.mean, 2),
                    band=says(word) if word else "–",
                    scheme=scheme_name(found.band_scheme, says),
                ),
                help=meaning("base", says),
            )
        else:
            st.metric(says("Satisfied much to most"), "–")
            st.caption(says("No survey has been dropped yet"))
    with st.container(border=True):
        st.metric(says("Projects from citizens that count"), says.number(len(ledger.counted)))
        st.caption(
            says(
                "{n} claimed, {m} left out with {m:a reason|reasons}",
                n=len(ledger.claimed),
                m=len(ledger.left_out),
            ),
            help=meaning("claimed", says),
        )
with steps, st.container(border=True):
    levels.ladder(saved, score, says, STEPS)
step = score.next_step
if step is not None and step.missing is not None:
    show = st.warning if step.state == "claimed" else st.info
    show(
        parts.escape(says.say(step.missing)),
        title=says(
            "Next, for level {n} ({points} {points:point|points})",
            n=step.level.level,
            points=step.level.points,
        ),
        icon=":material/arrow_forward:",
    )
row = st.container(horizontal=True)
row.page_link("pages/satisfaction.py", label=says("Satisfaction"), icon=":material/sentiment_satisfied:")
row.page_link("pages/projects.py", label=says("Projects"), icon=":material/view_timeline:")
row.page_link("pages/rubric.py", label=says("Where every point comes from"), icon=":material/checklist:")
row.page_link("pages/report.py", label=says("Summary sheet"), icon=":material/description:")
