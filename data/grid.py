"""A sheet's cells, looked at by column (all rows at once, by distinct values) or by row (the few
that matter).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Indices = npt.NDArray[np.int32]
SAMPLE = 4000  # rows that are looked at to judge a column before all of it is
MANY = 400  # distinct values in the sample from which a column can hold no scale


class Grid:
    """Read-only views of a table of text. Whitespace alone is empty. Rows and columns count from 0."""

    def __init__(self, cells: pa.Table) -> None:
        self.cells = cells
        self.rows: int = cells.num_rows
        self.columns: int = cells.num_columns
        self._encoded: dict[tuple[int, int, int], tuple[list[str], Indices]] = {}
        self._rows: dict[int, tuple[str | None, ...]] = {}

    def row(self, index: int) -> tuple[str | None, ...]:
        """The texts of one row, None where empty."""
        if index not in self._rows:
            self.prepare([index])
        return self._rows[index]

    def prepare(self, indices: Iterable[int]) -> None:
        """Fetch rows that will be asked for one by one."""
        wanted = [index for index in indices if index not in self._rows]
        if not wanted:
            return
        if len(wanted) == wanted[-1] - wanted[0] + 1:
            part = self.cells.slice(wanted[0], len(wanted))
        else:
            part = self.cells.take(pa.array(wanted, pa.int64()))
        columns = [column.to_pylist() for column in part.columns]
        for place, index in enumerate(wanted):
            self._rows[index] = tuple(_text(column[place]) for column in columns)

    def encoded(self, column: int, first: int, last: int) -> tuple[list[str], Indices]:
        """The distinct texts of a column between two rows (inclusive), and each row's index among
        them, -1 where empty.
        """
        key = (column, first, last)
        if key not in self._encoded:
            chunks = (
                self.cells.column(column)
                .slice(first, last - first + 1)
                .dictionary_encode()
                .unify_dictionaries()
                .chunks
            )
            texts = chunks[0].dictionary.to_pylist() if chunks else []
            parts = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in chunks]
            index = np.concatenate(parts).astype(np.int32) if parts else np.zeros(0, np.int32)
            empty = [i for i, text in enumerate(texts) if not text.strip()]
            if empty:
                index = np.where(np.isin(index, empty), np.int32(-1), index)
            self._encoded[key] = (texts, index)
        return self._encoded[key]

    def sampled(self, column: int, first: int, last: int) -> tuple[dict[str, int], bool]:
        """Distinct texts → count of a column between two rows, and whether only a sample was counted.

        A column with very many texts is counted in a sample: it can hold no answers on a scale.
        """
        if last - first + 1 > SAMPLE * 2:
            texts, index = self.encoded(column, first, first + SAMPLE - 1)
            if len(texts) > MANY or len(texts) > max(60, 0.5 * int((index >= 0).sum())):
                return _counts(texts, index), True
        texts, index = self.encoded(column, first, last)
        return _counts(texts, index), False

    def fill(self, without: frozenset[int] = frozenset()) -> npt.NDArray[np.int32]:
        """How many cells of each row hold something (whitespace included), some columns aside."""
        total = np.zeros(self.rows, np.int32)
        for i, column in enumerate(self.cells.columns):
            if i not in without and column.null_count < self.rows:
                total += pc.is_valid(column).to_numpy().astype(np.int32)
        return total

    def turned(self) -> Grid:
        """The grid with rows and columns exchanged."""
        columns = [self.row(index) for index in range(self.rows)]
        return Grid(
            pa.table([pa.array(c, pa.string()) for c in columns], names=[str(i) for i in range(len(columns))])
        )


def _text(value: str | None) -> str | None:
    return value if value is not None and value.strip() else None


def _counts(texts: list[str], index: Indices) -> dict[str, int]:
    found = np.bincount(index[index >= 0], minlength=len(texts))
    return {text: int(n) for text, n in zip(texts, found, strict=True) if n}
