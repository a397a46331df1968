"""Dropped workbooks until they are confirmed: read, recognised, and corrected by the officer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.words import Problem, Words
from data.codebooks import as_confirmed
from data.gather import Loaded
from data.layout import Layout
from data.surveys import duplicates
from data.workbook import Sheet, Workbook
from ui import cache, memory, parts

FOLDER_TYPES = (*("xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "zip", "html", "htm"),)
STEPS = ("sheet", "columns", "problems", "confirm")


@dataclass(frozen=True)
class Draft:
    """A workbook that was dropped: as recognised (`found`), and as corrected so far (`layouts`).

    `before` and `loaded` are what the two come to. `remembered`: sheets whose headers were confirmed earlier,
    and when. `turn` grows when widgets must forget what was typed into them.
    """

    id: str
    workbook: Workbook
    found: tuple[Layout, ...]
    before: Loaded
    layouts: tuple[Layout, ...]
    loaded: Loaded
    remembered: tuple[tuple[str, date], ...] = ()
    repeated: tuple[tuple[str, tuple[int, ...]], ...] = ()
    turn: int = 0

    @property
    def usable(self) -> bool:
        """Whether there is anything in it for an assessment."""
        inputs = self.loaded.inputs
        surveys = [s for s in inputs.surveys if s.tally.codebook.items]
        return bool(surveys or inputs.projects or inputs.statements)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be looked at, repeated respondents too."""
        notes = (duplicates.note(sheet, rows) for sheet, rows in self.repeated)
        return (*self.loaded.problems, *notes)

    def sheet(self, at: int) -> Sheet:
        """The sheet of a layout."""
        return self.workbook.sheets[at]


# --- Session ----------------------------------------------------------------------------------------


def _drafts() -> dict[str, Draft]:
    drafts: dict[str, Draft] = st.session_state.setdefault("drafts", {})
    return drafts


def current(id: str) -> Draft:
    """The draft as it stands; for callbacks, whose arguments are of the run before."""
    return _drafts()[id]


def change(id: str, at: int, layout: Layout, *, forget: bool = False) -> None:
    """Put a corrected layout in place of a sheet's. `forget`: widgets show it rather than their own edits."""
    draft = current(id)
    layouts = tuple(layout if n == at else old for n, old in enumerate(draft.layouts))
    turn = draft.turn + 1 if forget else draft.turn
    _drafts()[id] = _counted(replace(draft, turn=turn), layouts)


def undo(id: str) -> None:
    """Read a workbook as it was recognised, without anything remembered or corrected."""
    draft = current(id)
    _drafts()[id] = _counted(replace(draft, remembered=(), turn=draft.turn + 1), draft.found)


def take(id: str, layouts: tuple[Layout, ...]) -> None:
    """Put corrected layouts of all sheets of a workbook in place, as a codebook gives them."""
    draft = current(id)
    _drafts()[id] = _counted(replace(draft, turn=draft.turn + 1), layouts)


def forget() -> None:
    """Let go of the workbooks as they were dropped, personal columns and all, once they are confirmed."""
    _drafts().clear()
    memory.give_back()


def _counted(draft: Draft, layouts: tuple[Layout, ...]) -> Draft:
    loaded = cache.loaded(draft.workbook, layouts)
    repeated = []
    for sheet, layout in zip(draft.workbook.sheets, layouts, strict=True):
        survey = next((s for s in loaded.inputs.surveys if s.source.sheet == sheet.name), None)
        if layout.kind == "responses" and survey is not None and survey.responses is not None:
            rows = duplicates.repeats(duplicates.signatures(sheet, layout, survey.responses))
            if rows:
                repeated.append((sheet.name, rows))
    return replace(draft, layouts=layouts, loaded=loaded, repeated=tuple(repeated))


# --- Reading ----------------------------------------------------------------------------------------


def uploads(says: Words) -> list[UploadedFile]:
    """What was dropped: files, or all workbooks of a folder."""
    kinds = {"files": says("Files"), "folder": says("A whole folder")}
    what = st.segmented_control(
        says("What to drop"),
        list(kinds),
        default="files",
        required=True,
        format_func=kinds.__getitem__,
        key="drop-what",
        label_visibility="collapsed",
    )
    if what == "folder":
        return st.file_uploader(
            says("A folder with workbooks"),
            type=FOLDER_TYPES,
            accept_multiple_files="directory",
            key="drop-folder",
        )
    return st.file_uploader(
        says("Workbooks (.xlsx, .xls, .ods, .csv)"), accept_multiple_files=True, key="drop"
    )


def read(dropped: Sequence[UploadedFile], says: Words) -> list[Draft]:
    """A draft for every upload, in order; those not seen before are read now, with progress by file."""
    known = _drafts()
    new = [upload for upload in dropped if upload.file_id not in known]
    if new:
        place = st.empty()
        with place.status(says("Reading {name}", name=parts.escape(new[0].name)), expanded=True) as status:
            for n, upload in enumerate(new, 1):
                name = parts.escape(upload.name)
                status.update(label=says("Reading {name} ({n} of {all})", name=name, n=n, all=len(new)))
                content = upload.getvalue()
                sha256 = hashlib.sha256(content).hexdigest()
                known[upload.file_id] = _draft(
                    upload.file_id, *cache.recognised(sha256, upload.name, content)
                )
                st.markdown(f":material/check: {name}")
        place.empty()
        memory.give_back()
    st.session_state["drafts"] = {upload.file_id: known[upload.file_id] for upload in dropped}
    return list(_drafts().values())


def _draft(id: str, workbook: Workbook, found: tuple[Layout, ...]) -> Draft:
    """The draft of a workbook; headers that were confirmed before are read as then."""
    before = cache.loaded(workbook, found)
    layouts, days = [], []
    for sheet, layout in zip(workbook.sheets, found, strict=True):
        known = cache.store().remembered(layout.fingerprint) if layout.fingerprint else None
        if known is not None and known.layout.kind == layout.kind:
            layout = as_confirmed(layout, sheet, known.layout)
            days.append((sheet.name, known.day))
        layouts.append(layout)
    return _counted(Draft(id, workbook, found, before, found, before, tuple(days)), tuple(layouts))


def ask_password(draft: Draft, content: bytes, says: Words) -> None:
    """Ask for a workbook's password, open it and forget the password at once."""
    form = st.form(f"password-{draft.id}", border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        password = st.text_input(
            says("Password of {name}", name=parts.escape(draft.workbook.name)),
            type="password",
            key=f"secret-{draft.id}",
            autocomplete="off",
        )
        sent = st.form_submit_button(says("Open"), icon=":material/lock_open:")
    if sent and password:
        with st.spinner(says("Reading {name}", name=parts.escape(draft.workbook.name))):
            opened = _draft(draft.id, *cache.unlocked(content, draft.workbook.name, password))
        _drafts()[draft.id] = opened
        if opened.workbook.sheets:
            # The widget is gone in the next run, and with it what was typed.
            st.rerun()
        st.error(sentence(opened.workbook.problems[0], says), icon=":material/lock:")


def sentence(problem: Problem, says: Words) -> str:
    """A problem and its remedy, each on a line of its own."""
    return f"{parts.escape(says.say(problem.problem))}  \n{parts.escape(says.say(problem.remedy))}"


# --- What was found ---------------------------------------------------------------------------------


def overview(drafts: Sequence[Draft], dropped: Sequence[UploadedFile], says: Words) -> None:
    """Every workbook with what was found in it, in one line a sheet."""
    for draft, upload in zip(drafts, dropped, strict=True):
        with st.container(border=True, gap="small"):
            st.markdown(f"**:material/description: {parts.escape(draft.workbook.name)}**")
            if draft.workbook.needs_password:
                ask_password(draft, upload.getvalue(), says)
            elif not draft.workbook.sheets:
                for problem in draft.workbook.problems:
                    st.error(sentence(problem, says))
            elif not draft.usable and any(y.kind == "responses" for y in draft.layouts):
                told = says(
                    "No column is an item yet: in step 2, give the columns that rate something a scale."
                )
                st.warning(told, icon=":material/help:")
            elif not draft.usable:
                st.warning(
                    says("Neither a survey, a project list nor the form was recognised in this workbook."),
                    icon=":material/help:",
                )
            lines = [_line(draft, at, says) for at, y in enumerate(draft.layouts) if y.kind != "other"]
            if lines:
                st.markdown("  \n".join(lines))
            unused = [parts.escape(f"“{y.sheet}”") for y in draft.layouts if y.kind == "other"]
            if unused and draft.usable:
                st.caption(says("Not used: {sheets}", sheets=", ".join(unused)))


def _line(draft: Draft, at: int, says: Words) -> str:
    layout = draft.layouts[at]
    asked = sum(p.severity == "question" and p.sheet == layout.sheet for p in draft.problems)
    line = f":material/check_circle: {summary(draft, layout, says)}"
    if asked:
        return f"{line} :orange-badge[:material/help: {says('{n} to answer', n=asked)}]"
    return line


def summary(draft: Draft, layout: Layout, says: Words) -> str:
    """What a sheet comes to, in a sentence."""
    sheet = parts.escape(layout.sheet)
    inputs = draft.loaded.inputs
    if layout.kind in ("responses", "tally"):
        survey = next(s for s in inputs.surveys if s.source.sheet == layout.sheet)
        return says(
            "“{sheet}”: survey with {n} {n:respondent|respondents} and {items} {items:item|items}; "
            "{personal} {personal:personal column|personal columns} left out",
            sheet=sheet,
            n=survey.tally.respondents,
            items=len(survey.tally.codebook.items),
            personal=sum(column.role == "personal" for column in layout.columns),
        )
    if layout.kind == "projects":
        return says(
            "“{sheet}”: project list with {n} {n:project|projects}; {out} "
            "{out:row that is|rows that are} no project left out",
            sheet=sheet,
            n=sum(p.source.sheet == layout.sheet for p in inputs.projects),
            out=len({*layout.excluded, *layout.left_out}),
        )
    if layout.kind == "form":
        n = sum(s.source is not None and s.source.sheet == layout.sheet for s in inputs.statements)
        return says("“{sheet}”: the official form with {n} {n:statement|statements}", sheet=sheet, n=n)
    return says("“{sheet}”: a summary that Saisaat wrote", sheet=sheet)


def pick(drafts: Sequence[Draft], says: Words) -> tuple[Draft, int] | None:
    """Which sheet of which workbook to look at closely; None where none could be read."""
    readable = {draft.id: draft for draft in drafts if draft.workbook.sheets}
    if not readable:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = next(iter(readable))
        if len(readable) > 1:
            id = st.selectbox(
                says("Workbook"),
                list(readable),
                format_func=lambda id: readable[id].workbook.name,
                key="draft",
            )
        draft = readable[id]
        used = [n for n, y in enumerate(draft.layouts) if y.kind != "other"]
        at = (used or [0])[0]
        if len(draft.layouts) > 1:
            at = st.selectbox(
                says("Sheet"),
                range(len(draft.layouts)),
                index=at,
                format_func=lambda n: draft.layouts[n].sheet,
                key=f"sheet-{draft.id}",
            )
    return draft, at


def step(draft: Draft, says: Words) -> str:
    """Which of the four steps to look at; columns first where they are asked about."""
    problems = len(draft.problems)
    names = (
        says("Sheet and header"),
        says("Columns"),
        says("To check ({n})", n=problems),
        says("Confirm"),
    )
    labels = {
        step: f"{says.plain(number)} · {name}"
        for number, (step, name) in enumerate(zip(STEPS, names, strict=True), start=1)
    }
    if "step" not in st.session_state:
        asked = any(p.severity == "question" and p.column for p in draft.problems)
        st.session_state["step"] = "columns" if asked else "sheet"
    return str(
        st.segmented_control(
            says("Step"),
            list(STEPS),
            required=True,
            format_func=labels.__getitem__,
            key="step",
            label_visibility="collapsed",
            width="stretch",
        )
    )


def changes(draft: Draft, at: int, says: Words) -> None:
    """What corrections came to: the figures as recognised and as they are now, and the way back."""
    layout = draft.layouts[at]
    days = dict(draft.remembered)
    if layout.sheet in days:
        st.info(
            says(
                "The columns are read as confirmed on {day}, when these headers were seen last.",
                day=days[layout.sheet],
            ),
            icon=":material/history:",
        )
    if draft.layouts == draft.found:
        return
    then, now = (figures(loaded, layouts[at], says) for loaded, layouts in _both(draft))
    # A dash stands where a sheet of another kind has no such figure.
    told = [
        says("{what}: {before} → {after}", what=what, before=then.get(what), after=now.get(what))
        for what in {**then, **now}
        if then.get(what) != now.get(what)
    ]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        text = " · ".join(told) or says("corrected, with the same figures")
        st.markdown(f":material/edit: **{says('Changed')}** — {text}", width="content")
        st.button(
            says("Use what was recognised"),
            key=f"undo-{draft.id}",
            icon=":material/undo:",
            on_click=undo,
            args=(draft.id,),
        )


def _both(draft: Draft) -> tuple[tuple[Loaded, tuple[Layout, ...]], tuple[Loaded, tuple[Layout, ...]]]:
    return (draft.before, draft.found), (draft.loaded, draft.layouts)


def figures(loaded: Loaded, layout: Layout, says: Words) -> dict[str, int]:
    """What a sheet comes to, in figures by name."""
    inputs = loaded.inputs
    found: dict[str, int] = {}
    for survey in (s for s in inputs.surveys if s.source.sheet == layout.sheet):
        found[says("Respondents")] = survey.tally.respondents
        found[says("Items")] = len(survey.tally.codebook.items)
        answers = [survey.item(item.key) for item in survey.tally.codebook.items]
        found[says("Answers counted")] = sum(m.base for m in answers)
        found[says("Sum of all points")] = sum(p * n for m in answers for p, n in m.counts.items())
    if layout.kind == "projects":
        found[says("Projects")] = sum(p.source.sheet == layout.sheet for p in inputs.projects)
    if layout.kind == "form":
        found[says("Statements")] = sum(
            s.source is not None and s.source.sheet == layout.sheet for s in inputs.statements
        )
    found[says("Rows left out")] = len({*layout.excluded, *layout.left_out})
    found[says("To check")] = sum(p.sheet == layout.sheet for p in loaded.problems)
    return found
