"""Many units' workbooks in one go: drop a folder, and every unit gets a line of what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.projects import RowRef
from analytics.words import Problem, Words
from data.many.folder import Line, divide_loose, import_batches
from data.many.folder_names import SPREADSHEETS, Loose, Sorted, of_no_unit, sort_out
from data.many.named_units import Naming
from data.stored.units import units
from ui import cache, parts, state
from ui.confirm import Draft, sentence
from ui.units_view import figure

LINES, LEFT, HANDED = "folder-lines", "folder-left", "folder-handed"
SOME = 3  # units that are named in a sentence
FEW = 10  # as many problems as are written out one below the other


def show(says: Words) -> None:
    """Drop a folder, see which workbook is of which unit, import, and read what came of each."""
    st.markdown(
        says(
            "A folder a unit, with its workbooks inside; or all workbooks in one folder, called “unit - "
            "survey.xlsx”. A folder called 2561 says the fiscal year. Names and codes of the list of units "
            "are recognised. A workbook whose rows name their units in a column is divided among them."
        )
    )
    dropped = st.file_uploader(
        says("A folder with many units' workbooks"),
        type=SPREADSHEETS,
        accept_multiple_files="directory",
        key="folder",
    )
    # What came from the workbooks page stays until a folder is dropped here.
    handed = () if dropped else st.session_state.get(HANDED, ())
    dropped = dropped or [*handed]
    if not dropped:
        st.session_state.pop(LINES, None)
        st.session_state.pop(LEFT, None)
        return
    for upload in handed:
        st.markdown(f"**:material/description: {parts.escape(upload.name)}**")
    by_path = {_path(upload): upload for upload in dropped}
    known = units(cache.store())
    # A workbook that is to be divided is no unit's, whatever its name says.
    found = Sorted((), tuple(Loose(path, None) for path in by_path)) if handed else sort_out(by_path, known)
    divisible = bool(known and found.of_no_unit)
    if found.batches or not divisible:
        st.caption(
            says(
                "{files} {files:workbook|workbooks} of {n} {n:unit and year|units and years}",
                files=sum(len(batch.files) for batch in found.batches),
                n=len(found.batches),
            )
        )
    if divisible:
        st.caption(
            says(
                "{n} {n:workbook whose name tells no unit is|workbooks whose name tells no unit are} divided "
                "among the units that {n:its|their} rows name in a column, such as หน่วยงาน.",
                n=len(found.of_no_unit),
            )
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rubrics = cache.rubrics()
        rubric = st.selectbox(
            says("Rubric"), rubrics, rubrics.index(state.RUBRIC), key="folder-rubric", width=280
        )
        year = st.number_input(
            says("Fiscal year where no folder says one"),
            2500,
            2700,
            None,
            key="folder-year",
            placeholder=says("As the form says"),
            width=280,
        )
        pressed = st.button(
            says("Divide and import")
            if divisible
            else says("Import {n} {n:unit and year|units and years}", n=len(found.batches)),
            type="primary",
            icon=":material/move_to_inbox:",
            disabled=not found.batches and not divisible,
        )
    if pressed:
        st.session_state[LINES], st.session_state[LEFT] = (), ()
        found, st.session_state[LEFT] = _divide(found, by_path, rubric, says)
        st.session_state[LINES] = _import(found, by_path, rubric, year, says)
    unnamed = [(str(loose.path), of_no_unit(loose.path)) for loose in found.of_no_unit]
    left = st.session_state.get(LEFT, ()) if divisible else unnamed
    lines: Sequence[Line] = st.session_state.get(LINES, ())
    if left:
        stay = says(
            "{n} {n:workbook is of no unit and stays|workbooks are of no unit and stay} out", n=len(left)
        )
        _left_out(left, says("Of no unit, and so not stored: {n}", n=len(left)) if divisible else stay, says)
    if lines:
        _outcome(lines, says)


def hint(drafts: Sequence[Draft], dropped: Sequence[UploadedFile], says: Words) -> None:
    """Say of dropped workbooks that they name several units, and lead to where they are divided."""
    for draft, upload in zip(drafts, dropped, strict=True):
        for one in cache.units_named(draft.workbook, draft.layouts) if draft.usable else ():
            with st.container(border=True):
                _hint(one, upload, draft, says)


def _hint(one: Naming, upload: UploadedFile, draft: Draft, says: Words) -> None:
    if one.whole is not None:
        st.markdown(f":material/account_tree: {parts.escape(f'“{one.sheet}”')}: {sentence(one.whole, says)}")
        return
    n, listed = len(one.units), ", ".join(one.units[:SOME]) + (", …" if len(one.units) > SOME else "")
    told = {"sheet": one.sheet, "column": one.column, "n": n, "units": listed}
    if one.known:
        text = says(
            "“{sheet}” names {n} {n:unit|units} in its column “{column}” ({units}). Confirmed here, all its "
            "rows make one assessment; divided, every unit gets its own.",
            **told,
        )
        label, view = says("Divide among {n} {n:unit|units}", n=n), "folder"
    else:
        text = says(
            "“{sheet}” has {n} different names in its column “{column}” ({units}). If they are units of "
            "yours, enter the list of units first: then the workbook can be divided among them.",
            **told,
        )
        label, view = says("Enter the list of units"), "list"
    st.markdown(f":material/account_tree: {parts.escape(text)}")
    key = f"divide-{draft.id}-{one.sheet}"
    if st.button(label, key=key, icon=":material/call_split:" if one.known else ":material/list_alt:"):
        st.session_state["units-view"] = view
        st.session_state[HANDED] = [upload] if one.known else []
        st.session_state["folder-year"] = cache.rubric(state.RUBRIC).fiscal_years[0]
        st.session_state.pop(LINES, None)
        st.session_state.pop(LEFT, None)
        st.switch_page("pages/units.py", query_params=state.link())


def _path(upload: UploadedFile) -> PurePosixPath:
    """The path under the folder that was dropped; the browser puts that folder's own name first."""
    path = PurePosixPath(upload.name.replace("\\", "/"))
    return PurePosixPath(*path.parts[1:]) if len(path.parts) > 1 else path


def _import(
    found: Sorted,
    by_path: Mapping[PurePosixPath, UploadedFile],
    rubric: str,
    year: int | None,
    says: Words,
) -> tuple[Line, ...]:
    lines = []
    bar = st.progress(0.0)
    all_ = len(found.batches)
    told = import_batches(cache.store(), found.batches, lambda path: by_path[path].getvalue(), rubric, year)
    for n, batch in enumerate(found.batches, 1):
        name = parts.escape(batch.unit)
        bar.progress((n - 1) / all_, says("{name} ({n} of {all})", name=name, n=n, all=all_))
        lines.append(next(told))
        st.session_state[LINES] = tuple(lines)
    bar.empty()
    return tuple(lines)


def _divide(
    found: Sorted, by_path: Mapping[PurePosixPath, UploadedFile], rubric: str, says: Words
) -> tuple[Sorted, tuple[tuple[str, Problem], ...]]:
    bar = st.progress(0.0)
    done, all_ = count(), max(1, len(found.of_no_unit))

    def told(path: PurePosixPath) -> None:
        bar.progress(next(done) / all_, says("Looking for units in {name}", name=parts.escape(path.name)))

    divided = divide_loose(cache.store(), found, lambda path: by_path[path].getvalue(), rubric, told)
    bar.empty()
    return divided


def _left_out(left: Sequence[tuple[str, Problem]], told: str, says: Words) -> None:
    """Workbooks, sheets and rows that are no unit's, each with what to do."""
    st.warning(told, icon=":material/help:")
    if len(left) > FEW:
        parts.table(parts.problems_table(left, says), says("What is of no unit"))
        return
    # Written out: a cell of a table would cut off what to do.
    for name, problem in left:
        at = parts.place(RowRef(name, problem.sheet, problem.row), says) if problem.sheet else name
        with st.container(border=True):
            st.markdown(f"**{parts.escape(at)}**  \n{sentence(problem, says)}")


def _outcome(lines: Sequence[Line], says: Words) -> None:
    """A line a unit: its score, or the sentence why there is none."""
    failed = sum(not line.whole or bool(line.notes) for line in lines)
    if failed:
        st.warning(
            says("{n} of {all} {all:unit|units} {n:needs|need} a look", n=failed, all=len(lines)),
            icon=":material/help:",
        )
    else:
        st.success(
            says("{n:The|All} {n} {n:unit is|units are} imported", n=len(lines)), icon=":material/check:"
        )
    rows = pd.DataFrame(
        {
            says("Unit"): [line.batch.unit for line in lines],
            says("Fiscal year"): [says.plain(line.fiscal_year) for line in lines],
            says("What came of it"): [state_name(line, says) for line in lines],
            says("Score now"): [figure(line.outcome.score, says) if line.outcome else "" for line in lines],
            says("Projected"): [
                figure(line.outcome.projected, says) if line.outcome else "" for line in lines
            ],
            says("Workbooks"): [says.number(len(line.new) + len(line.known)) for line in lines],
            says("What is wrong"): [reason(line, says) for line in lines],
        }
    )
    parts.table(rows, says("What came of every unit"))


def state_name(line: Line, says: Words) -> str:
    """What became of a unit's workbooks, in words."""
    return {
        "stored": says("Stored"),
        "known": says("Was stored before"),
        "failed": says("Not stored"),
    }[line.state]


def reason(line: Line, says: Words) -> str:
    """The first thing to mend or to look at of a unit, in one sentence with its workbook; else empty."""
    told = line.reason if not line.whole else next(iter(line.notes), None)
    if told is None:
        return ""
    name, problem = told
    return f"{name}: {says.say(problem.problem)} {says.say(problem.remedy)}"
