"""Every sentence the reader can say about a workbook: what is wrong, and what to do about it."""

from __future__ import annotations

from analytics.words import Message, Problem, message


class Refused(Exception):
    """A workbook that can't be read, with the sentence that says why."""

    def __init__(self, problem: Problem, *, needs_password: bool = False) -> None:
        super().__init__(problem.problem.text)
        self.problem = problem
        self.needs_password = needs_password


def _save_again() -> Message:
    return message("Open it in Excel or LibreOffice, save it as .xlsx, and upload it again.")


def _copy_again() -> Message:
    return message(
        "Copy or download the file again from where it came, check that it opens, and upload it again."
    )


def missing(name: str) -> Problem:
    return Problem(
        message("{workbook} can't be found.", workbook=name),
        message("Check the name and the folder, and try again."),
    )


def not_allowed(name: str) -> Problem:
    return Problem(
        message(
            "{workbook} can't be opened: it is a folder, or this account may not read it.", workbook=name
        ),
        message("Choose the workbook itself, or copy it to a folder of your own, and try again."),
    )


def empty_file(name: str) -> Problem:
    return Problem(message("{workbook} is an empty file of 0 bytes.", workbook=name), _copy_again())


def nothing_in_it(name: str) -> Problem:
    return Problem(
        message("{workbook} opens, but no sheet of it has a cell with anything in it.", workbook=name),
        message("Check that it is the right file, with its data in cells and not in a picture."),
    )


def no_data_sheet(name: str) -> Problem:
    return Problem(
        message("{workbook} holds only charts or macros and no sheet with cells.", workbook=name),
        message("Put the data on a worksheet, save it as .xlsx, and upload it again."),
    )


def damaged(name: str) -> Problem:
    return Problem(
        message("{workbook} is damaged and none of the readers can open it.", workbook=name), _save_again()
    )


def cut_short(name: str) -> Problem:
    return Problem(
        message("{workbook} is incomplete: part of the file is missing or changed.", workbook=name),
        _copy_again(),
    )


def other_kind(name: str, kind: str) -> Problem:
    """`kind` is a proper name that needs no translation, such as "PDF" or "Word (.docx)"."""
    return Problem(
        message("{workbook} is not a workbook; its content is {kind}.", workbook=name, kind=kind),
        message("Upload the spreadsheet that the data is in, as .xlsx, .xls, .ods or .csv."),
    )


def unknown_kind(name: str) -> Problem:
    return Problem(
        message(
            "{workbook} is not a workbook: its content is neither a spreadsheet nor text.", workbook=name
        ),
        message("Upload the spreadsheet that the data is in, as .xlsx, .xls, .ods or .csv."),
    )


def unsupported(name: str, program: str) -> Problem:
    return Problem(
        message(
            "{workbook} was made by {program}, a format that can't be read here.",
            workbook=name,
            program=program,
        ),
        message(
            "Open it in {program} or LibreOffice, export it as Excel (.xlsx), and upload that.",
            program=program,
        ),
    )


def page_without_table(name: str) -> Problem:
    return Problem(
        message("{workbook} is a web page without a table in it.", workbook=name),
        message("Download it again while signed in; or open it in Excel and save it as .xlsx."),
    )


def password(name: str) -> Problem:
    return Problem(
        message("{workbook} is protected by a password.", workbook=name),
        message("Type the password to read it, or remove it in Excel under File > Info and upload it again."),
    )


def wrong_password(name: str) -> Problem:
    return Problem(
        message("The password given does not open {workbook}.", workbook=name),
        message("Type it again, minding capital letters and the keyboard language."),
    )


def rights_managed(name: str) -> Problem:
    return Problem(
        message("{workbook} is locked by the rights management of an organisation.", workbook=name),
        message("Ask its owner for a copy without restrictions, saved as .xlsx, and upload that."),
    )


def unknown_lock(name: str) -> Problem:
    return Problem(
        message("{workbook} is locked in a way that can't be opened here.", workbook=name),
        message("Open it in its own program, take the protection off, save it as .xlsx, and upload that."),
    )


def zip_locked(name: str) -> Problem:
    return Problem(
        message("{workbook} is a zip whose content is locked by a password.", workbook=name),
        message("Unpack it with its password and upload the workbook inside."),
    )


def zip_without_workbook(name: str) -> Problem:
    return Problem(
        message("{workbook} is a zip with no workbook or CSV inside.", workbook=name),
        message("Unpack it and upload the spreadsheet that the data is in."),
    )


def zip_of_workbooks(name: str, n: int) -> Problem:
    return Problem(
        message("{workbook} is a zip with {n} workbooks inside.", workbook=name, n=n),
        message("Unpack it and upload the workbooks themselves; several at once is fine."),
    )


def swells(name: str, megabytes: int) -> Problem:
    return Problem(
        message(
            "{workbook} would unpack to {megabytes} MB, more than a workbook of its size ever needs.",
            workbook=name,
            megabytes=megabytes,
        ),
        message("Copy only the cells with data into a new workbook, save it as .xlsx, and upload that."),
    )


def too_many_parts(name: str, n: int) -> Problem:
    return Problem(
        message(
            "{workbook} is packed from {n} {n:part|parts}, more than a workbook ever has.", workbook=name, n=n
        ),
        message("Copy only the cells with data into a new workbook, save it as .xlsx, and upload that."),
    )


def expands(name: str) -> Problem:
    return Problem(
        message(
            "{workbook} contains definitions that grow when read, which no spreadsheet program writes.",
            workbook=name,
        ),
        _save_again(),
    )


def too_many_cells(name: str, sheet: str, rows: int, columns: int) -> Problem:
    return Problem(
        message(
            "Sheet {sheet} of {workbook} reaches over {rows} {rows:row|rows} and {columns} "
            "{columns:column|columns}, too many to read.",
            workbook=name,
            sheet=sheet,
            rows=rows,
            columns=columns,
        ),
        message("Delete the stray cells far right and far below, or split the sheet, and upload it again."),
        sheet=sheet,
    )


def too_slow(name: str, seconds: int) -> Problem:
    return Problem(
        message(
            "{workbook} could not be read within {seconds} {seconds:second|seconds}.",
            workbook=name,
            seconds=seconds,
        ),
        message("Copy only the sheet with the data into a new workbook, save it as .xlsx, and upload that."),
    )


def too_large(name: str, megabytes: int) -> Problem:
    return Problem(
        message(
            "{workbook} needs more than {megabytes} MB of memory to be read.",
            workbook=name,
            megabytes=megabytes,
        ),
        message("Copy only the sheet with the data into a new workbook, save it as .xlsx, and upload that."),
    )


def second_reader(name: str, reader: str) -> Problem:
    return Problem(
        message(
            "{workbook} is slightly damaged; it was read with the second reader, {reader}.",
            workbook=name,
            reader=reader,
        ),
        message("Compare some figures with the workbook; to be sure, save it again as .xlsx."),
        severity="note",
    )


def sheet_unreadable(name: str, sheet: str) -> Problem:
    return Problem(
        message(
            "Sheet {sheet} of {workbook} is damaged and was left out; the other sheets were read.",
            workbook=name,
            sheet=sheet,
        ),
        _save_again(),
        sheet=sheet,
    )


def error_cells(sheet: str, row: int, column: int, value: str, n: int) -> Problem:
    return Problem(
        message(
            "Sheet {sheet} has cells that show an error of a formula ({n}); the first is shown here.",
            n=n,
            sheet=sheet,
        ),
        message("Correct the formula in Excel; until then these cells count as unrecognised."),
        sheet=sheet,
        row=row,
        column=column,
        value=value,
        severity="note",
    )


def bytes_replaced(name: str, n: int) -> Problem:
    return Problem(
        message(
            "Some characters of {workbook} are broken ({n}) and are shown as \ufffd.", workbook=name, n=n
        ),
        message("Export the file again as CSV UTF-8, or as .xlsx."),
        severity="note",
    )


def guessed_encoding(name: str, encoding: str) -> Problem:
    return Problem(
        message(
            "{workbook} does not say how its letters are coded; it was read as {encoding}.",
            workbook=name,
            encoding=encoding,
        ),
        message("If letters look wrong, export the file again as CSV UTF-8, or as .xlsx."),
        severity="note",
    )


def unclosed_quote(name: str, row: int) -> Problem:
    return Problem(
        message(
            "{workbook} has a quotation mark that is never closed; quotation marks were read as plain text.",
            workbook=name,
        ),
        message("Check this row for a stray quotation mark."),
        row=row,
        severity="note",
    )
