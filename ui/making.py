"""Documents are made in a process of their own, so that one that takes long, or fails, holds nobody up.

The process is started as `python -m ui.making` and not through multiprocessing, whose children run the
parent's main script again: under `streamlit run` that is the whole app. It is kept for the next document.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import TypeAdapter

from analytics.assessment import Assessment
from analytics.history import Change
from analytics.reports.agenda import agenda
from analytics.reports.bundle import SourceSheet, bundle
from analytics.reports.formats import Format, Orientation
from analytics.reports.meeting import Slide
from analytics.reports.methods import Section, concerned, explained
from analytics.reports.templates.parts import Filled, TemplateRefused
from analytics.wordings import Passage, originals
from analytics.words import Digits, Language, Message, Problem, Words, message
from ui.text import methods_text
from ui.text import words as words_of

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120.0
FORM_SECONDS = 30.0  # to fill a form from an office, or make an example of one
MEMORY_MB = 4096
_LENGTH = struct.Struct(">Q")
_PROBLEMS = TypeAdapter(tuple[Problem, ...])


class NotMade(Exception):
    """A document could not be made; `reason` says why, for the officer."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


def make(
    kind: Format,
    assessment: Assessment,
    words: Words,
    *,
    documents: Mapping[str, bytes] | None = None,
    sheets: Sequence[SourceSheet] = (),
    failed: Mapping[str, str] | None = None,
    attached: Mapping[str, bytes] | None = None,
    history: Sequence[Change] = (),
    slides: Sequence[Slide] = (),
    told: Sequence[Passage] | None = None,
    orientation: Orientation = "landscape",
    seconds: float = SECONDS,
) -> bytes:
    """One document of an assessment. `slides` are what .pptx shows, by default those that come by themselves;
    `history` is the trail that .xlsx and a bundle hold, the four before it are what a bundle is made from.
    `told` is the text of the findings, by default the program's own sentences; `orientation` is of the .docx.

    Raises NotMade where it takes longer than `seconds`, or fails.
    """
    text = originals(assessment, words) if told is None else tuple(told)
    methods = methods_of(assessment, text, words)
    shown = slides or (agenda(assessment, words, methods=methods) if kind == "pptx" else ())
    # Documents are made from tallies: no answer of a single person leaves this process.
    tallied = replace(assessment, surveys=tuple(replace(s, responses=None) for s in assessment.surveys))
    parts = (dict(documents or {}), tuple(sheets), dict(failed or {}), dict(attached or {}), tuple(history))
    job = (kind, tallied, words.language, words.digits, *parts, tuple(shown), text, methods, orientation)
    return _maker.ask(pickle.dumps(job), seconds)


def methods_of(assessment: Assessment, told: Sequence[Passage], words: Words) -> tuple[Section, ...]:
    """How the figures of an assessment's documents are worked out; `told` is the text of its findings."""
    kinds = [kind for passage in told for kind in passage.kinds]
    return explained(methods_text(words.language), words, concerned(assessment, kinds))


def fill(content: bytes, assessment: Assessment, words: Words) -> Filled:
    """An office's own form, .xlsx or .docx, filled from an assessment.

    Raises TemplateRefused where it can't be filled, NotMade where it takes too long or the program fails.
    """
    tallied = replace(assessment, surveys=tuple(replace(s, responses=None) for s in assessment.surveys))
    job = ("fill", content, tallied, words.language, words.digits)
    answer = _maker.ask(pickle.dumps(job), FORM_SECONDS)
    # An office's file was read there: what comes back is taken apart as data, never unpickled.
    head, _, filled = answer.partition(b"\0")
    told = json.loads(head)
    problems = _PROBLEMS.validate_python(told["problems"])
    if told["refused"]:
        raise TemplateRefused(problems[0].problem, problems[0].remedy)
    return Filled(filled, told["kind"], told["marks"], problems)


def example(kind: Literal["xlsx", "docx"], words: Words) -> bytes:
    """A small form with marks to begin from. Raises NotMade."""
    return _maker.ask(pickle.dumps(("example", kind, words.language, words.digits)), FORM_SECONDS)


class _Maker:
    """The one child process, and who may speak to it."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: BinaryIO | None = None

    def ask(self, job: bytes, seconds: float) -> bytes:
        with self._one_at_a_time:
            process = self._running()
            assert process.stdin and process.stdout
            late = threading.Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(seconds, end)
            timer.daemon = True
            timer.start()
            try:
                _send(process.stdin, job)
                made = _receive(process.stdout)
            except OSError:
                made = None  # the pipe broke: the process is gone, which is told below
            finally:
                timer.cancel()
            if made is not None:
                return made
            said = self._end()
        if late.is_set():
            raise NotMade(message("It took longer than {n} seconds", n=round(seconds)))
        raise NotMade(message("The program failed ({error})", error=said))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ui.making"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                cwd=ROOT,
            )
        return self._process

    def _end(self) -> str:
        """End the process; gives the kind of error that it ended with."""
        if self._process is None or self._complaints is None:
            return ""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # unsent bytes for a process that is gone
                    pipe.close()
        self._complaints.seek(0)
        lines = self._complaints.read()[-4000:].decode("utf-8", "replace").split("\n")
        self._complaints.close()
        self._process = self._complaints = None
        errors = [line for line in lines if line[:1].isalpha() and not line.startswith("Traceback")]
        return errors[-1].split(":")[0].rsplit(".", 1)[-1] if errors else ""

    def close(self) -> None:
        """End the process."""
        with self._one_at_a_time:
            self._end()


_maker = _Maker()
atexit.register(_maker.close)


def _send(pipe: BinaryIO, content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None where the other end is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None


def _serve() -> None:
    """Make documents until nobody asks any more. An error ends the process, and its last line says which."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024, resource.RLIM_INFINITY))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library prints is no answer
    while (job := _receive(sys.stdin.buffer)) is not None:
        what, *given = pickle.loads(job)
        if what == "fill":
            made = _filled(*given)
        elif what == "example":
            made = _example(*given)
        else:
            made = _document(what, *given)
        _send(answers, made)


def _document(
    kind: Format,
    assessment: Assessment,
    language: Language,
    digits: Digits,
    documents: Mapping[str, bytes],
    sheets: Sequence[SourceSheet],
    failed: Mapping[str, str],
    attached: Mapping[str, bytes],
    history: Sequence[Change],
    slides: Sequence[Slide],
    told: Sequence[Passage],
    methods: Sequence[Section],
    orientation: Orientation,
) -> bytes:
    from analytics.reports.deck import deck
    from analytics.reports.form import document
    from analytics.reports.makers import MAKERS  # the libraries for documents are loaded in this process only
    from analytics.reports.summary import summary

    says = words_of(language, digits)
    if kind == "zip":
        parts = (documents, sheets, failed, attached, history)
        return bundle(assessment, says, *parts, told=told, methods=methods)
    if kind == "xlsx":
        return summary(assessment, says, told=told, history=history, methods=methods)
    if kind == "pptx":
        return deck(assessment, says, slides, told=told, methods=methods)
    if kind == "docx":
        return document(assessment, says, told=told, methods=methods, orientation=orientation)
    return MAKERS[kind](assessment, says, told=told, methods=methods)


def _filled(content: bytes, assessment: Assessment, language: Language, digits: Digits) -> bytes:
    from analytics.reports.templates import fill as fill_here

    try:
        made = fill_here(content, assessment, words_of(language, digits))
    except TemplateRefused as refused:
        made = Filled(b"", "", 0, (refused.problem,))
    head = {
        "refused": not made.kind,
        "kind": made.kind,
        "marks": made.marks,
        "problems": _PROBLEMS.dump_python(made.problems, mode="json"),
    }
    return json.dumps(head).encode() + b"\0" + made.content


def _example(kind: str, language: Language, digits: Digits) -> bytes:
    from analytics.reports.templates.example import example_text, example_workbook

    says = words_of(language, digits)
    return example_workbook(says) if kind == "xlsx" else example_text(says)


if __name__ == "__main__":
    _serve()
