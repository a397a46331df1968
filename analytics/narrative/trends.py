"""What changed since a survey was held before, in words; `analytics.narrative` puts the pieces in order."""

from __future__ import annotations

from analytics.narrative.parts import MOST_NAMED, Part, Said, joined, named, p_said, said
from analytics.statistics.trends import Line, Trend
from analytics.words import Value, Words, message


def trended(found: Trend | None, words: Words) -> Said:
    """Whether the mean of the whole changed since the survey before, and which items did."""
    if found is None:
        return
    overall = next((line for line in found.lines if line.kind == "overall"), None)
    if overall is not None and overall.change["mean"] is not None:
        yield "overall", _changed(overall, found, words)
    moved = [line for line in found.lines if line.kind == "item" and _moves(line)]
    for name, what, lines in (
        ("rose", message("The mean rose in {items}."), [line for line in moved if _moves(line) > 0]),
        ("fell", message("The mean fell in {items}."), [line for line in moved if _moves(line) < 0]),
    ):
        if lines:
            parts = [_from_to(line, words) for line in lines[:MOST_NAMED]]
            if len(lines) > MOST_NAMED:
                parts.append(said(words, message("{n} {n:other|others}", n=len(lines) - MOST_NAMED)))
            yield name, said(words, what, items=joined(parts, words))


def _changed(line: Line, found: Trend, words: Words) -> Part:
    change = line.change["mean"]
    assert change is not None
    before, after = line.readings[change.earlier], line.readings[change.later]
    assert before is not None and after is not None
    values: dict[str, Value] = {
        "earlier": found.names[change.earlier],
        "later": found.names[change.later],
        "before": before.mean,
        "after": after.mean,
        "items": line.items,
        **p_said(change.adjusted),
    }
    if not change.changed:
        return said(
            words,
            message(
                "Over the {items} {items:question that was|questions that were} asked each time, the "
                "mean was {before} in {earlier} and {after} in {later}: no change can be shown (p "
                "{sign} {p}).",
                **values,
            ),
        )
    if change.difference > 0:
        return said(
            words,
            message(
                "Over the {items} {items:question that was|questions that were} asked each time, the "
                "mean rose from {before} in {earlier} to {after} in {later} (p {sign} {p}).",
                **values,
            ),
        )
    return said(
        words,
        message(
            "Over the {items} {items:question that was|questions that were} asked each time, the "
            "mean fell from {before} in {earlier} to {after} in {later} (p {sign} {p}).",
            **values,
        ),
    )


def _moves(line: Line) -> float:
    change = line.change["mean"]
    return change.difference if change is not None and change.changed else 0.0


def _from_to(line: Line, words: Words) -> Part:
    change = line.change["mean"]
    assert change is not None
    before, after = line.readings[change.earlier], line.readings[change.later]
    return said(
        words,
        message(
            "“{name}” (from {before} to {after})",
            name=named(line.name),
            before=before.mean if before else None,
            after=after.mean if after else None,
        ),
    )
