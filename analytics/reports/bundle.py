"""The evidence bundle as .zip: documents, the data they rest on, a manifest, a page to open offline."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from analytics.assessment import Assessment
from analytics.reports.content import (
    Table,
    headline,
    level_table,
    method,
    project_counts,
    project_table,
    settings,
    source_table,
)
from analytics.reports.official_form import official_form
from analytics.reports.package import legal
from analytics.reports.ratings import rating_tables, survey_note
from analytics.words import Words

LONGEST_NAME = 80  # characters of a file's name in the bundle
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
) -> bytes:
    """The bundle of an assessment as .zip.

    `documents`: kind ("xlsx", "docx", …) → bytes; `failed`: kind → why it could not be made. manifest.json
    names every file with its size and SHA-256, and the workbooks that the assessment rests on. index.html is
    complete in itself and asks nothing of the network. The same input gives the same bytes.
    """
    files = {f"saisaat-{assessment.fiscal_year}.{kind}": content for kind, content in documents.items()}
    for sheet in sheets:
        files[_path(sheet, files)] = sheet.csv
    missing = dict(failed or {})
    files["index.html"] = _page(assessment, words, files, missing).encode()
    manifest = json.dumps(_manifest(assessment, words, files, missing), ensure_ascii=False, indent=1)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in {**files, "manifest.json": manifest.encode()}.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            stored = name.rsplit(".", 1)[-1] in ("xlsx", "docx", "pptx", "pdf")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return file.getvalue()


def _path(sheet: SourceSheet, taken: Mapping[str, bytes]) -> str:
    """A place of its own for a sheet, by names that every system can hold."""
    folder, name = (
        _UNFIT.sub("_", part).strip(". ")[:LONGEST_NAME] or "_" for part in (sheet.workbook, sheet.sheet)
    )
    path, number = f"data/{folder}/{name}.csv", 1
    while path in taken:
        number += 1
        path = f"data/{folder}/{name} {number}.csv"
    return path


def _manifest(
    assessment: Assessment, words: Words, files: Mapping[str, bytes], failed: Mapping[str, str]
) -> dict[str, Any]:
    score, made_on = assessment.score, assessment.made_on
    return {
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
        "files": [
            {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in files.items()
        ],
        "failed": [{"format": kind, "reason": legal(reason)} for kind, reason in failed.items()],
    }


def _page(assessment: Assessment, words: Words, files: Mapping[str, bytes], failed: Mapping[str, str]) -> str:
    form = official_form(assessment, words)
    links = []
    for path, content in files.items():
        size = words("{n} bytes", n=len(content))
        links.append(f'<li><a href="{_link(path)}">{_html(path)}</a> ({_html(size)})</li>')
    links += [f"<li>{_html(kind)}: {_html(reason)}</li>" for kind, reason in failed.items()]
    parts = [
        f"<h1>{_html(form.titles[0])}</h1>",
        *(f"<p>{_html(title)}</p>" for title in form.titles[1:]),
        f"<p class=score>{_html(headline(assessment, words))}</p>",
        _heading(words("Files in this bundle")),
        f"<ul>{''.join(links)}</ul>",
        _heading(words("Form")),
        _rows(form.header, [row.cells for row in form.rows]),
        _heading(words("Why each level counts or not")),
        _table(level_table(assessment, words), words),
    ]
    for survey in assessment.surveys:
        parts.append(_heading(words("Satisfaction: {title}", title=survey.title)))
        parts.append(f"<p>{_html(survey_note(survey, words))}</p>")
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
    parts += [
        _heading(words("Projects")),
        f"<p>{_html(project_counts(assessment, words))}</p>",
        _table(project_table(assessment, words), words),
        _heading(words("Where the figures come from")),
        _rows((), [(label, cell.text(words)) for label, cell in settings(assessment, words)]),
        _table(source_table(assessment, words), words),
        _heading(words("How the figures are worked out")),
        *(f"<p>{_html(line)}</p>" for line in method(words)),
    ]
    return _FRAME.format(
        language=words.language, title=_html(form.titles[0] or words("Report")), body="\n".join(parts)
    )


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
