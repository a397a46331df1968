"""The section on weights: known totals in, weighted figures out, beside the unweighted ones."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.measures import Measures
from analytics.statistics.weighting import Weighting
from analytics.statistics.weights import Margin, Totals, Weighted, in_words
from analytics.words import Problem, Words
from data.stored.outcomes import threshold_of
from ui import cache, editing
from ui.cache_surveys import weighting
from ui.sections.look import Look, needs_responses, table

SETTING = "weights"


def weights(look: Look) -> None:
    """Known totals of one or several demographics, and what the figures are with them."""
    says, responses = look.says, look.survey.responses
    if responses is None:
        needs_responses(says)
        return
    titles = {d.key: d.text for d in look.survey.tally.codebook.demographics}
    if not titles:
        st.info(says("This survey has no question that groups respondents, such as sex or age."))
        return
    st.markdown(
        says(
            "Where some groups answered more readily than others, weights give each group the size that it "
            "is known to have. Score, charts and documents never use weights: these figures stand only here."
        )
    )
    kept = _kept(look)
    known = {key: sizes for key, sizes in kept["totals"].items() if key in titles}
    chosen = st.multiselect(
        says("Weight by"),
        list(titles),
        default=list(known),
        format_func=titles.__getitem__,
        placeholder=says("Choose"),
        key=look.key("weight-by"),
    )
    if chosen:
        _totals_form(look, chosen, titles, kept)
    if known:
        totals = [Totals(key, tuple(sizes.items())) for key, sizes in known.items()]
        with st.spinner(says("Working out the weights")):
            fewest = threshold_of(cache.store(), look.saved.id)
            found = weighting(look.saved, look.number, look.survey, totals, kept["most"], fewest)
        if isinstance(found, Problem):
            st.error(f"{says.say(found.problem)} {says.say(found.remedy)}")
        else:
            _show(look, found)
        st.button(
            says("Forget the totals"),
            icon=":material/delete:",
            on_click=editing.press,
            args=(_forget, look),
            kwargs={"seen": look.saved.version},
            key=look.key("unweigh"),
        )


def _kept(look: Look) -> dict[str, Any]:
    everything = cache.store().setting(look.saved.id, SETTING) or {}
    return everything.get(look.survey.place) or {"totals": {}, "most": None}


def _keep(look: Look, value: dict[str, Any] | None, seen: int) -> None:
    """Put this survey's totals in place; those of other surveys stay as they are now."""
    place = look.survey.place

    def change(kept: dict[str, Any] | None) -> dict[str, Any] | None:
        others = {name: totals for name, totals in (kept or {}).items() if name != place}
        return {**others, **({} if value is None else {place: value})} or None

    cache.store().alter(look.saved.id, SETTING, change, part=lambda kept: (kept or {}).get(place), seen=seen)


def _forget(look: Look, *, seen: int) -> None:
    _keep(look, None, seen)
    st.session_state.pop(look.key("weight-by"), None)


def _totals_form(look: Look, chosen: list[str], titles: dict[str, str], kept: dict[str, Any]) -> None:
    says, responses = look.says, look.survey.responses
    assert responses is not None
    total = says("Known total")
    given: dict[str, dict[str, float]] = {}
    with st.form(look.key("weights"), border=True):
        st.caption(says("How many people there are of each group; shares in percent do as well."))
        fill = {"totals": kept["totals"], "most": kept["most"]}
        form = editing.form(look.key("weights-mine"), look.saved, kept, fill)
        place = look.survey.place
        editing.beside(
            form, "setting", SETTING, _told(kept, titles, says), says, lambda k: (k or {}).get(place)
        )
        start = st.session_state[form.name("totals")]
        for key in chosen:
            sizes = responses.frame[key].value_counts()
            names = [str(name) for name, n in sizes.items() if n]
            before = [start.get(key, {}).get(name) for name in names]
            asked = pd.DataFrame({titles[key]: names, total: pd.array(before, dtype="Float64")})
            edited = st.data_editor(
                asked,
                hide_index=True,
                disabled=[titles[key]],
                key=look.key(f"totals-{key}-{before}"),
                column_config={total: st.column_config.NumberColumn(min_value=0.0)},
            )
            given[key] = {
                str(name): float(size)
                for name, size in zip(edited[titles[key]], edited[total], strict=True)
                if pd.notna(size)
            }
        cut = st.number_input(
            says("Largest weight allowed (times the mean; empty: no limit)"),
            min_value=1.1,
            max_value=100.0,
            value=None,
            step=0.5,
            placeholder=says("No limit"),
            key=form.name("most"),
        )
        if editing.buttons(form, says("Work out the weights"), ":material/balance:", says):
            editing.save(form, partial(_keep, look, {"totals": given, "most": cut}))


def _told(kept: dict[str, Any], titles: dict[str, str], says: Words) -> list[tuple[str, str]]:
    """The totals that are saved, by what they are of."""
    return [
        (titles.get(key, key), " · ".join(f"{name} {says.show(size)}" for name, size in sizes.items()))
        for key, sizes in kept["totals"].items()
    ]


def _show(look: Look, found: Weighting) -> None:
    says, used = look.says, found.weights
    st.markdown(says.say(in_words(used)))
    if used.left_out:
        st.caption(
            says(
                "{n} "
                "{n:respondent who did not say their group has|respondents who did not say their group have} "
                "no weight and {n:is|are} left out.",
                n=used.left_out,
            )
        )
    if used.trimmed:
        st.caption(
            says(
                "{n} {n:respondent's weight was|respondents' weights were} cut to the limit; a "
                "group's share is now up to {off} percentage points away from the known one.",
                n=used.trimmed,
                off=used.furthest * 100,
            )
        )
    st.markdown(f"### {says('Weighted beside unweighted')}")
    table(_beside(look, found), says("Weighted and unweighted figures"))
    st.caption(
        says.in_digits(
            says(
                "± is half of the 95% confidence interval, with the weights taken as given. Figures are "
                "hidden where the breakdown of the item hides a group's: they could be worked out from them."
            )
        )
    )
    with st.expander(says("Groups: respondents and known totals"), icon=":material/table:"):
        table(_margins(used.margins, says), says("Groups: respondents and known totals"))


def _beside(look: Look, found: Weighting) -> pd.DataFrame:
    names = {item.key: item.text for item in look.survey.tally.codebook.items}
    rows = [(look.whole_set, *found.whole)] if found.whole else []
    rows += [(names[key], *both) for key, both in found.items.items()]
    return pd.DataFrame([_row(name, own, other, found.threshold, look.says) for name, own, other in rows])


def _row(name: str, own: Measures, other: Weighted, threshold: int, says: Words) -> dict[str, str]:
    def figure(value: str, span: str) -> str:
        if other.hidden:
            return says("hidden (fewer-than-{n} rule)", n=threshold)
        return says("{mean} ± {margin}", mean=value, margin=span) if span else value

    mean, share = other.mean_interval, other.top_two_interval
    return {
        says("Item"): name,
        says("Mean, unweighted"): says.number(own.mean, 2),
        says("Mean, weighted"): figure(
            says.number(other.mean, 2), says.number(mean.margin, 2) if mean else ""
        ),
        says("Two best, unweighted"): says.percent(own.top_two),
        says("Two best, weighted"): figure(
            says.percent(other.top_two), says.number(share.margin * 100, 1) if share else ""
        ),
        says("n"): says.number(own.base),
        says("Effective n"): says.number(None if other.effective is None else round(other.effective)),
    }


def _margins(margins: tuple[Margin, ...], says: Words) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                says("Question"): one.demographic,
                says("Group"): one.group,
                says("Respondents"): says.number(one.respondents),
                says("Share of respondents"): says.percent(one.unweighted),
                says("Known share"): says.percent(one.known),
                says("Weighted share"): says.percent(one.weighted),
            }
            for one in margins
        ]
    )
