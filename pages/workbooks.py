"""Upload → recognise → confirm: from dropped workbooks to an assessment."""

import streamlit as st

from ui import cache, confirm, parts, state

says = state.words()
store = cache.store()
st.title(says("Workbooks"), anchor=False)
st.markdown(
    says(
        "Drop survey exports, project lists and the form, in any order. Columns with personal data are "
        "left out before anything is stored."
    )
)
uploads = st.file_uploader(
    says("Workbooks (.xlsx, .xls, .ods, .csv)"), accept_multiple_files=True, key="drop"
)
drafts = [confirm.draft(upload, says) for upload in uploads]
usable = [draft for draft in drafts if draft.usable]
if usable:
    confirm.target(usable, says)
    ready = st.button(
        says("Confirm and show the charts"),
        type="primary",
        icon=":material/check:",
        on_click=confirm.keep,
        args=(usable, says),
    )
    if ready:
        surveys = any(draft.loaded.inputs.surveys for draft in usable)
        target = "pages/satisfaction.py" if surveys else "pages/overview.py"
        st.switch_page(target, query_params=state.link())
for draft in drafts:
    confirm.show(draft, says)

current = state.chosen()
if current and (kept := store.workbooks(current.id)):
    st.subheader(
        says("In this assessment: {name}", name=parts.escape(state.label(current, says))), anchor=False
    )
    for one in kept:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f":material/description: {parts.escape(one.workbook.name)}", width="stretch")
            st.caption(f"sha256 {one.workbook.sha256[:12]}")
            st.button(
                says("Take out"),
                key=f"remove-{one.id}",
                icon=":material/delete:",
                on_click=store.remove_workbook,
                args=(current.id, one.id),
            )
elif not drafts:
    parts.nothing_yet(says, says("Nothing has been dropped yet"))
st.markdown(f"##### {says('Blank templates to fill in')}")
parts.templates(says)
