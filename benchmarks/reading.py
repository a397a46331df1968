"""Reading and tallying a 100,000 × 20 workbook, against pandas with openpyxl and against bare fastexcel.

Every figure is a ratio of medians measured in this one run.  python benchmarks/reading.py [rows]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import fastexcel
import numpy as np
import pandas as pd
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.gather import load
from data.recognise import recognise
from data.workbook import Limits, Workbook, read_path, warm_up

LABELS = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")
COLUMNS = 20


def workbook(path: Path, rows: int) -> None:
    """A survey of 20 items with five labels."""
    answers = np.random.default_rng(2561).integers(0, 5, (rows, COLUMNS))
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [f"ความพึงพอใจ [ข้อ {i + 1}]" for i in range(COLUMNS)])
        for number, row in enumerate(answers.tolist(), start=1):
            sheet.write_row(number, 0, [LABELS[answer] for answer in row])


def seconds(work: Callable[[], object], times: int) -> float:
    """The median time of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    limits = Limits(seconds=300, memory_mb=8192)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "survey.xlsx")
        workbook(path, rows)
        warm_up()

        def ours() -> None:
            (survey,) = load(read_path(path, limits=limits)).inputs.surveys
            if survey.tally.respondents != rows or len(survey.tally.codebook.items) != COLUMNS:
                raise SystemExit("the tally is wrong: the times would mean nothing")

        def bare() -> None:
            fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_arrow()

        read: Workbook = read_path(path, limits=limits)
        times = {
            "read and tally": seconds(ours, 5),
            "read only": seconds(lambda: read_path(path, limits=limits), 5),
            "recognise only": seconds(lambda: recognise(read), 5),
            "bare fastexcel": seconds(bare, 5),
            "pandas, openpyxl": seconds(lambda: pd.read_excel(path, engine="openpyxl"), 1),
        }
    print(f"{rows:,} × {COLUMNS}, medians of one run")
    for name, taken in times.items():
        print(f"  {name:18} {taken:8.2f} s  {taken / times['bare fastexcel']:6.2f} × bare fastexcel")
    print(f"  pandas, openpyxl: {times['pandas, openpyxl'] / times['read and tally']:.1f} × our time")
    print(f"  recognising takes {times['recognise only'] / times['read only']:.1%} of reading")


if __name__ == "__main__":
    main()
