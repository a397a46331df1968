"""What each column of a survey is, judged by its header, its answers and its neighbours."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from stdnum.th import pin

from analytics.codebook import NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.thai import repair, to_arabic_digits
from analytics.words import Message, message
from data.layout import Column, Role
from data.surveys.labels import is_blank, is_not_applicable, normal, polarity, whole_number
from data.surveys.lists_in_cells import holds_lists
from data.surveys.scales import TOLERATED, Legend, Reading, legend, readings
from data.surveys.tables import Head, is_date, is_number

_BRACKET = re.compile(r"(.*\S)\s*\[\s*(.*?)\s*\]\s*(?:\.\d+)?", re.DOTALL)
_CODE_AND_TEXT = re.compile(r"[A-Za-z][\w.\[\]-]*\s*\|\s*(\S.*)", re.DOTALL)
_PATH = re.compile(r"[\w.-]+(?:/[\w .()-]+)+")
_LISTED = re.compile(r"^\s*(?:ข้อ(?:ที่)?\s*)?[\d๐-๙]+(?:\.[\d๐-๙]+)*\s*[.)]?\s*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+66|0)[\s-]?\d(?:[\s-]?\d){7,8}")
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_GPS = re.compile(r"-?\d{1,3}\.\d{4,}[ ,]+-?\d{1,3}\.\d{4,}.*")
LONG = 24  # characters on average from which texts read as written, not chosen


@dataclass(frozen=True)
class Profile:
    """One column before it is judged. `values`: repaired text → count, blanks left out; `sampled`:
    not all rows were counted.
    """

    head: Head
    text: str
    aspect: str | None
    values: Mapping[str, int]
    sampled: bool = False
    legend: Legend = field(default_factory=Legend)

    @property
    def filled(self) -> int:
        return sum(self.values.values())

    @property
    def header(self) -> str:
        return repair(self.head.text)


def profile(head: Head, values: Mapping[str, int], sampled: bool, legend_here: Legend) -> Profile:
    """A column's profile from its header and its distinct texts."""
    counted: Counter[str] = Counter()
    for text, n in values.items():
        if not is_blank(text):
            counted[repair(text)] += n
    header = repair(head.text)
    aspect, text = (head.parents[-1] if head.parents else None), header
    coded = _CODE_AND_TEXT.fullmatch(header)
    text = coded[1] if coded else text
    bracket = _BRACKET.fullmatch(text)
    if bracket and bracket[2]:
        aspect, text = bracket[1].strip(), bracket[2]
    elif _PATH.fullmatch(header) and " " not in header.split("/")[0]:
        aspect, text = header.rsplit("/", 1)
    said = [legend(part) for part in (header, *reversed(head.parents))]
    own = next((found for found in said if found), legend_here)
    nothing = frozenset[int]().union(own.nothing, *(found.nothing for found in said))
    own = replace(own, nothing=nothing) if nothing != own.nothing else own
    return Profile(head, text, aspect, dict(counted), sampled, own)


# --- Words of headers -----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = tomllib.loads(Path(__file__).with_name("column_words.toml").read_text(encoding="utf-8"))
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for group, lists in raw.items():
        phrases = [word for word in lists.get("within", ()) if word.isascii() and word[0].isalnum()]
        split = {
            key: [word for word in words if key != "within" or word not in phrases]
            for key, words in lists.items()
        }
        known[group] = {
            key: tuple(normal(word) or word.casefold() for word in words) for key, words in split.items()
        }
        known[group]["phrases"] = tuple(
            " " + " ".join(re.findall("[a-z0-9]+", word.casefold())) for word in phrases
        )
    return known


@lru_cache(maxsize=4096)
def says(group: str, text: str) -> bool:
    """Whether a text has one of the words of a group of column_words.toml (a leading question
    number aside).
    """
    lists = _words()[group]
    plain = normal(text) or repair(text).casefold()
    bare = normal(_LISTED.sub("", repair(text))) or plain
    # A Latin word must stand by itself: "age" is not in "page".
    latin = " " + re.sub(r"[^a-z0-9]+", " ", repair(text).casefold()) + " "
    if plain in lists.get("exact", ()) or bare in lists.get("exact", ()):
        return True
    for word in lists.get("start", ()):
        if re.match(rf"{re.escape(word)}(?![a-z])", bare) or (
            word.isascii() and latin.startswith(f" {word} ")
        ):
            return True
    return any(word in plain for word in lists.get("within", ())) or any(
        phrase in latin for phrase in lists.get("phrases", ())
    )


@lru_cache(maxsize=4096)
def bare_word(group: str, text: str) -> bool:
    """Whether a text is one of the words of a group and nothing else, as "Score" over a list of films."""
    words = _words()[group]
    return normal(text) in words["within"] or f" {repair(text).casefold()}" in words["phrases"]


# --- Values ---------------------------------------------------------------------------------------


def _share(profile: Profile, wanted: re.Pattern[str]) -> float:
    return sum(n for text, n in profile.values.items() if wanted.fullmatch(text)) / max(1, profile.filled)


def looks_personal(profile: Profile) -> bool:
    """Whether a column's values are e-mail, phone, IP or citizen numbers, or places."""
    if profile.filled == 0:
        return False
    if (
        max(_share(profile, _EMAIL), _share(profile, _IP), _share(profile, _GPS)) > 0.3
        or _share(profile, _PHONE) > 0.5
    ):
        return True
    digits = {text: re.sub(r"\D", "", to_arabic_digits(text)) for text in profile.values}
    valid = sum(
        n for text, n in profile.values.items() if len(digits[text]) == 13 and pin.is_valid(digits[text])
    )
    return valid > 0.3 * profile.filled


# --- Judging --------------------------------------------------------------------------------------


def column(profile: Profile, role: Role, why: Message, reading: Reading | None = None) -> Column:
    """The Column of a profile in a role; `reading` gives an item its scale and codes."""
    return Column(
        index=profile.head.column,
        header=profile.head.text,
        role=role,
        why=why,
        text=profile.text,
        aspect=profile.aspect,
        scale=reading.scale if reading else None,
        codes=tuple(sorted(reading.codes.items(), key=lambda pair: (-pair[1], pair[0]))) if reading else (),
    )


def by_header(profile: Profile, rows: int) -> tuple[Role, Message] | None:
    """The role that a header or the kind of values settles before any scale is looked for; None
    where neither does.
    """
    header, values = profile.header, profile.values
    total = max(1, profile.filled)
    dates = sum(n for text, n in values.items() if is_date(text)) / total
    if says("personal", header) or says("personal", profile.text) or looks_personal(profile):
        return "personal", message("Personal data: left out and never stored")
    if not profile.filled:
        return "other", message("No answers in this column")
    if dates > 0.8:
        return (
            ("timestamp", message("The time of each answer"))
            if says("timestamp", header) or says("timestamp", profile.text)
            else ("other", message("Dates"))
        )
    if says("identifier", header) or says("identifier", profile.text):
        return "identifier", message("Tells respondents apart, measures nothing")
    if _is_flag(header, values):
        return "flag", message("Says which rows are to be included")
    if says("comment", header) and not _few(profile, 7):
        return "comment", message("Written answers")
    numbers = [number for text in values if (number := whole_number(text)) is not None]
    if len(numbers) == len(values) == rows > 5 and sorted(numbers) == list(
        range(min(numbers), min(numbers) + rows)
    ):
        return "identifier", message("Tells respondents apart, measures nothing")
    return None


def _is_flag(header: str, values: Mapping[str, int]) -> bool:
    words = _words()["flag"]
    texts = [normal(text) for text in values]
    known = {*words["yes"], *words["no"], *words["out"]}
    if not all(text in known for text in texts):
        return False
    return says("flag", header) or any(text in words["out"] for text in texts)


def says_no(header: str, text: str) -> bool:
    """Whether a flag's value leaves its row out: "No" under "Include", "Yes" under "Exclude", "ตัดออก"
    anywhere.
    """
    words = _words()["flag"]
    if normal(text) in words["out"]:
        return True
    negative = any(normal(header).startswith(word) for word in words["negative"])
    if negative:
        return normal(text) in words["yes"] or normal(text) == "x"
    return normal(text) in words["no"]


def _few(profile: Profile, most: int) -> bool:
    return len(profile.values) <= most and profile.filled > len(profile.values)


def by_values(profile: Profile, rows: int) -> tuple[Role, Message]:
    """The role of a column that holds no scale."""
    values, total = profile.values, max(1, profile.filled)
    numeric = sum(n for text, n in values.items() if is_number(text)) / total
    if says("comment", profile.header):
        return "comment", message("Written answers")
    if numeric < 0.5 and holds_lists(values):
        return "multi", message("Several answers in one cell")
    if all(normal(text) in _words()["yes_no"]["exact"] for text in values):
        return "demographic", message("Yes or no")
    if numeric > 0.8:
        if says("demographic", profile.text) and len(values) <= 12:
            return "demographic", message("Groups respondents")
        return "other", message("Numbers that are no scale")
    average = sum(len(text) * n for text, n in values.items()) / total
    repeats = total / max(1, len(values))
    if (
        profile.sampled
        or (repeats < 2 and (average > LONG or len(values) > 12))
        or (average > 60 and repeats < 3)
    ):
        return (
            ("comment", message("Written answers"))
            if average > 8
            else ("other", message("Too many different texts to group by"))
        )
    if len(values) > 80 or (repeats < 1.3 and len(values) > 5):
        return (
            ("comment", message("Written answers"))
            if average > 12
            else ("other", message("Too many different texts to group by"))
        )
    if len(values) == 1 and total < rows:
        return "multi", message("One option of a question with several answers")
    return "demographic", message("Groups respondents")


# --- Items ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A grid whose labels can be read in more than one way; `chosen` first."""

    columns: tuple[int, ...]
    readings: tuple[Reading, ...]


def text_items(profiles: Sequence[Profile]) -> tuple[dict[int, Reading], list[Question]]:
    """The columns that hold label answers, each with its reading; the labels of a grid are read
    together.
    """
    profiles = [p for p in profiles if p.header and len(p.values) <= 60 and not p.sampled]
    alone = {p.head.column: found for p in profiles if (found := readings(p.values))}
    alone |= _coded([p for p in profiles if p.head.column not in alone])
    known = {p.head.column: p for p in profiles}
    lone = [p for p in profiles if p.head.column not in alone and _part_of_a_scale(p)]
    chosen: dict[int, Reading] = {}
    questions: list[Question] = []
    for group in _grids([known[c] for c in sorted([*alone, *(p.head.column for p in lone)])], alone):
        together: Counter[str] = Counter()
        for p in group:
            together.update(p.values)
        found = readings(together)
        explained = [r[0].explained for p in group if (r := alone.get(p.head.column))]
        if found and found[0].explained >= min(explained, default=1.0) - 0.05:
            for p in group:
                chosen[p.head.column] = replace(
                    found[0], codes={label: found[0].codes[label] for label in p.values}
                )
            if len(found) > 1:
                questions.append(Question(tuple(p.head.column for p in group), found))
            continue
        for p in group:
            if p.head.column in alone:
                chosen[p.head.column] = alone[p.head.column][0]
                if len(alone[p.head.column]) > 1:
                    questions.append(Question((p.head.column,), alone[p.head.column]))
    return chosen, questions


def _coded(profiles: Sequence[Profile]) -> dict[int, tuple[Reading, ...]]:
    """Neighbouring columns answered in codes (A1 … A5), as exports in short form have them: read
    either way up, so asked.
    """
    found = {p.head.column: p for p in profiles if p.values and _codes(p.values)}
    together: dict[str, int] = {}
    for p in found.values():
        together |= _codes(p.values)
    if len(found) < 2 or len(set(together.values())) < 3 or len({label[0] for label in together}) > 1:
        return {}
    high = max(together.values())
    up = {
        p: {text: _codes(q.values).get(text, NOT_APPLICABLE) for text in q.values} for p, q in found.items()
    }
    scale = Scale(f"1-{high}", tuple(range(1, high + 1)), (), "numbers")
    down = {p: {text: high + 1 - n if n > 0 else n for text, n in codes.items()} for p, codes in up.items()}
    return {p: (Reading(scale, up[p]), Reading(scale, down[p])) for p in found}


def _codes(values: Mapping[str, int]) -> dict[str, int]:
    """The numbers of answer codes like A1 or AO02; empty where any other answer (but one that
    declines) is among them.
    """
    found = {text: int(match[1]) for text in values if (match := re.fullmatch(r"AO?0*([1-9]|10)", text))}
    return found if all(text in found or is_not_applicable(text) for text in values) else {}


def _part_of_a_scale(profile: Profile) -> bool:
    """Whether the answers are labels of some family, too few to tell which: an item only beside
    others of its grid.
    """
    texts = {text: n for text, n in profile.values.items() if not is_not_applicable(text)}
    if len(texts) <= 1:
        return bool(profile.values) and all(polarity(text) is not None for text in texts)
    known = [n for text, n in texts.items() if polarity(text) is not None]
    return len(known) > 1 and sum(known) > (1 - TOLERATED) * sum(texts.values())


def _grids(profiles: list[Profile], alone: Mapping[int, tuple[Reading, ...]]) -> list[list[Profile]]:
    """Columns that were answered on the same scale: neighbours of which one reading explains all
    labels that their own do.
    """
    groups: list[list[Profile]] = []
    labels: list[Counter[str]] = []
    for p in profiles:
        if groups and _joins(p, groups[-1], labels[-1], alone):
            groups[-1].append(p)
            labels[-1].update(p.values)
        else:
            groups.append([p])
            labels.append(Counter(p.values))
    return [group for group in groups if len(group) > 1 or group[0].head.column in alone]


def _joins(
    p: Profile, group: list[Profile], labels: Counter[str], alone: Mapping[int, tuple[Reading, ...]]
) -> bool:
    near = p.head.column - group[-1].head.column <= 2 or (
        p.aspect is not None and p.aspect == group[-1].aspect
    )
    if not near:
        return False
    if all(text in labels or is_not_applicable(text) for text in p.values) and any(
        text in labels for text in p.values
    ):
        return True
    together = readings(labels + Counter(p.values))
    unexplained = sum(
        _unexplained(alone[q.head.column][0], q.values) for q in [*group, p] if q.head.column in alone
    )
    return bool(together) and _unexplained(together[0], labels + Counter(p.values)) <= unexplained


def _unexplained(reading: Reading, values: Mapping[str, int]) -> int:
    return sum(n for text, n in values.items() if reading.codes[text] == UNRECOGNISED)
