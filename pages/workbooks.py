"""Upload → recognise → confirm: from dropped workbooks to an assessment, in four steps on one screen."""

import streamlit as st

from ui import confirm, deleting, folder, parts, state
from ui.confirm import columns as confirm_columns
from ui.confirm import problems as confirm_problems
from ui.confirm import sheet as confirm_sheet
from ui.confirm import store as confirm_store

says = state.words()
st.title(says("Workbooks"), anchor=False)
st.markdown(
    says(
        "Drop survey exports, project lists and the form, in any order. Columns with personal data are "
        "left out before anything is stored."
    )
)
dropped = confirm.uploads(says)
drafts = confirm.read(dropped, says)
usable = [draft for draft in drafts if draft.usable]
if usable and confirm_store.bar(usable, says):
    surveys = any(draft.loaded.inputs.surveys for draft in usable)
    target = "pages/satisfaction.py" if surveys else "pages/overview.py"
    confirm.forget()
    st.switch_page(target, query_params=state.link())
confirm.overview(drafts, dropped, says)
folder.hint(drafts, dropped, says)
picked = confirm.pick(drafts, says)
if picked is not None:
    draft, at = picked
    step = confirm.step(draft, says)
    confirm.changes(draft, at, says)
    if step == "sheet":
        confirm_sheet.show(draft, at, says)
    elif step == "columns":
        confirm_columns.show(draft, at, says)
    elif step == "problems":
        confirm_problems.show(draft, says)
    else:
        confirm_store.show(usable, says)

current = state.chosen()
deleting.said(says)
if not (current and confirm_store.kept(current, says)) and not drafts:
    parts.nothing_yet(says, says("Nothing has been dropped yet"))
if current:
    deleting.offer(current, says)
st.markdown(f"## {says('Blank templates to fill in')}")
parts.templates(says)
