"""All tallies and crosstabs of a large survey, measured against reading its Parquet copy.

python benchmarks/survey.py [RESPONSES]

The survey is made up: 30 items on five points, 8 demographics with 2 to 77 groups, some answers missing.
It is read in two forms: the text of the sheet as the store keeps it, and typed columns, which is the least
that any copy could be. Aim: counting takes no more than 3 times the reading.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale  # noqa: E402
from analytics.responses import Responses  # noqa: E402
from analytics.statistics.breakdowns import breakdowns  # noqa: E402
from analytics.tally import crosstabs, tally  # noqa: E402

LABELS = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")
SCALE = Scale("satisfaction", (1, 2, 3, 4, 5), LABELS)
ITEMS = 30
GROUPS = (2, 4, 5, 6, 8, 10, 12, 77)


def made_up(rows: int) -> Responses:
    """A survey of so many respondents; the same every time."""
    chance = np.random.default_rng(2561)
    codebook = Codebook(
        tuple(Item(f"q{i}", f"ข้อ {i + 1}", f"ข้อ {i + 1}", i + 9, SCALE) for i in range(ITEMS)),
        tuple(Demographic(f"d{i}", f"กลุ่ม {i + 1}", i + 1) for i in range(len(GROUPS))),
    )
    columns: dict[str, object] = {}
    for item in codebook.items:
        answers = chance.choice([BLANK, 1, 2, 3, 4, 5], rows, p=[0.02, 0.03, 0.05, 0.15, 0.35, 0.4])
        columns[item.key] = answers.astype(np.int8)
    for demographic, groups in zip(codebook.demographics, GROUPS, strict=True):
        names = pd.Index([f"กลุ่มที่ {n + 1}" for n in range(groups)], dtype=object)
        columns[demographic.key] = pd.Categorical.from_codes(
            chance.integers(-1, groups, rows), categories=names
        )
    return Responses(codebook, pd.DataFrame(columns))


def as_text(responses: Responses) -> pa.Table:
    """The sheet's cells as the store keeps them: every column text."""
    words = np.array(["", *LABELS], dtype=object)
    columns = {}
    for name, column in responses.frame.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            columns[str(name)] = pa.array(column.astype(object), pa.string())
        else:
            columns[str(name)] = pa.array(words[np.maximum(column.to_numpy(), 0)], pa.string())
    return pa.table(columns)


def written(table: pa.Table) -> bytes:
    """A table as the store writes it."""
    file = BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main(rows: int) -> None:
    responses = made_up(rows)
    text, typed = written(as_text(responses)), written(pa.Table.from_pandas(responses.frame))
    reading = {
        "text, as the store keeps it": seconds(lambda: parquet.read_table(BytesIO(text))),
        "typed columns": seconds(lambda: parquet.read_table(BytesIO(typed)).to_pandas()),
    }
    counting = seconds(lambda: (tally(responses), crosstabs(responses)))
    whole, by = tally(responses), crosstabs(responses)
    print(f"{rows:,} responses × {ITEMS} items × {len(GROUPS)} demographics")
    for name, taken in reading.items():
        print(f"  reading Parquet ({name}): {taken:.3f} s")
    print(f"  all tallies and crosstabs: {counting:.3f} s")
    for name, taken in reading.items():
        print(f"  counting / reading ({name}): {counting / taken:.2f}")
    hiding = [seconds(lambda groups=groups: breakdowns(whole, groups), 1) for groups in by.values()]
    print(f"  hiding small cells, a demographic: {', '.join(f'{taken:.2f}' for taken in hiding)} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
