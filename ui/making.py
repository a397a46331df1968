"""Documents are made in a process of their own, so that one that takes long, or fails, holds nobody up.

The process is started as `python -m ui.making` and not through multiprocessing, whose children run the
parent's main script again: under `streamlit run` that is the whole app. It is kept for the next document.
"""

from __future__ import annotations

import atexit
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
from typing import BinaryIO

from analytics.assessment import Assessment
from analytics.reports.bundle import SourceSheet, bundle
from analytics.reports.formats import Format
from analytics.words import Message, Words, message
from ui.text import words as words_of

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120.0
MEMORY_MB = 4096
_LENGTH = struct.Struct(">Q")


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
    seconds: float = SECONDS,
) -> bytes:
    """One document of an assessment. The last three are what a bundle is made from.

    Raises NotMade where it takes longer than `seconds`, or fails.
    """
    # Documents are made from tallies: no answer of a single person leaves this process.
    tallied = replace(assessment, surveys=tuple(replace(s, responses=None) for s in assessment.surveys))
    parts = (dict(documents or {}), tuple(sheets), dict(failed or {}))
    job = (kind, tallied, words.language, words.digits, *parts)
    return _maker.ask(pickle.dumps(job), seconds)


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
    from analytics.reports.makers import MAKERS  # the libraries for documents are loaded in this process only

    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024, resource.RLIM_INFINITY))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library prints is no answer
    while (job := _receive(sys.stdin.buffer)) is not None:
        kind, assessment, language, digits, documents, sheets, failed = pickle.loads(job)
        says = words_of(language, digits)
        if kind == "zip":
            made = bundle(assessment, says, documents, sheets, failed)
        else:
            made = MAKERS[kind](assessment, says)
        _send(answers, made)


if __name__ == "__main__":
    _serve()
