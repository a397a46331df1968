"""Seconds and memory to make each document: of the sample, and of 60 items with 300 projects.

python benchmarks/documents.py
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analytics.assessment import Assessment, Inputs, Source, Survey, assess  # noqa: E402
from analytics.codebook import Codebook, Item, Scale  # noqa: E402
from analytics.projects import Project, RowRef  # noqa: E402
from analytics.reports.bundle import bundle  # noqa: E402
from analytics.reports.formats import FORMATS, Format  # noqa: E402
from analytics.tally import from_counts  # noqa: E402
from analytics.wordings import originals  # noqa: E402
from data.definitions import rubric  # noqa: E402
from data.gather import gather, load  # noqa: E402
from data.workbook import read_path  # noqa: E402
from ui.making import methods_of  # noqa: E402
from ui.text import words  # noqa: E402

LABELS = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")
RUNS = 5
AIMS = {"xlsx": 1, "docx": 2, "pptx": 2, "pdf": 1}


def sample() -> Assessment:
    """The three sample workbooks."""
    paths = sorted((ROOT / "data" / "samples").glob("*.xlsx"))
    found = assess(gather([load(read_path(path)) for path in paths]), rubric("participation-2561"))
    return replace(found, surveys=tuple(replace(survey, responses=None) for survey in found.surveys))


def large() -> Assessment:
    """60 items in six aspects, 300 projects."""
    scale = Scale("satisfaction", (1, 2, 3, 4, 5), LABELS)
    text = "เจ้าหน้าที่ให้บริการด้วยความสุภาพและรวดเร็ว ข้อที่"
    items = tuple(
        Item(f"q{n}", f"{text} {n + 1}", "", n + 1, scale, f"ด้านที่ {n // 10 + 1}") for n in range(60)
    )
    counts = {item.key: {5: 200 + n, 4: 90, 3: 45, 2: 8, 1: 60 - n} for n, item in enumerate(items)}
    survey = Survey("แบบสำรวจ", RowRef("s.xlsx", "1"), from_counts(Codebook(items), counts, 403))
    projects = tuple(
        Project(
            f"โครงการพัฒนาระบบสารสนเทศเพื่อการให้บริการประชาชน ระยะที่ {n}",
            RowRef("p.xlsx", "1", n + 2),
            "completed" if n % 3 else "in_progress",
            from_citizens=n % 2 == 0,
            origin="เวทีประชาคม",
            fiscal_year=2561,
            budget=10_000.0 * n,
            evidence="รายงานผล",
        )
        for n in range(300)
    )
    sources = (Source("s.xlsx", "0" * 64, (("1", 403),)), Source("p.xlsx", "1" * 64, (("1", 300),)))
    return assess(Inputs((survey,), projects, (), sources), rubric("participation-2561"))


def measured(kind: Format, size: str) -> tuple[float, int, int]:
    """Median seconds, bytes, and the process' peak memory in MB."""
    from analytics.reports.makers import MAKERS

    found, says = (sample if size == "sample" else large)(), words("th", "thai")
    methods = methods_of(found, originals(found, says), says)
    documents = {each: maker(found, says, methods=methods) for each, maker in MAKERS.items() if kind == "zip"}
    taken, made = [], b""
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        if kind == "zip":
            made = bundle(found, says, documents, methods=methods)
        else:
            made = MAKERS[kind](found, says, methods=methods)
        taken.append(time.perf_counter() - start)
    lines = Path("/proc/self/status").read_text().splitlines() if Path("/proc/self/status").exists() else []
    peak = next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
    return median(taken[1:]), len(made), peak


def main() -> None:
    print("document  size    seconds  aim   KB    peak MB")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for kind in FORMATS:
            for size in ("sample", "large"):
                seconds, length, peak = pool.submit(measured, kind, size).result()
                aim = f"< {AIMS[kind]}" if kind in AIMS else ""
                print(f"{kind:9} {size:7} {seconds:7.2f}  {aim:4} {length / 1024:6.0f} {peak:8}")


if __name__ == "__main__":
    main()
