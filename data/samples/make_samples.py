"""Write the sample workbooks and the blank templates.

    python -m data.samples.make_samples [--out DIR]

Without ``--out`` the committed files beside this script are written again, with the same bytes.
"""

import argparse
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.samples import form, projects, survey
from data.samples.sheets import (
    FONT,
    add_sheet,
    fit_height,
    new_workbook,
    save,
    write_cell,
    write_header,
    write_titles,
)

_PROJECT_WIDTHS = (9, 58, 19, 30, 24, 30, 30, 38, 34)
_FORM_WIDTHS = (17, 50, 46, 46, 38)
_SURVEY_SIZE = 14
_MOMENT = "d/m/yyyy, h:mm:ss"
_TEMPLATE_ROWS = 500

_SURVEY_NOTES = (
    ("วิธีกรอก", "How to fill"),
    (
        "กรอกหนึ่งแถวต่อผู้ตอบหนึ่งคนในแผ่นงาน “แบบสำรวจ” เริ่มที่แถว 2 โดยไม่ลบแถวหัวตาราง",
        "One row for each respondent in the sheet “แบบสำรวจ”, from row 2. Keep the header row.",
    ),
    (
        "แต่ละข้อเลือกคำตอบจากรายการ: มากที่สุด มาก ปานกลาง น้อย น้อยที่สุด",
        "Choose each answer from the list: มากที่สุด (5) มาก (4) ปานกลาง (3) น้อย (2) น้อยที่สุด (1).",
    ),
    (
        "ผู้ตอบที่ไม่เคยใช้บริการเรื่องนั้นให้เลือก “ไม่เคยใช้บริการ” ส่วนข้อที่ไม่ได้ตอบให้เว้นว่าง ไม่ต้องใส่ 0 หรือขีด",
        (
            "Choose “ไม่เคยใช้บริการ” where the respondent never used the service. "
            "Leave an unanswered item empty: no 0, no dash."
        ),
    ),
    (
        "เปลี่ยนหรือเพิ่มข้อคำถามได้ โดยเขียนหัวตารางเป็น ด้าน [ข้อคำถาม] ให้เหมือนกันทุกข้อ",
        "Items may be changed or added: keep the header in the form aspect [item].",
    ),
    (
        "ไม่ต้องเก็บชื่อ เลขประจำตัวประชาชน เบอร์โทรศัพท์ หรืออีเมลของผู้ตอบ",
        "Do not collect names, citizen numbers, phone numbers or e-mail addresses.",
    ),
    (
        "ไม่ต้องใส่แถวรวมหรือค่าเฉลี่ย ระบบคำนวณให้",
        "No total or mean rows: the system works them out.",
    ),
)


def write_all(folder: Path) -> tuple[Path, ...]:
    """Write samples to ``folder/samples`` and templates to ``folder/templates``; the paths written."""
    writers = {
        "samples/survey-2561.xlsx": _write_survey,
        "samples/projects-2561.xlsx": _write_projects,
        "samples/form-2561.xlsx": _write_form,
        "templates/survey-template.xlsx": _write_survey_template,
        "templates/projects-template.xlsx": _write_projects_template,
        "templates/form-template.xlsx": _write_form_template,
    }
    for name, write in writers.items():
        write(folder / name)
    return tuple(folder / name for name in writers)


def _write_survey(path: Path) -> None:
    workbook = new_workbook("แบบสำรวจความพึงพอใจผู้รับบริการข้อมูล จปฐ. และ กชช. ๒ค ปี ๒๕๖๑")
    sheet = add_sheet(workbook, "การตอบแบบฟอร์ม 1", _survey_widths(survey.HEADER), pages_wide=4)
    write_header(sheet, survey.HEADER, _SURVEY_SIZE)
    sheet.freeze_panes = "B2"
    for number, answers in enumerate(survey.respondents(), start=2):
        for column, answer in enumerate(answers, start=1):
            cell = sheet.cell(number, column)
            write_cell(cell, answer, _SURVEY_SIZE, centre=column == 1)
            if isinstance(answer, datetime):
                cell.number_format = _MOMENT
        fit_height(sheet, number, _SURVEY_SIZE)
    save(workbook, path)


def _write_projects(path: Path) -> None:
    workbook = new_workbook("ทะเบียนโครงการ/กิจกรรม ปีงบประมาณ พ.ศ. ๒๕๖๑")
    sheet = add_sheet(workbook, "ทะเบียนโครงการ 2561", _PROJECT_WIDTHS)
    write_titles(sheet, projects.TITLES, len(projects.HEADER))
    _write_money_unit(sheet)
    write_header(sheet, projects.HEADER)
    for number, project in enumerate(projects.ROWS, start=1):
        _write_project(sheet, (number, *project))
    total = ("", projects.TOTAL_LABEL, "", "", projects.TOTAL_BUDGET, "", "", "", "")
    _write_project(sheet, total, bold=True)
    save(workbook, path)


def _write_form(path: Path) -> None:
    workbook = new_workbook(form.TITLES[0])
    _write_form_sheet(add_sheet(workbook, "แบบรายงาน", _FORM_WIDTHS), form.TITLES, form.ROWS)
    save(workbook, path)


def _write_survey_template(path: Path) -> None:
    workbook = new_workbook("แบบฟอร์มบันทึกผลสำรวจความพึงพอใจ")
    header = tuple(text for text in survey.HEADER if text != survey.EMAIL)
    sheet = add_sheet(workbook, "แบบสำรวจ", _survey_widths(header), pages_wide=4)
    write_header(sheet, header, _SURVEY_SIZE)
    sheet.freeze_panes = "B2"
    items = [column for column, text in enumerate(header, start=1) if text.endswith("]")]
    _add_choices(sheet, (*survey.LABELS, survey.NOT_USED), min(items), max(items), first_row=2)
    for column in sheet.column_dimensions.values():
        column.font = Font(name=FONT, size=_SURVEY_SIZE)
    sheet.column_dimensions["A"].number_format = _MOMENT
    notes = add_sheet(workbook, "คำอธิบาย - How to fill", (75, 75))
    write_header(notes, _SURVEY_NOTES[0])
    for row, note in enumerate(_SURVEY_NOTES[1:], start=2):
        for column, text in enumerate(note, start=1):
            write_cell(notes.cell(row, column), text)
        fit_height(notes, row)
    save(workbook, path)


def _write_projects_template(path: Path) -> None:
    workbook = new_workbook("แบบฟอร์มทะเบียนโครงการ/กิจกรรม")
    sheet = add_sheet(workbook, "ทะเบียนโครงการ", _PROJECT_WIDTHS)
    titles = ("ทะเบียนโครงการ/กิจกรรม (ชื่อหน่วยงาน)", "ประจำปีงบประมาณ พ.ศ. ....")
    write_titles(sheet, titles, len(projects.HEADER))
    _write_money_unit(sheet)
    first_row = write_header(sheet, projects.HEADER) + 1
    status = projects.HEADER.index("สถานะ") + 1
    origin = projects.HEADER.index("ที่มาของโครงการ") + 1
    _add_choices(sheet, projects.STATUSES, status, status, first_row)
    _add_choices(sheet, projects.ORIGINS, origin, origin, first_row)
    for row in range(first_row, first_row + 15):
        for column in range(1, len(projects.HEADER) + 1):
            write_cell(sheet.cell(row, column), None)
        sheet.cell(row, 5).number_format = "#,##0"
        fit_height(sheet, row)
    save(workbook, path)


def _write_form_template(path: Path) -> None:
    workbook = new_workbook(form.BLANK_TITLES[0])
    rows = [(level, criterion, "", "", "") for level, criterion, *_ in form.ROWS]
    _write_form_sheet(add_sheet(workbook, "แบบรายงาน", _FORM_WIDTHS), form.BLANK_TITLES, rows)
    save(workbook, path)


def _write_form_sheet(sheet: Worksheet, titles: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    write_titles(sheet, titles, len(form.HEADER))
    first_row = write_header(sheet, form.HEADER) + 1
    for number, texts in enumerate(rows, start=first_row):
        for column, text in enumerate(texts, start=1):
            write_cell(sheet.cell(number, column), _on_lines(text) or None, centre=column == 1)
        fit_height(sheet, number)


def _on_lines(text: str) -> str:
    """The form's words with each point of a list, and the points of a level, on a line of their own."""
    return re.sub(r" (?=-\S)|(?<=^ระดับที่ .) ", "\n", text)


def _write_project(sheet: Worksheet, values: Sequence[str | int], bold: bool = False) -> None:
    row = sheet.max_row + 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        write_cell(cell, None if value == "" else value, centre=column in (1, 3, 6), bold=bold)
        if column == 5:
            cell.number_format = "#,##0"
            cell.alignment = Alignment(horizontal="right", vertical="top")
    fit_height(sheet, row)


def _write_money_unit(sheet: Worksheet) -> None:
    row = sheet.max_row + 1
    columns = len(projects.HEADER)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    cell = sheet.cell(row, 1, projects.UNIT)
    cell.font = Font(name=FONT, size=16)
    cell.alignment = Alignment(horizontal="right")
    sheet.row_dimensions[row].height = 26


def _add_choices(
    sheet: Worksheet, choices: Sequence[str], first_column: int, last_column: int, first_row: int
) -> None:
    """A drop-down list under a block of columns; other text is allowed after a warning."""
    validation = DataValidation(
        "list", formula1='"' + ",".join(choices) + '"', allow_blank=True, errorStyle="warning"
    )
    validation.errorTitle = "คำตอบไม่อยู่ในรายการ"
    validation.error = "เลือกจากรายการ / Choose from the list"
    first, last = sheet.cell(first_row, first_column), sheet.cell(first_row + _TEMPLATE_ROWS - 1, last_column)
    validation.add(f"{first.coordinate}:{last.coordinate}")
    sheet.add_data_validation(validation)


def _survey_widths(header: Sequence[str]) -> list[float]:
    widths = {survey.TIMESTAMP: 26.0, survey.EMAIL: 32.0, survey.COMMENT: 80.0}
    return [widths.get(text, 34.0) for text in header]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the sample workbooks and the blank templates.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent, help="folder to write to")
    for written in write_all(parser.parse_args().out):
        print(written)
