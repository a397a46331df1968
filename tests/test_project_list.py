"""The projects' table shows all of them, or those of one segment of the chart."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.charts import projects_status
from analytics.charts.projects import entries_of
from analytics.words import Words
from tests.documents import sample
from tests.walking import click, go, shown
from ui import cache
from ui.project_list import segment_of


@pytest.fixture
def projects(app: AppTest) -> AppTest:
    """The projects' page with the sample, in English."""
    app.query_params["lang"] = "en"
    app.run()
    click(app, "Load the sample")
    return go(app, "projects")


def listed(app: AppTest) -> pd.DataFrame:
    """The table of projects: the one that has both what became of a project and its budget."""
    (found,) = [each.value for each in app.dataframe if {"Outcome", "Budget (baht)"} <= set(each.value)]
    return found


def test_one_segment_is_shown_on_request_and_all_again(projects: AppTest) -> None:
    every = Counter(segment_of(entry) for entry in entries_of(sample().facts.projects))
    (saved,) = cache.store().assessments()
    assert len(listed(projects)) == every.total() == 15
    projects.button_group(key=f"only-{saved.id}").set_value("completed:counted").run()
    assert len(listed(projects)) == every["completed:counted"] == 2
    assert set(listed(projects)["Outcome"]) == {"Counted"}
    assert "2 of 15 projects: Completed · Counted" in shown(projects)
    click(projects, "Show all")
    assert len(listed(projects)) == 15


def test_each_segment_of_the_chart_names_the_projects_it_stands_for() -> None:
    ledger = sample().facts.projects
    every = Counter(segment_of(entry) for entry in entries_of(ledger))
    drawn: Counter[str] = Counter()
    for trace in projects_status(ledger, Words()).figure.data:
        for count, _, segment in trace.customdata:
            drawn[segment] += count
    assert drawn == every
