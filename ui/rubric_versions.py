"""Rubrics on their page: what each asks for, its versions, and a new version from file to adoption."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import streamlit as st

from analytics.history import when
from analytics.names import state_name, status_name
from analytics.rubric import Rubric, Score, State
from analytics.rules import PARAMETERS, RULES, Level, ParameterKind
from analytics.words import Problem, Words
from data.definitions import DefinitionError
from data.stored import rubric_files
from data.stored.rights import NotAllowed
from data.stored.rubric_files import Edition, Effect, Preview, Refused
from ui import cache, officer, parts, state

LARGEST = 1  # megabyte of an uploaded rubric
SEEN, ROUND = "rubric-preview", "rubric-round"


def pick(says: Words) -> str:
    """Which rubric to look at: at first the one of the assessment that is chosen."""
    ids, saved = cache.rubrics(), state.chosen()
    key = "rubric-shown"
    if st.session_state.get(key) not in ids:
        st.session_state[key] = saved.rubric if saved else state.RUBRIC
    return st.selectbox(
        says("Rubric"),
        ids,
        format_func=lambda id: f"{cache.rubric(id).title[says.language]} ({id})",
        key=key,
        persist_state="session",
    )


def show(id: str, says: Words) -> None:
    """A rubric as it holds: what it is for, every level with rule and examples, its file, its versions."""
    found, holds = cache.rubric(id), rubric_files.edition(cache.store(), id)
    st.header(parts.escape(found.dimension[says.language]), anchor=False)
    st.caption(_about(found, holds, says))
    st.download_button(
        says("Download this version (.toml)"),
        rubric_files.text(cache.store(), id),
        f"{id}.toml",
        "application/toml",
        icon=":material/download:",
        on_click="ignore",
        help=says("A start for a version of your own: change it, give it a new version, upload it."),
    )
    for dimension in found.dimensions:
        own = dimension.rubric
        by = (
            says("by the rubric {id}", id=own.id)
            if own
            else says("by its result, of {n}", n=dimension.maximum)
        )
        weight = says("weight {n}", n=dimension.level.points)
        st.markdown(
            f"- {parts.escape(dimension.level.criterion[says.language])} · {weight} · {parts.escape(by)}"
        )
    for level in () if found.dimensions else found.levels:
        _level(level, found, says)
    if found.steps:
        steps = [
            says("from {n} {n:item|items} {points} {points:point|points}", n=n, points=points)
            for n, points in found.steps
        ]
        st.caption(" · ".join(steps))
    _versions(id, says)


def upload(says: Words) -> None:
    """A new version: a file, its mistakes or what it would change, and its adoption."""
    if not officer.may("rubrics", says):
        return
    st.markdown(
        says(
            "Upload a changed rubric file. Before it is adopted you see every saved assessment whose score "
            "would change."
        )
    )
    if not officer.login():
        st.caption(
            says(
                "There is no login: whoever can open this page can adopt a version. Who did it, and when, "
                "stands in the history."
            )
        )
    number = st.session_state.setdefault(ROUND, 0)
    if said := st.session_state.pop(f"{ROUND}-said", ""):
        st.success(parts.escape(said), icon=":material/check_circle:")
    file = st.file_uploader(says("Rubric file (.toml)"), key=f"rubric-file-{number}", max_upload_size=LARGEST)
    if file is None:
        return
    content, store = file.getvalue(), cache.store()
    try:
        found = rubric_files.read(store, content, file.name)
        against = rubric_files.objection(store, content, file.name)
    except DefinitionError as error:
        _mistake(error.problem, content, says)
        return
    st.markdown(f"**{parts.escape(found.title[says.language])}** ({parts.escape(found.id)})")
    if against is not None and not against.asks:
        st.error(parts.escape(says.say(against.message)))
        return
    st.caption(
        says("Version {version} in place of version {holds}", version=found.version, holds=_held(found.id))
        if found.id in cache.rubrics()
        else says("A rubric with an id of its own: it comes beside those that there are.")
    )
    _preview(
        lambda: rubric_files.preview(store, content, file.name, basis_of=cache.basis),
        hashlib.sha256(content).hexdigest(),
        says,
    )

    def adopt(who: str) -> Edition:
        return rubric_files.adopt(store, content, who, file.name, older_too=True)

    _adoption("upload", adopt, against, says)


def rules(says: Words) -> None:
    """Every registered rule: what it looks at, and the parameters that a rubric file gives it."""
    st.markdown(
        says(
            "A level names one of these rules. The rule proposes its verdict; the officer has the last word."
        )
    )
    for name, rule in sorted(RULES.items()):
        with st.container(border=True):
            st.markdown(f"## `{name}`")
            st.markdown(says(rule.__doc__ or name))
            kinds, known = _kinds(says), PARAMETERS[name]
            needed = [
                says("`{name}`: {kind}, needed", name=n, kind=kinds[k]) for n, k in known.needed.items()
            ]
            allowed = [
                says(
                    "`{name}`: {kind}, {value} where it is not given",
                    name=n,
                    kind=kinds[k],
                    value=says.show(known.defaults[n]),
                )
                for n, k in known.allowed.items()
            ]
            st.caption(" · ".join([*needed, *allowed]) or says("No parameters"))


def _about(found: Rubric, holds: Edition, says: Words) -> str:
    statuses = ", ".join(status_name(status, says) for status in found.counted_statuses)
    if holds.shipped:
        since = says("as Saisaat comes with it")
    else:
        since = says("adopted by {who} on {day}", who=holds.who, day=when(holds.adopted_at, says))
    about = [
        says("version {version}", version=found.version),
        since,
        says("fiscal years {years}", years=", ".join(says.plain(year) for year in found.fiscal_years)),
        _types(says)[found.type],
        says("at most {n} {n:point|points}", n=found.maximum),
    ]
    if any(level.rule == "projects_from_citizens" for level in found.levels):
        about.append(says("projects count when: {statuses}", statuses=statuses))
    return parts.escape(" · ".join(about))


def _level(level: Level, found: Rubric, says: Words) -> None:
    with st.container(border=True):
        short = parts.escape(says.in_digits(level.short[says.language]))
        label = f" ({parts.escape(level.label[says.language])})" if level.label else ""
        heading = says("Level {n} · {points} {points:point|points}", n=level.level, points=level.points)
        if found.type == "count":
            heading = says("Item {n}", n=level.level)
        st.markdown(f"### {heading} · {short}{label}")
        st.markdown(parts.escape(level.criterion[says.language]))
        st.caption(f":material/rule: {_judged(level, says)} (`{level.rule}`)")
        if level.enough or level.not_enough:
            enough, lacking = st.columns(2)
            with enough:
                _examples(":material/check:", says("Enough as evidence"), level.enough, says)
            with lacking:
                _examples(":material/close:", says("Not enough"), level.not_enough, says)


def _judged(level: Level, says: Words) -> str:
    """What the level's rule looks at, its parameters by what they are here and not by their names."""
    told = says(RULES[level.rule].__doc__ or "")
    for name, value in PARAMETERS[level.rule].of(level).items():
        told = told.replace(f"`{name}`", f"**{parts.escape(says.show(value))}**")
    return told


def _examples(icon: str, title: str, examples: Mapping[str, tuple[str, ...]], says: Words) -> None:
    listed = "\n".join(f"- {parts.escape(text)}" for text in examples.get(says.language, ()))
    st.markdown(f"{icon} **{title}**\n{listed}" if listed else "")


def _versions(id: str, says: Words) -> None:
    store = cache.store()
    adopted = rubric_files.editions(store, id)
    if not adopted:
        return
    st.markdown(f"### {says('Versions adopted here')}")
    rows = [
        {
            says("Adopted"): when(one.adopted_at, says),
            says("Version"): says.in_digits(one.version),
            says("Adopted by"): one.who or "–",
            says("What"): says("the file that Saisaat comes with") if one.shipped else one.sha256[:12],
        }
        for one in adopted
    ]
    parts.table(pd.DataFrame(rows), says("Versions adopted here"))
    if adopted[0].shipped or not rubric_files.is_shipped(id):
        return
    with st.expander(says("Go back to the version that Saisaat comes with"), icon=":material/undo:"):
        if st.toggle(says("Show what would change"), key=f"rubric-back-{id}"):
            _preview(
                lambda: rubric_files.preview_shipped(store, id, basis_of=cache.basis), f"shipped/{id}", says
            )
            if officer.may("rubrics", says):
                _adoption(f"back-{id}", lambda who: rubric_files.back_to_shipped(store, id, who), None, says)


def _preview(look: Callable[[], Iterator[Preview]], key: str, says: Words) -> None:
    """What would change: worked out once for a file and all that is saved, with progress."""
    stamp = (key, cache.store().stamp())
    seen = st.session_state.get(SEEN)
    if seen is None or seen[0] != stamp:
        bar = st.progress(0.0, says("Working out what would change"))
        told = Preview(0, 0, ())
        for told in look():
            share = told.done / told.total if told.total else 1.0
            bar.progress(
                share,
                says(
                    "{n} of {all} {all:saved assessment|saved assessments} worked out",
                    n=told.done,
                    all=told.total,
                ),
            )
        bar.empty()
        seen = (stamp, told)
        st.session_state[SEEN] = seen
    _effects(seen[1], says)


def _effects(told: Preview, says: Words) -> None:
    if not told.total:
        st.info(says("No saved assessment is scored by it."), icon=":material/info:")
    elif not told.effects:
        st.success(
            says(
                "None of {n} {n:saved assessment|saved assessments} would change its score or a level.",
                n=told.total,
            ),
            icon=":material/check_circle:",
        )
    else:
        st.warning(
            says(
                "{n} of {all} {all:saved assessment|saved assessments} would change.",
                n=len(told.effects),
                all=told.total,
            ),
            icon=":material/difference:",
        )
        rows = [_effect(effect, says) for effect in told.effects]
        parts.table(pd.DataFrame(rows), says("What would change, assessment by assessment"))


def _effect(effect: Effect, says: Words) -> dict[str, str]:
    def figure(before: str, after: str) -> str:
        return before if before == after else f"{before} → {after}"

    def now(score: Score) -> str:
        text = says("{n} of {most}", n=score.score, most=score.maximum)
        return f"{text} ({score.label[says.language]})" if score.label else text

    def name(one: State | None) -> str:
        return says("no such level") if one is None else state_name(one, says)

    before, after = effect.before, effect.after
    return {
        says("Assessment"): state.label(effect.saved, says),
        says("Score"): figure(now(before), now(after)),
        says("Projected"): figure(says.show(before.projected), says.show(after.projected)),
        says("Levels"): " · ".join(
            f"{says.plain(level)}: {name(was)} → {name(will)}" for level, was, will in effect.levels
        ),
    }


def _adoption(key: str, adopt: Callable[[str], Edition], against: Refused | None, says: Words) -> None:
    sure = True
    if against is not None:
        st.warning(parts.escape(says.say(against.message)))
        sure = st.checkbox(says("Adopt the older version all the same"), key=f"rubric-older-{key}")
    with (
        st.form(f"rubric-adopt-{key}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        who = officer.field(st.container(), says("Adopted by (position, needed)"), f"rubric-who-{key}")
        if not st.form_submit_button(
            says("Adopt"), icon=":material/published_with_changes:", disabled=not sure
        ):
            return
    try:
        adopted = adopt(who)
    except Refused as refused:
        st.error(parts.escape(says.say(refused.message)))
        return
    except NotAllowed as refused:
        st.error(parts.escape(f"{says.say(refused.problem.problem)}. {says.say(refused.problem.remedy)}"))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[f"{ROUND}-said"] = says(
        "Version {version} of {id} holds from now on.", version=adopted.version, id=adopted.id
    )
    st.rerun()


def _mistake(problem: Problem, content: bytes, says: Words) -> None:
    what, remedy = says.say(problem.problem), says.say(problem.remedy)
    place = parts.escape(problem.value or "")
    if problem.row is not None:
        place = says("Line {line}, {key}", line=says.plain(problem.row), key=place)
    st.error(f"{parts.escape(what)}  \n{parts.escape(remedy)}", title=place, icon=":material/edit_off:")
    lines = content.decode("utf-8", "replace").split("\n")
    if problem.row is not None and problem.row <= len(lines) and lines[problem.row - 1].strip():
        st.code(lines[problem.row - 1].rstrip(), language="toml", wrap_lines=True)


def _held(id: str) -> str:
    return rubric_files.edition(cache.store(), id).version


def _types(says: Words) -> dict[str, str]:
    return {
        "cumulative": says("levels that build on each other"),
        "additive": says("each item adds its points"),
        "count": says("how many items are done"),
        "banded": says("a percentage becomes a grade"),
        "weighted": says("dimensions with weights"),
    }


def _kinds(says: Words) -> dict[ParameterKind, str]:
    return {"whole": says("a whole number"), "number": says("a number"), "text": says("a text")}
