"""Page run times with 878 units × 5 years behind them, beside those of an empty store and of one assessment.

python benchmarks/units.py [--units 878] [--years 5] [--keep FILE]

The tree, the workbooks and their figures are made up, and go in through the store's own functions. --keep
leaves the store in FILE, to look at its pages.
"""

import argparse
import io
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import openpyxl
from openpyxl.workbook import Workbook as Book

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

RUNS = 15
DIFFERENT = 24
RUBRIC = "participation-2561"
STATUSES = ("แล้วเสร็จ", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยกเลิก")
AIM = 100  # ms of server time


def unit_list(units: int, regions: int = 18, provinces: int = 76) -> bytes:
    """A list of made-up units: a department, inspection regions, provinces, and units spread over them."""
    lines = ["code,name,kind,parent,since,until", "D,กรมตัวอย่าง,กรม,,,"]
    lines += [f"R{n:02},เขตตรวจราชการที่ {n},เขตตรวจราชการ,D,," for n in range(1, regions + 1)]
    lines += [f"P{n:02},จังหวัดตัวอย่าง {n},จังหวัด,R{(n - 1) % regions + 1:02},," for n in range(1, provinces + 1)]
    lines += [
        f"{n:04},ศูนย์สารสนเทศอำเภอ {n},หน่วยงาน,P{(n - 1) % provinces + 1:02},," for n in range(1, units + 1)
    ]
    return "\n".join(lines).encode()


def survey(made_up: random.Random) -> bytes:
    """A small survey as a sheet of text."""
    items = [f"ความพึงพอใจ [ข้อ {n}]" for n in range(1, 6)]
    lean = made_up.uniform(2.5, 4.6)
    rows = [
        [str(min(5, max(1, round(made_up.gauss(lean, 0.9))))) for _ in items]
        for _ in range(made_up.randint(20, 40))
    ]
    return "\n".join(",".join(row) for row in [items, *rows]).encode()


def projects(made_up: random.Random, year: int) -> bytes:
    """A small project list."""
    head = "ลำดับ,ชื่อโครงการ,ที่มาของโครงการ,ปีงบประมาณ,งบประมาณ,สถานะ"
    rows = [
        f"{n},โครงการ {n},ข้อเสนอของประชาชน,{year},{made_up.randint(5, 90)}000,{made_up.choice(STATUSES)}"
        for n in range(1, made_up.randint(1, 4) + 1)
    ]
    return "\n".join([head, *rows]).encode()


def form(made_up: random.Random) -> bytes:
    """The sample's form with as many levels stated as a unit happens to have done."""
    book: Book = openpyxl.load_workbook(ROOT / "data" / "samples" / "form-2561.xlsx")
    sheet = book.active
    assert sheet is not None
    done = made_up.choice((1, 2, 3, 3, 5))
    for row in sheet.iter_rows(min_row=sheet.max_row - 4 + done):
        for cell in row[2:]:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = None
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill(store, units: int, years: list[int]) -> float:  # type: ignore[no-untyped-def]
    """Put the list of units and an assessment of nearly every unit and year into a store; seconds taken.

    A few assessments a year differ, each read and worked out once; the others are like one of them.
    """
    from analytics.outcomes import Outcome, outcome_of
    from data.clean import without_personal
    from data.definitions import rubric
    from data.gather import layouts_of
    from data.many.unit_list import read_units
    from data.stored.outcomes import keep_outcome, standings, work_out
    from data.stored.units import import_units
    from data.stored.units import units as known
    from data.workbook import read

    start = time.perf_counter()
    lines, problems = read_units(read(unit_list(units), "units.csv"))
    assert not problems, problems[0]
    import_units(store, lines)
    made_up, by = random.Random(2561), rubric(RUBRIC)
    places = [unit for unit in known(store) if unit.kind == "unit"]
    for year in years:
        kinds = []
        for _ in range(min(DIFFERENT, units)):
            files = {"survey.csv": survey(made_up), "projects.csv": projects(made_up, year)}
            files["form.xlsx"] = form(made_up)
            workbooks = [read(content, name) for name, content in files.items()]
            layouts = [layouts_of(workbook) for workbook in workbooks]
            kinds.append([(without_personal(w, of), of) for w, of in zip(workbooks, layouts, strict=True)])
        outcomes: dict[int, Outcome] = {}
        for n, unit in enumerate(places):
            if n and made_up.random() < 0.04:
                continue  # not assessed that year
            kind = n if n < len(kinds) else made_up.randrange(len(kinds))
            saved = store.create(unit.name, year, RUBRIC)
            for workbook, layout in kinds[kind]:
                store.add_workbook(saved.id, workbook, layout)
            (changed,) = (one.saved for one in standings(store, id=saved.id))
            if kind not in outcomes:
                outcomes[kind] = outcome_of(work_out(store, changed))
            keep_outcome(store, changed, outcomes[kind], by)
        print(f"\r  fiscal year {year} is there", end="", file=sys.stderr)
    print(file=sys.stderr)
    return time.perf_counter() - start


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--units", type=int, default=878)
    asked.add_argument("--years", type=int, default=5)
    asked.add_argument("--keep", type=Path)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        from streamlit import cache_data, cache_resource
        from streamlit.testing.v1 import AppTest

        from ui import cache

        times: dict[str, dict[str, tuple[float, float]]] = {}
        years = list(range(2561, 2561 + said.years))
        stores = {"empty": (0, []), "one": (1, years[:1]), "many": (said.units, years)}
        for name, (units, some) in stores.items():
            file = said.keep if said.keep and name == "many" else Path(folder, f"{name}.db")
            there = file.exists()
            os.environ["SAISAAT_DATABASE_URL"] = f"sqlite:///{file}"
            cache_resource.clear()
            cache_data.clear()
            store = cache.store()
            if units and not there:
                taken = fill(store, units, some)
                n = len(store.assessments())
                print(f"{n} assessments imported in {taken:.0f} s, {1000 * taken / max(n, 1):.0f} ms each")
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
            app.run()
            times[name] = run_times(app, store.assessments())
            store.close()
    print(f"page runs (ms of processor time, in brackets by the clock): median of {RUNS}; aim under {AIM}")
    print(f"  {'page':26} {'empty':>15} {'one':>15} {'many':>15}  many / empty")
    for page in times["many"]:
        told = [
            f"{1000 * cpu:6.1f} ({1000 * clock:6.1f})" for cpu, clock in (t[page] for t in times.values())
        ]
        ratio = times["many"][page][0] / times["empty"][page][0]
        print(f"  {page:26} {' '.join(told)}  {ratio:5.2f}")


def run_times(app, saved) -> dict[str, tuple[float, float]]:  # type: ignore[no-untyped-def]
    """The medians of page runs: warm, the first after a change, and with another assessment each time."""
    found = {}
    app.switch_page("pages/units.py").run()
    found["roll-up, warm"] = timed(app)
    from analytics.outcomes import Outcome
    from data.definitions import rubric
    from data.stored.outcomes import keep_outcome, standings
    from ui import cache

    def change(n: int) -> None:
        """Change an assessment of the year that is looked at, and what it comes to."""
        if saved:
            cache.store().keep(saved[0].id, "benchmark", n)
            (now,) = (one.saved for one in standings(cache.store(), id=saved[0].id))
            states = tuple((level, "counted" if level <= n % 6 else "not_met") for level in range(1, 6))
            keep_outcome(cache.store(), now, Outcome(4 * (n % 6), 20, 20, states), rubric(RUBRIC))

    found["roll-up, after a change"] = timed(app, change)
    app.switch_page("pages/overview.py").run()
    found["overview, warm"] = timed(app)

    def another(n: int) -> None:
        if saved:
            app.session_state["assessment"] = str(saved[n * len(saved) // RUNS].id)

    found["overview, another unit"] = timed(app, another)
    return found


def timed(app, before=lambda n: None) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    app.run()
    clock, processor = [], []
    for n in range(RUNS):
        before(n)
        start, used = time.perf_counter(), time.process_time()
        app.run()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
        if app.exception:
            raise SystemExit(f"a page failed: {app.exception[0].message}")
    return median(processor), median(clock)


if __name__ == "__main__":
    main()
