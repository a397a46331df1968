"""Page run times with 100 and with 1,000,000 responses behind them; equal is the aim.

python benchmarks/pages.py
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LABELS = np.array(["น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"])
ITEMS = 15
PAGES = ("overview", "satisfaction", "rubric", "report")


def survey(rows: int) -> pa.Table:
    """A sheet of answers, header first."""
    answers = np.random.default_rng(2561).integers(0, 5, (rows, ITEMS))
    return pa.table(
        {
            f"c{i}": pa.array([f"ความพึงพอใจ [ข้อ {i + 1}]", *LABELS[answers[:, i]]], pa.string())
            for i in range(ITEMS)
        }
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAISAAT_DATABASE_URL"] = f"sqlite:///{folder}/saisaat.db"
        from streamlit.testing.v1 import AppTest

        from data.gather import layouts_of
        from data.workbook import Sheet, Workbook
        from ui import cache

        times: dict[int, dict[str, float]] = {}
        for rows in (100, 1_000_000):
            workbook = Workbook(f"{rows}.xlsx", str(rows) * 8, "xlsx", (Sheet("Sheet1", survey(rows)),))
            saved = cache.store().create(f"{rows}", 2561, "participation-2561")
            cache.store().add_workbook(saved.id, workbook, layouts_of(workbook))
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
            app.query_params["assessment"] = str(saved.id)
            app.run()
            times[rows] = {page: run_time(app, page) for page in PAGES}
        cache.store().close()
    print("median page run (ms), with responses behind it")
    print(f"  {'page':14} {'100':>8} {'1,000,000':>10}  ratio")
    for page in PAGES:
        small, large = times[100][page] * 1000, times[1_000_000][page] * 1000
        print(f"  {page:14} {small:8.1f} {large:10.1f}  {large / small:5.2f}")


def run_time(app, page: str) -> float:  # type: ignore[no-untyped-def]
    """The median of a page's runs once it is warm."""
    app.switch_page(f"pages/{page}.py").run()
    taken = []
    for _ in range(15):
        start = time.perf_counter()
        app.run()
        taken.append(time.perf_counter() - start)
        if app.exception:
            raise SystemExit(f"{page} failed: {app.exception[0].message}")
    return median(taken)


if __name__ == "__main__":
    main()
