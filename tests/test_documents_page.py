"""The report page: which documents are made, their downloads, and one that fails."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import message
from tests.walking import click, go
from ui import making
from ui.making import NotMade


def report(app: AppTest) -> AppTest:
    """The report page of the sample."""
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    return go(app, "report")


def downloads(app: AppTest) -> list[str]:
    """The downloads of what was made; examples of forms are there at any time."""
    labels = [button.label for button in app.get("download_button")]
    return [label for label in labels if not label.startswith("ตัวอย่างแบบฟอร์ม")]


def test_at_first_only_the_summary_sheet_and_then_what_is_chosen(app: AppTest) -> None:
    assert downloads(report(app)) == ["ดาวน์โหลดแบบสรุปผล (.xlsx)"]
    app.button_group(key="documents").set_value(["pdf", "xlsx"]).run()
    assert not app.exception
    assert downloads(app) == ["ดาวน์โหลดแบบสรุปผล (.xlsx)", "ดาวน์โหลดรายงานสำหรับพิมพ์ (.pdf)"]
    go(app, "overview")
    assert len(downloads(go(app, "report"))) == 2  # chosen for the whole visit
    app.button_group(key="documents").set_value([]).run()
    assert not app.exception and downloads(app) == []


def test_the_report_for_word_stands_as_it_is_asked_to(app: AppTest) -> None:
    def orientations() -> list[str]:
        return [group.key for group in app.button_group if group.key == "orientation"]

    report(app)
    assert orientations() == []  # nothing to ask while it is not wanted
    app.button_group(key="documents").set_value(["docx"]).run()
    assert orientations() == ["orientation"]
    made: list[Any] = []
    whole = making.make

    def seen(kind: Any, *given: Any, **more: Any) -> bytes:
        made.append((kind, more["orientation"]))
        return whole(kind, *given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "make", seen)
        app.button_group(key="orientation").set_value("portrait").run()
    assert not app.exception
    assert made == [("docx", "portrait")]
    assert downloads(app) == ["ดาวน์โหลดรายงานสำหรับ Word (.docx)"]


def test_a_document_that_fails_says_so_and_the_others_are_there(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = making.make
    asked: list[str] = []

    def failing(kind: Any, *given: Any, **more: Any) -> bytes:
        asked.append(kind)
        if kind == "pptx":
            raise NotMade(message("It took longer than {n} seconds", n=120))
        return whole(kind, *given, **more)

    monkeypatch.setattr(making, "make", failing)
    report(app)
    app.button_group(key="documents").set_value(["docx", "pptx", "zip"]).run()
    assert not app.exception
    (error,) = app.error
    text = error.value.replace("\\", "")
    assert "สไลด์สำหรับการประชุม (.pptx)" in text and "ใช้เวลานานเกิน 120 วินาที" in text
    assert len(downloads(app)) == 2
    app.run()
    made = [kind for kind in asked if kind != "pptx"]
    assert sorted(made) == ["docx", "pdf", "xlsx", "zip"]  # kept: what was made once is not made again


def form(*cells: str) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(list(cells))
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def test_a_form_of_the_office_is_filled_and_what_can_not_be_is_told(app: AppTest) -> None:
    report(app)
    (uploader,) = app.file_uploader
    uploader.set_value([("แบบ.xlsx", form("{{score}}", "{{unt}}"), "")]).run()
    assert not app.exception
    assert "ดาวน์โหลดแบบฟอร์มที่เติมข้อมูลแล้ว" in downloads(app)
    (warning,) = [each.value.replace("\\", "") for each in app.warning]
    assert "เซลล์ B1" in warning and "{{unt}}" in warning and "{{unit}}" in warning
    (uploader,) = app.file_uploader
    uploader.set_value([("แบบ.xlsx", form("score"), "")]).run()
    assert not app.exception
    (error,) = [each.value.replace("\\", "") for each in app.error]
    assert "แบบ.xlsx: ไม่พบเครื่องหมายอย่าง {{unit}} ในแบบฟอร์มนี้" in error
    assert "ดาวน์โหลดแบบฟอร์มที่เติมข้อมูลแล้ว" not in downloads(app)
