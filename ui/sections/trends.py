"""The section on waves and years: the same survey held before, matched, compared and drawn."""

from __future__ import annotations

from typing import cast

import streamlit as st

from analytics.charts.trend import changes_chart, trend_chart, trend_table
from analytics.statistics.same_items import SameItem, plain
from analytics.statistics.trends import Figure, Line, Trend
from data.held import SAME_ITEMS, said
from data.store import Saved
from ui import cache, editing, parts, screen
from ui.cache_surveys import held_over_time, trend_of
from ui.sections.look import Look


def over_time(look: Look) -> None:
    """What changed since the survey was held before."""
    says = look.says
    everything = held_over_time(look.saved, says)
    own = next(one for one in everything if one.saved.id == look.saved.id and one.number == look.number)
    others = [one for one in everything if one is not own]
    if not others:
        st.info(
            says(
                "There is no earlier survey to compare with. Drop the workbook of another time as a new "
                "wave, or make an assessment of the same unit for another fiscal year."
            ),
            icon=":material/history:",
        )
        return
    row = st.container(horizontal=True, vertical_alignment="bottom")
    names = {one.code: one.name for one in others}
    chosen = row.multiselect(
        says("Compare with"),
        list(names),
        default=[one.code for one in others if one.same_survey(own)],
        format_func=names.__getitem__,
        placeholder=says("Choose"),
        key=look.key("occasions"),
    )
    figure = row.segmented_control(
        says("Compare by"),
        ["top_two", "mean"],
        default="top_two",
        required=True,
        format_func=lambda name: says("Two best") if name == "top_two" else says("Mean"),
        key=look.key("trend-figure"),
    )
    if not chosen:
        st.caption(says("Choose the surveys to compare with."))
        return
    held = [one for one in everything if one is own or one.code in chosen]
    found = trend_of(held, said(cache.store(), look.saved.id))
    _ask(look, found)
    _show(look, found, cast(Figure, figure))


def _ask(look: Look, found: Trend) -> None:
    """Items that look alike, for the officer to say whether they are the same."""
    says, latest = look.says, found.occasions[-1].survey.tally.codebook
    waiting = {
        (occasion.survey.tally.codebook.item(one.earlier).text, latest.item(one.later).text): occasion.name
        for occasion, matched in zip(found.occasions, found.matched, strict=False)
        for one in matched.proposals
    }
    if not waiting:
        return
    with st.expander(
        says("Are these the same question? {n} to decide", n=len(waiting)),
        expanded=True,
        icon=":material/help:",
    ):
        for number, ((earlier, later), name) in enumerate(waiting.items()):
            with st.container(border=True):
                st.markdown(
                    f"{says('Before ({occasion})', occasion=name)}: {parts.escape(earlier)}  \n"
                    f"{says('Now')}: {parts.escape(later)}"
                )
                row = st.container(horizontal=True)
                for same, label in (
                    (True, says("Pair {n}: the same question", n=number + 1)),
                    (False, says("Pair {n}: another question", n=number + 1)),
                ):
                    row.button(
                        label,
                        key=look.key(f"same-{number}-{same}"),
                        on_click=editing.press,
                        args=(say, look.saved, SameItem(plain(earlier), plain(later), same)),
                        kwargs={"seen": look.saved.version},
                    )


def say(saved: Saved, word: SameItem, *, seen: int | None = None) -> None:
    """Keep the officer's word in place of an earlier one on the same two."""
    _keep(saved, word, [[word.earlier, word.later, word.same]], seen)


def take_back(saved: Saved, word: SameItem, *, seen: int | None = None) -> None:
    """Forget the officer's word."""
    _keep(saved, word, [], seen)


def _keep(saved: Saved, word: SameItem, instead: list[list[str | bool]], seen: int | None) -> None:
    """Put something in place of what was said of these two; what was said of others stays as it is now."""

    def of_these(kept: list[list[str | bool]] | None) -> list[list[str | bool]]:
        return [one for one in kept or [] if one[:2] == [word.earlier, word.later]]

    def change(kept: list[list[str | bool]] | None) -> list[list[str | bool]] | None:
        return [*(one for one in kept or [] if one not in of_these(kept)), *instead] or None

    cache.store().alter(saved.id, SAME_ITEMS, change, part=of_these, seen=seen)


def _show(look: Look, found: Trend, figure: Figure) -> None:
    says = look.says
    lines = {(line.kind, line.of): line for line in found.lines}
    whole = says(
        "{n:The|All} {n} {n:item|items} asked every time", n=found.lines[0].items if found.lines else 0
    )
    of = st.selectbox(
        says("Of"), list(lines), format_func=lambda key: lines[key].name or whole, key=look.key("trend-of")
    )
    if of is None:
        st.caption(says("No items to show"))
        return
    line: Line = lines[of]
    seen = screen.seen()
    drawn = trend_chart(found, line, whole, figure, says, dark=seen.dark, width=seen.width)
    parts.picture(drawn, look.key("chart-trend"), level=3)
    if len(found.names) > 1 and any(each.kind == "item" and each.change[figure] for each in found.lines):
        drawn = changes_chart(found, figure, says, dark=seen.dark, width=seen.width)
        parts.picture(drawn, look.key("chart-changes"), level=3)
    told = trend_table(found, figure, whole, says)
    parts.figures(told, says("Figures on each occasion"), look.key("trend"), says)
    _unmatched(look, found)
    st.caption(
        says(
            "Each survey counts as a sample of its own. p is corrected for the number of items compared "
            "(Holm); below .05 counts as changed."
        )
    )


def _unmatched(look: Look, found: Trend) -> None:
    """What was added and dropped since each earlier survey, and what the officer said."""
    says, latest = look.says, found.occasions[-1].survey.tally.codebook
    with st.expander(says("Questions added, dropped and matched by hand"), icon=":material/difference:"):
        for occasion, matched in zip(found.occasions, found.matched, strict=False):
            st.markdown(
                "**"
                + says(
                    "Since {occasion}: {same} the same, {added} added, {dropped} dropped",
                    occasion=occasion.name,
                    same=len(matched.pairs),
                    added=len(matched.added),
                    dropped=len(matched.dropped),
                )
                + "**"
            )
            texts = [f"- {says('Added')}: {parts.escape(latest.item(k).text)}" for k in matched.added]
            book = occasion.survey.tally.codebook
            texts += [f"- {says('Dropped')}: {parts.escape(book.item(k).text)}" for k in matched.dropped]
            st.markdown("\n".join(texts))
        for number, word in enumerate(said(cache.store(), look.saved.id)):
            row = st.container(horizontal=True, vertical_alignment="center")
            verdict = says("The same question") if word.same else says("Another question")
            row.markdown(f"{verdict}: {parts.escape(word.earlier)} / {parts.escape(word.later)}")
            row.button(
                says("Take back “{name}”", name=parts.brief(word.earlier)),
                key=look.key(f"unsay-{number}"),
                on_click=editing.press,
                args=(take_back, look.saved, word),
                kwargs={"seen": look.saved.version},
            )
