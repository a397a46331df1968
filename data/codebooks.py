"""Codebook files: the roles, scales and codes of a workbook's columns, to be kept and given to others.

A codebook says how headers are to be read. It holds no answers but the words of scales, and nothing of
personal columns but their headers.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args

from analytics.codebook import NO_ANSWER, NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.words import Message, Problem, message
from data.assign import BROUGHT_BACK, as_kind, asked, settled, with_column, with_reason
from data.layout import Column, FormRole, Kind, Layout, ProjectRole, Role, SurveyRole, TallyRole
from data.roles import with_day_first, with_role
from data.surveys.labels import normal
from data.workbook import Sheet

FORMAT = 1
CONFIRMED = message("As confirmed before")
_ROLES: Mapping[str, tuple[str, ...]] = {
    "responses": get_args(SurveyRole),
    "tally": get_args(TallyRole),
    "projects": get_args(ProjectRole),
    "form": get_args(FormRole),
}
_SCALE_KINDS = ("satisfaction", "agreement", "frequency", "amount", "numbers")
_LIKE_ENOUGH = 0.6  # share of a codebook's headers that a sheet must have


class CodebookDamaged(Exception):
    """A codebook that can't be used; `problems` say what is wrong with it, place by place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].problem.text)
        self.problems = tuple(problems)


def essence(layout: Layout) -> Layout:
    """What may be remembered of a layout: roles, scales and codes; no answers, rows, problems or titles.

    Answers that are on no scale are left out of the codes: they can hold anything. Items that are still asked
    about are left out as well, so that they are asked about the next time too.
    """
    columns = tuple(
        replace(c, codes=tuple((label, code) for label, code in c.codes if code != UNRECOGNISED))
        for c in layout.columns
        if c.role != "item" or not asked(layout, c.index)
    )
    return replace(
        layout,
        title="",
        first_row=1,
        last_row=0,
        columns=columns,
        excluded=(),
        problems=(),
        only=(),
        long=None,
    )


# --- Writing --------------------------------------------------------------------------------------


def to_toml(layouts: Iterable[Layout]) -> str:
    """The codebook of a workbook as a TOML file; sheets that are not used are left out."""
    lines = ["# Saisaat codebook: how the columns of a workbook are read.", f"format = {FORMAT}"]
    for layout in layouts:
        if layout.kind not in _ROLES:
            continue
        lines += ["", "[[sheet]]", _pair("name", layout.sheet), _pair("kind", layout.kind)]
        lines += [f"header_row = {layout.header_rows[0] if layout.header_rows else 1}"]
        lines += [_pair("fingerprint", layout.fingerprint)]
        if layout.day_first is not None:
            lines += [f"day_first = {str(layout.day_first).lower()}"]
        for c in essence(layout).columns:
            lines += ["", "[[sheet.column]]", _pair("header", c.header), _pair("role", c.role)]
            if c.why.text == BROUGHT_BACK:
                lines.append(_pair("reason", str(dict(c.why.values)["reason"])))
            if c.scale is not None and c.role == "item":
                lines += ["[sheet.column.scale]", _pair("name", c.scale.name)]
                lines += [_pair("kind", c.scale.kind), f"points = {list(c.scale.points)}"]
                lines += [f"labels = [{', '.join(_text(label) for label in c.scale.labels)}]"]
                lines += ["[sheet.column.codes]"]
                lines += [f"{_text(label)} = {_code(code)}" for label, code in c.codes]
    return "\n".join(lines) + "\n"


def _pair(key: str, value: str) -> str:
    return f"{key} = {_text(value)}"


def _text(value: str) -> str:
    # A JSON string is a TOML one, but for DEL and lone surrogates, which no header needs.
    return json.dumps(re.sub("[\x7f\ud800-\udfff]", "", value), ensure_ascii=False)


def _code(code: int) -> str:
    return '"not applicable"' if code in NO_ANSWER else str(code)


# --- Reading --------------------------------------------------------------------------------------


@dataclass
class _Reader:
    """One codebook file while it is being read; every fault is kept with the key where it stands."""

    name: str
    faults: list[Problem] = field(default_factory=list)

    def fault(self, key: str, told: Message, value: object = None) -> None:
        where = (("file", self.name), ("key", key))
        self.faults.append(
            Problem(
                Message(told.text, (*where, *told.values)),
                message("Correct it in the file, or export the codebook anew from the workbooks page"),
                value=None if value is None else json.dumps(value, ensure_ascii=False, default=str),
            )
        )

    def layouts(self, raw: Mapping[str, Any]) -> tuple[Layout, ...]:
        if raw.get("format") != FORMAT:
            self.fault("format", message("{file}, {key}: not a codebook of this version"), raw.get("format"))
            return ()
        sheets = raw.get("sheet")
        if not isinstance(sheets, list) or not sheets:
            self.fault("sheet", message("{file}, {key}: names no sheet"))
            return ()
        return tuple(self.sheet(f"sheet {n}", one) for n, one in enumerate(sheets, 1))

    def sheet(self, at: str, raw: Any) -> Layout:
        if not isinstance(raw, dict) or raw.get("kind") not in _ROLES:
            known = ", ".join(_ROLES)
            kind = raw.get("kind") if isinstance(raw, dict) else raw
            self.fault(f"{at}, kind", message("{file}, {key}: must be one of {known}", known=known), kind)
            return Layout("", "other")
        kind, row = cast(Kind, raw["kind"]), raw.get("header_row", 1)
        if not _whole(row) or row < 1:
            self.fault(f"{at}, header_row", message("{file}, {key}: must be a whole number from 1"), row)
            row = 1
        day_first = raw.get("day_first")
        if not isinstance(day_first, bool | None):
            self.fault(f"{at}, day_first", message("{file}, {key}: must be true or false"), day_first)
            day_first = None
        columns = raw.get("column", [])
        if not isinstance(columns, list):
            self.fault(f"{at}, column", message("{file}, {key}: must be a list of columns"))
            columns = []
        return Layout(
            str(raw.get("name", "")),
            kind,
            header_rows=(row,),
            columns=tuple(self.column(f"{at}, column {n}", n, kind, c) for n, c in enumerate(columns, 1)),
            fingerprint=str(raw.get("fingerprint", "")),
            day_first=day_first,
        )

    def column(self, at: str, n: int, kind: Kind, raw: Any) -> Column:
        header = raw.get("header") if isinstance(raw, dict) else None
        if not isinstance(header, str):
            self.fault(f"{at}, header", message("{file}, {key}: must be a text"), header)
            return Column(n - 1, "", "other", CONFIRMED)
        role = raw.get("role")
        if role not in _ROLES[kind]:
            known = ", ".join(_ROLES[kind])
            self.fault(f"{at}, role", message("{file}, {key}: must be one of {known}", known=known), role)
            return Column(n - 1, header, "other", CONFIRMED)
        reason = raw.get("reason")
        why = (
            message(BROUGHT_BACK, reason=reason) if isinstance(reason, str) and reason.strip() else CONFIRMED
        )
        scale = self.scale(f"{at}, scale", raw.get("scale")) if "scale" in raw else None
        codes = self.codes(f"{at}, codes", raw.get("codes", {}), scale) if scale else ()
        return Column(n - 1, header, cast(Role, role), why, scale=scale, codes=codes)

    def scale(self, at: str, raw: Any) -> Scale | None:
        if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
            self.fault(f"{at}, name", message("{file}, {key}: must be a text"))
            return None
        points, labels, kind = raw.get("points"), raw.get("labels", []), raw.get("kind", "numbers")
        if kind not in _SCALE_KINDS:
            known = ", ".join(_SCALE_KINDS)
            self.fault(f"{at}, kind", message("{file}, {key}: must be one of {known}", known=known), kind)
            return None
        if not isinstance(points, list) or not all(_whole(p) and 0 <= p <= 100 for p in points):
            self.fault(f"{at}, points", message("{file}, {key}: must be whole numbers from 0"), points)
            return None
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            self.fault(f"{at}, labels", message("{file}, {key}: must be texts"), labels)
            return None
        try:
            return Scale(raw["name"], tuple(points), tuple(labels), kind)
        except ValueError:
            told = message("{file}, {key}: must be two or more numbers that rise, with a label each or none")
            self.fault(f"{at}, points", told, points)
            return None

    def codes(self, at: str, raw: Any, scale: Scale) -> tuple[tuple[str, int], ...]:
        if not isinstance(raw, dict):
            self.fault(at, message("{file}, {key}: must say which point each answer is"))
            return ()
        found = []
        for label, code in raw.items():
            if code == "not applicable":
                found.append((label, NOT_APPLICABLE))
            elif _whole(code) and code in scale.points:
                found.append((label, code))
            else:
                told = message("{file}, {key}: must be a point of the scale or “not applicable”")
                self.fault(f"{at}, {label}", told, code)
        return tuple(found)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def from_toml(text: str | bytes, name: str) -> tuple[Layout, ...]:
    """The layouts that a codebook file describes. `name`: the file's, for sentences.

    Raises CodebookDamaged with every fault, named by file and line or key.
    """
    reader = _Reader(name)
    try:
        raw = tomllib.loads(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        reader.fault("1", message("{file}: not a text file in UTF-8, so it is no codebook"))
    except tomllib.TOMLDecodeError as error:
        reader.fault(
            "", message("{file}: not a codebook that can be read ({detail})", detail=_where(str(error)))
        )
    else:
        layouts = reader.layouts(raw)
        if not reader.faults:
            return layouts
    raise CodebookDamaged(reader.faults)


def _where(error: str) -> str:
    """The place in the file that a parser's sentence names."""
    found = re.search(r"\(at (line \d+, column \d+|end of document)\)", error)
    return found[1] if found else error


# --- Applying -------------------------------------------------------------------------------------


def apply(
    layouts: Sequence[Layout], sheets: Sequence[Sheet], codebook: Sequence[Layout], name: str
) -> tuple[Layout, ...]:
    """The layouts of a workbook as a codebook says, sheet by sheet.

    A sheet of the codebook is found by its headers, whatever its name. Columns that the codebook doesn't know
    keep what was recognised. Raises CodebookDamaged where no sheet has the codebook's headers.
    """
    changed = list(layouts)
    taken: set[int] = set()
    for wanted in codebook:
        at = _place(changed, sheets, wanted, taken)
        if at is None:
            continue
        taken.add(at)
        layout = changed[at]
        if layout.kind != wanted.kind:
            row = wanted.header_rows[0] if wanted.header_rows else None
            layout = as_kind(sheets[at], wanted.kind, row) or layout
        if layout.kind == wanted.kind:
            changed[at] = as_confirmed(layout, sheets[at], wanted, with_reasons=True)
    if not taken:
        what = message("{file}: no sheet of this workbook has the headers of the codebook", file=name)
        remedy = message("Use the codebook of a workbook with the same headers, or none")
        raise CodebookDamaged([Problem(what, remedy)])
    return tuple(changed)


def _place(layouts: Sequence[Layout], sheets: Sequence[Sheet], wanted: Layout, taken: set[int]) -> int | None:
    """Which sheet has a codebook's headers: the same fingerprint, else most of them, best first."""
    heads = {normal(c.header) for c in wanted.columns}
    likeness = {}
    for at, layout in enumerate(layouts):
        if at in taken or layout.kind == "summary":
            continue
        if wanted.fingerprint and layout.fingerprint == wanted.fingerprint:
            return at
        found = {normal(c.header) for c in layout.columns}
        if layout.kind != wanted.kind and (row := min(wanted.header_rows, default=1)):
            cells = sheets[at].cells.slice(row - 1, 1).to_pylist()
            found |= {normal(text) for one in cells for text in one.values() if text}
        likeness[at] = len(heads & found) / max(1, len(heads))
    best = max(likeness, key=lambda at: likeness[at], default=None)
    return best if best is not None and likeness[best] >= _LIKE_ENOUGH else None


def as_confirmed(layout: Layout, sheet: Sheet, wanted: Layout, *, with_reasons: bool = False) -> Layout:
    """The layout with the roles, scales and codes of another one, column by column of the same header.

    Where headers repeat, the first goes with the first. A personal column stays left out, unless the codebook
    gives a reason and `with_reasons` is on: an old reason says nothing about new people.
    """
    known: dict[str, list[Column]] = {}
    for c in wanted.columns:
        known.setdefault(normal(c.header), []).append(c)
    changed = layout if wanted.day_first is None else with_day_first(layout, wanted.day_first)
    for old in layout.columns:
        mine = known.get(normal(old.header), [])
        if not mine:
            continue
        new = mine.pop(0)
        if old.role == "personal" and new.role != "personal":
            if with_reasons and new.why.text == BROUGHT_BACK:
                reason = str(dict(new.why.values)["reason"])
                changed = with_reason(changed, sheet, old.index, new.role, reason)
            continue
        if new.role == "item" and new.scale is not None and layout.kind == "responses":
            changed = _on_codes(changed, sheet, old, new)
        elif new.role != old.role:
            changed = _marked(with_column(changed, sheet, old.index, new.role), old.index, new.role)
        if new.role != "flag":
            changed = settled(changed, old.index)
    return changed


def _on_codes(layout: Layout, sheet: Sheet, old: Column, new: Column) -> Layout:
    """An item on a scale given with its codes; answers that they don't know are read on the scale."""
    changed = with_role(layout, sheet, old.index, "item", new.scale)
    known = dict(new.codes)
    columns = []
    for c in changed.columns:
        if c.index == old.index:
            codes = tuple((label, known.get(label, code)) for label, code in c.codes)
            same = old.role == "item" and (old.scale, dict(old.codes)) == (c.scale, dict(codes))
            c = old if same else replace(c, codes=codes, why=CONFIRMED)
        columns.append(c)
    return replace(changed, columns=tuple(columns))


def _marked(layout: Layout, index: int, role: Role) -> Layout:
    return replace(
        layout,
        columns=tuple(
            replace(c, why=CONFIRMED) if c.index == index and c.role == role else c for c in layout.columns
        ),
    )
