"""The front door in the browser: page set-up, language, navigation."""

import streamlit as st

from ui import editing, fonts, legible, officer, state

fonts.serve()
st.set_page_config(page_title="ใสสะอาด Saisaat", page_icon="static/icon.png", layout="wide")
state.enter()
says = state.words()
if state.dark():
    legible.dark_letters()
stairs = ":material/stairs_2:"
pages = [
    st.Page("pages/overview.py", title=says("Overview"), icon=stairs, url_path="start", default=True),
    st.Page("pages/workbooks.py", title=says("Workbooks"), icon=":material/upload_file:"),
    st.Page("pages/satisfaction.py", title=says("Satisfaction"), icon=":material/sentiment_satisfied:"),
    st.Page("pages/projects.py", title=says("Projects"), icon=":material/view_timeline:"),
    st.Page("pages/rubric.py", title=says("Criteria and evidence"), icon=":material/checklist:"),
    st.Page("pages/present.py", title=says("Meeting"), icon=":material/co_present:"),
    st.Page("pages/report.py", title=says("Report"), icon=":material/description:"),
    st.Page("pages/history.py", title=says("Years and revisions"), icon=":material/history:"),
]
more = [
    st.Page("pages/units.py", title=says("Units"), icon=":material/account_tree:"),
    st.Page("pages/rubrics.py", title=says("Rubrics"), icon=":material/rule:"),
    st.Page("pages/trail.py", title=says("History of changes"), icon=":material/manage_history:"),
    st.Page("pages/glossary.py", title=says("Glossary"), icon=":material/dictionary:"),
]
# Streamlit gives the first page the path "" alone. All others are found by their names, so this one is too.
also = st.Page("pages/overview.py", title=says("Overview"), icon=stairs, visibility="hidden")
outside = officer.outside()
sections = {"": [*pages, also], says("More"): more}
page = st.navigation(sections, position="hidden" if outside else "top")
if outside:
    officer.door(says)
wanted = state.wanted_page()
for one in (*pages, *more):
    if wanted and one.url_path == wanted:
        st.switch_page(one, query_params=st.query_params.to_dict())
state.controls()
editing.refusal(says)
page.run()
