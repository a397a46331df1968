"""Real surveys against figures that were worked out from their raw cells by other means."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from analytics.measures import measures
from data.gather import Loaded, load
from data.workbook import read_path

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
TRUTH = json.loads((CORPUS / "truth.json").read_text(encoding="utf-8")) if CORPUS.is_dir() else []

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not here")


@cache
def loaded(name: str) -> Loaded:
    return load(read_path(CORPUS / name))


@needs_corpus
@pytest.mark.parametrize("file", TRUTH, ids=lambda file: file["file"])
def test_every_listed_item_has_the_figures_of_the_raw_cells(file: dict) -> None:
    (survey,) = loaded(file["file"]).inputs.surveys
    keys = {item.column: item.key for item in survey.tally.codebook.items}
    for item in file["items"]:
        found = measures(survey.tally, keys[item["col_0based"] + 1])
        assert (found.base, {str(k): n for k, n in found.counts.items()}) == (item["n"], item["counts"]), (
            item["item"]
        )
        assert found.blank == item["not_counted"].get("blank", 0)
        assert found.mean == pytest.approx(item["mean"], abs=1e-6)
        assert found.sd == pytest.approx(item["sd"], abs=1e-6)
        assert found.top_two is not None and found.top_two * 100 == pytest.approx(item["top2"], abs=1e-4)
    assert survey.tally.respondents == file["nonblank_rows"]


@needs_corpus
def test_no_false_items() -> None:
    columns = {
        name: {i.column for s in loaded(name).inputs.surveys for i in s.tally.codebook.items}
        for name in ("surveys/int214.csv", "surveys/wheelsense_uxui.csv")
    }
    assert columns == {"surveys/int214.csv": {5, 6, 7}, "surveys/wheelsense_uxui.csv": {4, 5, 6, 7, 8}}


@needs_corpus
def test_personal_columns_are_left_out() -> None:
    (layout,) = loaded("surveys/int214.csv").layouts
    assert [c.header for c in layout.columns if c.role == "personal"] == ["วันเดือนปีเกิด"]
    (survey,) = loaded("surveys/int214.csv").inputs.surveys
    assert survey.responses is not None and "d12" not in survey.responses.frame.columns
