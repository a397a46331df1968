"""Spreadsheets of other projects' test suites: data or one clear sentence each, and this process stays well.

Every fourth file and all the known hard ones; `python benchmarks/peers.py` reads all of them.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl
import pytest

from analytics.words import Words
from data.reading.cells import cell_text
from data.workbook import Workbook, read_path

PEERS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "peers"
HARD = (
    "OOM",
    "panic",
    "alloc",
    "bomb",
    "1904",
    "password",
    "encrypt",
    "lotus",
    "dpi",
    "codepage",
    "rc4",
    "xor",
)
COMPARED_BYTES = 15_000

pytestmark = pytest.mark.skipif(not PEERS.is_dir(), reason="../shared/corpus/peers is not here")


def files() -> list[Path]:
    every = sorted(path for path in PEERS.rglob("*") if path.is_file())
    hard = [path for path in every if any(word.lower() in path.name.lower() for word in HARD)]
    return sorted({*every[::4], *hard})


def resident_mb() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("this system does not tell a process's memory in /proc")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) // 1000


def check(book: Workbook) -> None:
    words = Words()
    for problem in book.problems:
        assert words.say(problem.problem)
        assert words.say(problem.remedy)
    if book.sheets:
        assert any(sheet.cells.num_columns for sheet in book.sheets)
        assert all(sheet.name for sheet in book.sheets)
        assert all(problem.severity != "error" or problem.sheet for problem in book.problems)
    else:
        (problem,) = book.problems
        assert problem.severity == "error"
        assert book.name in words.say(problem.problem)


def test_data_or_one_sentence_and_the_memory_comes_back() -> None:
    before = resident_mb()
    read = 0
    for path in files():
        book = read_path(path)
        check(book)
        read += bool(book.sheets)
    assert read > 0.7 * len(files())
    assert resident_mb() - before < 100


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("msoffcrypto/tests/inputs/example_password.xlsx", "Password1234_"),
        ("msoffcrypto/tests/inputs/rc4cryptoapi_password.xls", "Password1234_"),
        ("msoffcrypto/tests/inputs/xor_password_123456789012345.xls", "123456789012345"),
    ],
)
def test_passwords_of_every_kind(name: str, password: str) -> None:
    assert read_path(PEERS / name).needs_password
    assert read_path(PEERS / name, password="wrong").needs_password
    assert read_path(PEERS / name, password=password).sheets


def differences(path: Path) -> tuple[int, list[str]]:
    """Cells compared with openpyxl's, and those with another text. Dates and durations are told otherwise."""
    book = read_path(path)
    ours = {sheet.name: [column.to_pylist() for column in sheet.cells.columns] for sheet in book.sheets}
    compared, different = 0, []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = openpyxl.load_workbook(path, data_only=True)
        except (TypeError, ValueError, LookupError, AttributeError, SyntaxError):
            return 0, []  # openpyxl can't read this one
    for sheet in theirs.worksheets:
        columns = ours[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str | int | float) or "H" in cell.number_format.upper():
                    continue  # empty, or a date, a time, a duration
                there = cell.column <= len(columns) and cell.row <= len(columns[0])
                text = columns[cell.column - 1][cell.row - 1] if there else None
                compared += 1
                if not same(text, cell_text(cell.value)):
                    different.append(f"{path.name} {sheet.title} {cell.coordinate}: {text!r}, {cell.value!r}")
    return compared, different


def same(ours: str | None, theirs: str | None) -> bool:
    """Equal, but for line ends and for digits after the ninth decimal, which calamine rounds away."""
    if ours is None or theirs is None:
        return (ours or "").strip() == (theirs or "").strip()
    if ours.split() == theirs.replace("_x000D_", " ").split():
        return True
    try:
        return abs(float(ours) - float(theirs)) <= max(1e-9, 1e-14 * abs(float(theirs)))
    except ValueError:
        return False


def test_cells_stand_where_openpyxl_sees_them() -> None:
    total, different = 0, []
    chosen = [
        path
        for folder in ("calamine", "exceljs", "excelize", "xlrd")
        for path in sorted((PEERS / folder).rglob("*.xlsx"))
        if path.stat().st_size < COMPARED_BYTES
    ]
    for path in chosen:
        if not read_path(path).sheets:
            continue
        compared, found = differences(path)
        total += compared
        different += found
    assert total > 1000
    assert len(different) <= 0.002 * total, different[:20]
