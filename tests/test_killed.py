"""Imports that are killed at any moment, on both engines: the old state or the new one, nothing between."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, select, text

from data.store import Store
from tests.importing import UNITS, layouts, workbook

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = 200
# Seconds to wait before a kill: about as long as a few imports take.
LONGEST = 0.05


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_nothing_half_written_and_every_acknowledged_import_there(database: str) -> None:
    acknowledged = killed_again_and_again(database)
    assert len(acknowledged) > 10, "killed many times"
    assert acknowledged.total() >= IMPORTS

    store = Store(database)
    try:
        found = stored(store)
        for life, n in acknowledged.items():
            # What was committed is what was acknowledged, and at most one more that was cut off before it
            # could be said.
            assert found[life] in (n, n + 1), f"life {life}: {n} acknowledged, {found[life]} there"
        assert set(found) <= set(acknowledged)
        nothing_points_nowhere(store)
        every_import_is_in_the_trail(store, found)
    finally:
        store.close()


def killed_again_and_again(url: str) -> Counter[int]:
    """Let importers live and kill each at a random moment until enough is imported: life → acknowledged."""
    chance = random.Random(2561)
    acknowledged: Counter[int] = Counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.importing", url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    assert process.stdin and process.stdout
    try:
        assert process.stdout.readline() == "0 0\n"
        acknowledged[0], life = 1, 0
        while acknowledged.total() < IMPORTS:
            life += 1
            acknowledged[life] = 0
            process.stdin.write(f"{life}\n")
            wait_for = chance.choice((0, 1, 3, 8, 14))
            pid = None
            while (line := process.stdout.readline()) != f"gone {life}\n":
                assert line, "the importer ended by itself"
                first, second = line.split()
                if first == "pid":
                    pid = int(second)
                else:
                    assert (int(first), int(second)) == (life, acknowledged[life])
                    acknowledged[life] += 1
                if pid is not None and acknowledged[life] >= wait_for:
                    time.sleep(chance.uniform(0, LONGEST))
                    os.kill(pid, signal.SIGKILL)
                    pid = None
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(30)
    return acknowledged


def stored(store: Store) -> Counter[int]:
    """Every workbook read back whole and equal; how many of each life, which are its first ones."""
    found: Counter[int] = Counter()
    numbers: dict[int, list[int]] = {}
    for saved in store.assessments():
        for kept in store.workbooks(saved.id):
            life, n = map(int, kept.workbook.name.removesuffix(".xlsx").split("-"))
            assert kept.workbook == workbook(life, n)
            assert kept.layouts == layouts(life, n)
            numbers.setdefault(life, []).append(n)
    for life, some in numbers.items():
        assert sorted(some) == list(range(len(some)))
        found[life] = len(some)
    return found


def nothing_points_nowhere(store: Store) -> None:
    """No row of any table without the row that it hangs on, and no cells that no sheet has."""
    there = MetaData()
    there.reflect(store.engine)
    with store.engine.connect() as connection:
        for table in there.tables.values():
            for key in table.foreign_keys:
                mine, theirs = key.parent, key.column
                lost = select(func.count()).where(mine.is_not(None), mine.not_in(select(theirs)))
                assert connection.scalar(lost) == 0, f"{table.name}.{mine.name}"
        cells, sheet = there.tables["cells"].c, there.tables["sheet"].c
        used = select(func.count(sheet.sha256.distinct()))
        assert connection.scalar(used) == connection.scalar(select(func.count(cells.sha256))) > 2
        if store.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


def every_import_is_in_the_trail(store: Store, found: Counter[int]) -> None:
    """One entry a workbook, and versions that count every import once."""
    told = Counter(
        change.after["name"] for change in store.changes() if change.entity == "workbook" and change.after
    )
    assert told == Counter({f"{life}-{n}.xlsx": 1 for life, some in found.items() for n in range(some)})
    assert sum(saved.version for saved in store.assessments()) == UNITS + found.total()
