"""A process that imports workbooks until it is killed, for the tests of what a kill leaves behind.

`python -m tests.importing URL` loads what an import needs, imports one workbook, says "0 0". For every line
of stdin, the number of a life, it starts a copy of itself ("pid N") that imports workbook after workbook
and says "life n" after each commit, until somebody kills it ("gone life").
"""

from __future__ import annotations

import os
import sys
from itertools import count

import pyarrow as pa

from analytics.words import Problem, message
from data.layout import Column, Excluded, Layout
from data.store import Store
from data.workbook import Sheet, Workbook

UNITS = 8


def workbook(life: int, n: int) -> Workbook:
    """The n-th workbook of a life: two sheets, one of its own and one that all of them share."""
    own = pa.table({"A": ["ข้อคำถาม", *(str((life + n + i) % 5 + 1) for i in range(30)), None]})
    same = pa.table({"A": ["ชื่อโครงการ", "โครงการตัวอย่าง"], "B": ["สถานะ", "แล้วเสร็จ"]})
    sheets = (Sheet("คำตอบ", own, ((0, 0, 0, 1),), True), Sheet("โครงการ", same))
    problem = Problem(message("Row {n} is odd", n=n), message("Look at it"), "คำตอบ", n)
    return Workbook(f"{life}-{n}.xlsx", f"{life:032x}{n:032x}", "xlsx", sheets, (problem,))


def layouts(life: int, n: int) -> tuple[Layout, ...]:
    """How it is read; a few headers are shared by many workbooks."""
    column = Column(0, "ข้อคำถาม", "item", message("Numbers 1 to 5"))
    return tuple(
        Layout(sheet, kind, "", (1,), 2, 31, (column,), (Excluded(n, message("Total row")),), (), mark)  # type: ignore[arg-type]
        for sheet, kind, mark in (("คำตอบ", "responses", f"f{n % 3}"), ("โครงการ", "projects", "p"))
    )


def say(*words: object) -> None:
    """A line in one piece, right away."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def live(store: Store, life: int, ids: list[int]) -> None:
    """Import without end, on connections of its own."""
    store.engine.dispose(close=False)
    for n in count():
        bring(store, life, n, ids)


def bring(store: Store, life: int, n: int, ids: list[int]) -> None:
    """One import, acknowledged after its commit."""
    store.add_workbook(ids[n % len(ids)], workbook(life, n), layouts(life, n))
    say(life, n)


def main() -> None:
    store = Store(sys.argv[1])
    ids = [store.create(f"หน่วยงาน {n}", 2561, "participation-2561").id for n in range(UNITS)]
    # Whoever is started later finds the statements compiled.
    bring(store, 0, 0, ids)
    store.close()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(store, int(line), ids)
        say("pid", child)
        os.waitpid(child, 0)
        say("gone", line.strip())


if __name__ == "__main__":
    main()
