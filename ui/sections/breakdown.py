"""The section that breaks figures down by a demographic, an option, the time of the answers or the wave."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import tables
from analytics.statistics import association, breakdowns, comparisons
from analytics.statistics.breakdowns import Breakdown, Breakdowns
from analytics.statistics.comparisons import Comparison
from analytics.statistics.groupings import (
    Grouping,
    compared_named,
    everybody_name,
    grouping_name,
    groupings,
    named,
)
from analytics.statistics.suppression import THRESHOLDS
from analytics.words import Words
from data.stored.outcomes import THRESHOLD, threshold_of
from ui import cache, cache_groups, editing, parts
from ui.cache_groups import Groups
from ui.glossary import meaning
from ui.sections.look import Look, needs_responses, table, whole_set


def groups(look: Look) -> None:
    """Figures by group, small ones hidden, and whether the groups differ."""
    says, responses = look.says, look.survey.responses
    again = cache_groups.held_again(look.saved, look.number, says)
    of_one = groupings(responses) if responses is not None and responses.codebook.items else ()
    offered = {_code(by): by for by in (*of_one, *([again.grouping] if again else []))}
    if not offered and responses is None:
        needs_responses(says)
        return
    if not offered:
        st.info(says("This survey has no question that groups respondents, such as sex or age."))
        return
    titles = {code: grouping_name(by, says) for code, by in offered.items()}
    row = st.container(horizontal=True, vertical_alignment="bottom")
    by = offered[row.selectbox(says("By"), list(titles), format_func=titles.__getitem__, key=look.key("by"))]
    with row:
        threshold = _threshold(look)
    with st.spinner(says("Working out the groups")):
        if again is not None and by.kind == "wave":
            found = cache_groups.by_wave(again, threshold)
        else:
            assert responses is not None
            found = cache_groups.by_group(look.saved, look.number, by, threshold, responses)
    shown, everybody = named(found.tables, by, says), everybody_name(by, says)
    whole = whole_set(found.codebook, says)
    tables_of = {
        **({("whole", ""): shown.overall} if shown.overall else {}),
        **{("aspect", name): one for name, one in shown.aspects.items()},
        **{("item", key): one for key, one in shown.items.items()},
    }
    names = {
        ("whole", ""): whole,
        **{("aspect", name): name for name in shown.aspects},
        **{("item", key): found.codebook.item(key).text for key in shown.items},
    }
    if st.session_state.get(look.key("of")) not in tables_of:
        st.session_state.pop(look.key("of"), None)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    of = row.selectbox(says("Of"), list(tables_of), format_func=names.__getitem__, key=look.key("of"))
    with row:
        answers, denominator = _answers(look)
    title = says("{of} by {by}", of=names[of], by=titles[_code(by)])
    table(tables.group_table(tables_of[of], everybody, says, answers), title, named=True)
    several = "" if of[0] == "item" else says("n counts answers: one person answers several items.")
    told = [denominator, says.say(breakdowns.in_words(tables_of[of])), several, _care(by, look, found)]
    st.caption(" ".join(each for each in told if each))

    st.markdown(f"### {says('Do the groups differ?')}")
    _differences(by, of, found, shown, threshold, says)

    st.markdown(f"### {says('Means side by side')}")
    means = tables.means_by_group(shown, found.codebook, whole, everybody, says)
    table(means, says("Means by {by}", by=titles[_code(by)]))


def _threshold(look: Look) -> int:
    """The choice below which count figures are hidden: of the whole assessment, its documents too."""
    says, key = look.says, look.key("threshold")

    def chosen() -> None:
        value = st.session_state[key]
        change = partial(cache.store().keep, value=None if value == THRESHOLDS[0] else value)
        editing.press(change, look.saved.id, THRESHOLD, seen=look.saved.version)

    # Somebody else may have chosen another.
    st.session_state[key] = threshold_of(cache.store(), look.saved.id)
    chosen_now: int = st.segmented_control(
        says("Hide fewer than"),
        THRESHOLDS,
        required=True,
        format_func=lambda n: says("{n} {n:person|people}", n=n),
        key=key,
        on_change=chosen,
        help=meaning("suppression, small cell", says),
    )
    return chosen_now


def _answers(look: Look) -> tuple[tables.Answers, str]:
    """Whether answers are counted or shares of what, and that in words."""
    says = look.says
    offered: dict[tables.Answers, tuple[str, str]] = {
        "counts": (says("Counts"), ""),
        "group": (
            says("% of the group"),
            says("Percentages are of n: each row adds up to {whole}.", whole=100),
        ),
        "point": (
            says("% of the answer"),
            says(
                "Percentages are of all answers on that point: these columns add up to {whole} each.",
                whole=100,
            ),
        ),
    }
    chosen: tables.Answers = st.segmented_control(
        says("Answers as"),
        list(offered),
        default="counts",
        required=True,
        format_func=lambda name: offered[name][0],
        key=look.key("answers"),
    )
    return chosen, offered[chosen][1]


def _code(by: Grouping) -> str:
    return f"{by.key}|{by.option}" if by.kind == "option" else by.key


def _care(by: Grouping, look: Look, found: Groups) -> str:
    """What is left out for the sake of single respondents, and what must be known of the groups."""
    says = look.says
    if by.kind == "quarter":
        return says("Quarters, since some months have few answers; months beside them could be worked out.")
    if by.kind == "option":
        return says(
            "An option is set against everybody who did not choose it, blanks included. "
            "Where few chose several, one option is not offered here, so that they can't be worked out."
        )
    if by.kind == "wave":
        return says(
            "Every wave counts as a group of its own; whether somebody answered several is not known. "
            "{n} of {most} {most:item|items} were asked each time on the same scale; the others stand under "
            "“Waves and years”.",
            n=len(found.codebook.items),
            most=len(look.survey.tally.codebook.items),
        )
    return ""


def _differences(
    by: Grouping, of: tuple[str, str], found: Groups, shown: Breakdowns, threshold: int, says: Words
) -> None:
    """Comparisons of the whole, the aspects and the items that differ; of a chosen item its spread too."""
    book = found.codebook
    whole, items = (compared_named(one, by, says) for one in (found.whole or (), found.items))
    if found.whole is None:
        st.caption(says("Aspects and the whole are not compared: that takes the responses of every wave."))
    if not whole and not items:
        st.markdown(
            says(
                "No two groups have {n} answers or more, or all answers are the same, "
                "so nothing can be compared.",
                n=threshold,
            )
        )
    of_sets = {"": shown.overall, **shown.aspects}
    _sentences([(one.of or whole_set(book, says), one, of_sets.get(one.of)) for one in whole], says)
    differing = [(book.item(one.of).text, one, shown.items[one.of]) for one in items if one.differs]
    _sentences(differing, says)
    if others := len(items) - len(differing):
        st.caption(says("Of {n} {n:item|items} no difference can be shown.", n=others))
    for spread in found.spread:
        if of == ("item", spread.of):
            hidden = shown.items[spread.of].hidden > 0
            said = [association.in_words(spread, hidden=hidden)]
            said += [association.size_in_words(spread)] if spread.differs and not hidden else []
            st.markdown(parts.escape(" ".join(says.say(sentence) for sentence in said)))


def _sentences(found: list[tuple[str, Comparison, Breakdown | None]], says: Words) -> None:
    lines = []
    for title, one, broken_down in found:
        said = comparisons.in_words(one, hidden=broken_down is not None and broken_down.hidden > 0)
        lines.append(f"- **{parts.escape(title)}**: {parts.escape(says.say(said))}")
    if lines:
        st.markdown("\n".join(lines))
