"""The evidence bundle as .zip: documents, the data they rest on, a manifest, a page to open offline."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from analytics.assessment import Assessment
from analytics.history import Change, history_csv
from analytics.reports.content import (
    Table,
    headline,
    level_table,
    project_counts,
    project_table,
    settings,
    source_table,
)
from analytics.reports.methods import Paragraph, Section
from analytics.reports.official_form import official_form
from analytics.reports.package import legal
from analytics.reports.ratings import base_tables, rating_tables, survey_notes
from analytics.reports.supplements import aspect_note, aspect_table, head, supplements
from analytics.wordings import Passage, originals
from analytics.words import NONE, Words, message

# What tells a bundle from any other zip, in its manifest.
MARKER, VERSION = "saisaat-bundle", 1
DATA_NOTE = message(
    "The files in data/ hold what the figures were counted from. Personal columns and those that group "
    "respondents are empty, and responses are sorted, so that small groups can't be worked out."
).text
LONGEST_NAME = 80  # characters of a file's name in the bundle
# Names that Windows keeps for devices, whatever their ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+')


@dataclass(frozen=True)
class SourceSheet:
    """A sheet that was read, as CSV, without personal columns."""

    workbook: str
    sheet: str
    csv: bytes


def bundle(
    assessment: Assessment,
    words: Words,
    documents: Mapping[str, bytes],
    sheets: Sequence[SourceSheet] = (),
    failed: Mapping[str, str] | None = None,
    attached: Mapping[str, bytes] | None = None,
    history: Sequence[Change] = (),
    *,
    told: Sequence[Passage] | None = None,
    methods: Sequence[Section] = (),
) -> bytes:
    """The bundle of an assessment as .zip.

    `documents`: kind ("xlsx", "docx", …) → bytes; `failed`: kind → why it could not be made; `attached`:
    SHA-256 → the file of that evidence, which gets the name it was registered with, made safe; `history`: the
    trail of changes, the latest first, which becomes history.csv; `told`: the text of the findings, by
    default the program's own sentences; `methods`: how the figures are worked out. manifest.json
    names every file with its size and SHA-256, and the workbooks that the assessment rests on. index.html is
    complete in itself and asks nothing of the network. The same input gives the same bytes.
    """
    files = {f"saisaat-{assessment.fiscal_year}.{kind}": content for kind, content in documents.items()}
    for sheet in sheets:
        files[_free(f"data/{safe_name(sheet.workbook)}", f"{safe_name(sheet.sheet)}.csv", files)] = sheet.csv
    places: dict[str, str] = {}
    for entry in assessment.facts.evidence:
        content = (attached or {}).get(entry.sha256 or "")
        if content is not None and entry.sha256 and entry.sha256 not in places:
            place = _free("evidence", safe_name(entry.file_name or entry.title), files)
            files[place], places[entry.sha256] = content, place
    if history:
        files["history.csv"] = history_csv(history, words)
    missing = dict(failed or {})
    files["index.html"] = _page(
        assessment,
        words,
        files,
        missing,
        places,
        originals(assessment, words) if told is None else told,
        methods,
    ).encode()
    listed = _manifest(assessment, words, files, missing, places)
    manifest = json.dumps(listed, ensure_ascii=False, indent=1)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in {**files, "manifest.json": manifest.encode()}.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            stored = name.rsplit(".", 1)[-1] in ("xlsx", "docx", "pptx", "pdf")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return file.getvalue()


def safe_name(name: str) -> str:
    """A name that every system can hold, its ending kept."""
    plain = _UNFIT.sub("_", unicodedata.normalize("NFC", name)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        plain = f"{stem[: LONGEST_NAME - 1 - len(ending)].rstrip('. ')}.{ending}"
    plain = plain[:LONGEST_NAME].strip(". ") or "_"
    return f"_{plain}" if _DEVICE.fullmatch(plain) else plain


def _free(folder: str, name: str, taken: Mapping[str, bytes]) -> str:
    """A place of its own for a file; systems that take capitals for small letters are thought of."""
    known = {path.casefold() for path in taken}
    stem, dot, ending = name.rpartition(".")
    path, number = f"{folder}/{name}", 1
    while path.casefold() in known:
        number += 1
        path = f"{folder}/{stem} {number}.{ending}" if dot else f"{folder}/{name} {number}"
    return path


def _manifest(
    assessment: Assessment,
    words: Words,
    files: Mapping[str, bytes],
    failed: Mapping[str, str],
    places: Mapping[str, str],
) -> dict[str, Any]:
    score, made_on = assessment.score, assessment.made_on
    return {
        "kind": MARKER,
        "version": VERSION,
        "title": legal(official_form(assessment, words).titles[0]),
        "unit": legal(assessment.unit),
        "fiscal_year": assessment.fiscal_year,
        "made_on": None if made_on is None else made_on.isoformat(),
        "language": words.language,
        "digits": words.digits,
        "rubric": assessment.rubric.id,
        "rubric_version": assessment.rubric.version,
        "band_scheme": assessment.band_scheme,
        "score": score.score,
        "projected": score.projected,
        "maximum": score.maximum,
        "respondents": [
            {"survey": legal(survey.title), "n": survey.tally.respondents} for survey in assessment.surveys
        ],
        "sources": [
            {
                "workbook": legal(source.workbook),
                "sha256": source.sha256,
                "rows": {legal(sheet): rows for sheet, rows in source.rows},
            }
            for source in assessment.sources
        ],
        "evidence": [
            {
                "title": legal(entry.title),
                "effective": None if entry.effective is None else entry.effective.isoformat(),
                "link": None if entry.link is None else legal(entry.link),
                "sha256": entry.sha256,
                "path": places.get(entry.sha256 or ""),
            }
            for entry in assessment.facts.evidence
        ],
        "files": [
            {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in files.items()
        ],
        "failed": [{"format": kind, "reason": legal(reason)} for kind, reason in failed.items()],
    }


def _page(
    assessment: Assessment,
    words: Words,
    files: Mapping[str, bytes],
    failed: Mapping[str, str],
    places: Mapping[str, str],
    told: Sequence[Passage],
    methods: Sequence[Section],
) -> str:
    form = official_form(assessment, words)
    links = []
    for path, content in files.items():
        size = words("{n} {n:byte|bytes}", n=len(content))
        links.append(f'<li><a href="{_link(path)}">{_html(path)}</a> ({_html(size)})</li>')
    links += [f"<li>{_html(kind)}: {_html(reason)}</li>" for kind, reason in failed.items()]
    parts = [
        f"<h1>{_html(form.titles[0])}</h1>",
        *(f"<p>{_html(title)}</p>" for title in form.titles[1:]),
        f"<p class=score>{_html(headline(assessment, words))}</p>",
        _heading(words("Files in this bundle")),
        f"<ul>{''.join(links)}</ul>",
        *([f"<p>{_html(words(DATA_NOTE))}</p>"] if any(path.startswith("data/") for path in files) else ()),
        _heading(words("Form")),
        _rows(form.header, [row.cells for row in form.rows]),
        _heading(words("Why each level counts or not")),
        _table(level_table(assessment, words), words),
        *_evidence(assessment, words, places),
        _heading(words("Summary of findings")),
    ]
    for passage in told:
        parts.append(f"<h3>{_html(passage.heading)}</h3>" if passage.heading else "")
        parts.append(f"<p>{_html(passage.text)}</p>")
    for survey in assessment.surveys:
        parts.append(_heading(words("Satisfaction: {title}", title=survey.title)))
        parts += [f"<p>{_html(note)}</p>" for note in survey_notes(survey, words)]
        for table in rating_tables(survey, assessment.band_scheme, words):
            columns = (words("List of items"), *table.point_names(words))
            columns += (words("Raters"), "x̄", "S.D.", words("Meaning"))
            rows = [
                [
                    row.text if row.number is None else f"{words.plain(row.number)}. {row.text}",
                    *(
                        f"{n.text(words)} ({share.text(words)})"
                        for n, share in zip(row.counts, row.shares, strict=True)
                    ),
                    *(end.text(words) for end in row.ends),
                ]
                for row in table.rows
            ]
            parts.append(_rows(columns, rows) + "".join(f"<p>{_html(line)}</p>" for line in table.legend))
        parts += [_table(table, words) for table in base_tables(survey, words)]
        aspects = aspect_table(survey, assessment.band_scheme, words)
        if aspects is not None:
            parts.append(_heading(words("Aspects, with both kinds of mean")))
            parts.append(f"<p>{_html(aspect_note(words))}</p>{_table(aspects, words)}")
        for each in supplements(survey, words):
            asked, *said = head(each)
            parts.append(_heading(asked) + "".join(f"<p>{_html(line)}</p>" for line in said))
            parts.append(_table(each.table, words))
    parts += [
        _heading(words("Projects")),
        f"<p>{_html(project_counts(assessment, words))}</p>",
        _table(project_table(assessment, words), words),
        _heading(words("Where the figures come from")),
        _rows((), [(label, cell.text(words)) for label, cell in settings(assessment, words)]),
        _table(source_table(assessment, words), words),
        *([_heading(words("How the figures are worked out"))] if methods else ()),
        *(_method(section) for section in methods),
    ]
    return _FRAME.format(
        language=words.language, title=_html(form.titles[0] or words("Report")), body="\n".join(parts)
    )


def _evidence(assessment: Assessment, words: Words, places: Mapping[str, str]) -> list[str]:
    """The evidence register, with links to the files in the bundle."""
    facts = assessment.facts
    if not facts.evidence:
        return []
    columns = (words("Evidence"), words("Levels"), words("Date of effect"), words("File or link"))
    head = "".join(f'<th scope="col">{_html(column)}</th>' for column in columns)
    rows = []
    for entry in facts.evidence:
        place = places.get(entry.sha256 or "")
        served = [
            v.level.level for v in assessment.score.verdicts if entry in facts.evidence_for(v.level.level)
        ]
        levels = ", ".join(words.plain(level) for level in served or entry.levels) or NONE
        where = f'<a href="{_link(place)}">{_html(place)}</a>' if place else _html(entry.link or NONE)
        texts = (_html(entry.title), _html(levels), _html(words.date(entry.effective)), where)
        rows.append(f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>")
    table = f"<div><table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    return [_heading(words("Evidence register")), table]


def _method(section: Section) -> str:
    """A section on how figures are worked out."""
    parts = [f"<h3>{_html(section.title)}</h3>"] if section.title else []
    points = False
    for block in section.blocks:
        point = isinstance(block, Paragraph) and block.point
        if point != points:
            parts.append("<ul>" if point else "</ul>")
            points = point
        if isinstance(block, Paragraph):
            said = "".join(
                f"<strong>{_html(run.text)}</strong>" if run.bold else _html(run.text) for run in block.runs
            )
            parts.append(f"<li>{said}</li>" if point else f"<p>{said}</p>")
        else:
            parts.append(_rows(block.columns, block.rows))
    return "".join([*parts, "</ul>" if points else ""])


def _link(path: str) -> str:
    """The path as a link holds it: what is no plain letter, digit or mark as its bytes."""
    plain = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/"
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in path.encode())


def _table(table: Table, words: Words) -> str:
    return _rows(table.columns, [[cell.text(words) for cell in row] for row in table.rows])


def _rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{_html(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>" for row in rows)
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<div><table>{top}<tbody>{body}</tbody></table></div>"


def _heading(text: str) -> str:
    return f"<h2>{_html(text)}</h2>"


def _html(text: str) -> str:
    return escape(legal(text)).replace("\n", "<br>")


_FRAME = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.6 Sarabun, "TH Sarabun New", "Leelawadee UI", Thonburi, sans-serif; color: #1c2b2a;
  max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ color: #01665e; line-height: 1.35; }}
.score {{ font-size: 1.5rem; font-weight: 700; }}
div {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: 0.9rem; }}
th, td {{ border: 1px solid #7f7f7f; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; min-width: 4rem; }}
th {{ background: #e3f1ef; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
