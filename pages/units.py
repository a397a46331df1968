"""Many units at once: medians, ranking, levels; the list of units; a folder of many units' workbooks."""

import streamlit as st

from ui import cache, folder, parts, state, units, units_tree

says = state.words()
units.follow()
st.title(says("Units"), anchor=False)
views = {
    "rollup": says("All units together"),
    "list": says("List of units"),
    "folder": says("Import a folder"),
}
shown = st.segmented_control(
    says("What to look at"),
    list(views),
    default=None if "units-view" in st.session_state else "rollup",
    required=True,
    format_func=views.__getitem__,
    key="units-view",
    persist_state="session",
    label_visibility="collapsed",
)
if shown == "list":
    units_tree.show(says)
    st.stop()
if shown == "folder":
    folder.show(says)
    st.stop()

choices = units.choose(says)
if choices is None:
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()
view = cache.units_view(choices, says.language, says.digits)
units.headline(view, units.year_before(choices, says), choices.fiscal_year, says)
units.without_figures(view, says)
units.ranking(view, says)
units.levels(view, says)
units.groups(view, says)
