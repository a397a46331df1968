"""Many units' workbooks in one go: drop a folder, and every unit gets a line of what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.words import Words
from data.folder import Line, import_batches
from data.folder_names import SPREADSHEETS, Sorted, of_no_unit, sort_out
from data.units import units
from ui import cache, parts, state
from ui.units_view import figure

LINES = "folder-lines"


def show(says: Words) -> None:
    """Drop a folder, see which workbook is of which unit, import, and read what came of each."""
    st.markdown(
        says(
            "A folder a unit, with its workbooks inside; or all workbooks in one folder, called “unit - "
            "survey.xlsx”. A folder called 2561 says the fiscal year. Names and codes of the list of units "
            "are recognised."
        )
    )
    dropped = st.file_uploader(
        says("A folder with many units' workbooks"),
        type=SPREADSHEETS,
        accept_multiple_files="directory",
        key="folder",
    )
    if not dropped:
        st.session_state.pop(LINES, None)
        return
    by_path = {_path(upload): upload for upload in dropped}
    found = sort_out(by_path, units(cache.store()))
    st.caption(
        says(
            "{files} workbooks of {n} units and years",
            files=sum(len(batch.files) for batch in found.batches),
            n=len(found.batches),
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
            says("Import {n} units and years", n=len(found.batches)),
            type="primary",
            icon=":material/move_to_inbox:",
            disabled=not found.batches,
        )
    if pressed:
        st.session_state[LINES] = _import(found, by_path, rubric, year, says)
    _left_out(found, says)
    lines: Sequence[Line] = st.session_state.get(LINES, ())
    if lines:
        _outcome(lines, says)


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


def _left_out(found: Sorted, says: Words) -> None:
    if found.of_no_unit:
        problems = [(path.name, of_no_unit(path)) for path in found.of_no_unit]
        st.warning(says("{n} workbooks are of no unit and stay out", n=len(problems)))
        parts.table(
            parts.problems_table(problems, says), says("Workbooks whose unit can't be told from their name")
        )


def _outcome(lines: Sequence[Line], says: Words) -> None:
    """A line a unit: its score, or the sentence why there is none."""
    failed = sum(not line.whole for line in lines)
    if failed:
        st.warning(says("{n} of {all} units need a look", n=failed, all=len(lines)), icon=":material/help:")
    else:
        st.success(says("All {n} units are imported", n=len(lines)), icon=":material/check:")
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
    """The first thing to mend of a unit, in one sentence with its workbook; empty where nothing is."""
    if line.whole or line.reason is None:
        return ""
    name, problem = line.reason
    return f"{name}: {says.say(problem.problem)} {says.say(problem.remedy)}"
