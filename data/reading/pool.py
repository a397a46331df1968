"""The child processes that read workbooks: started when needed, kept warm, replaced when they die or grow.

Children are started as `python -m data.reading.child` and not through multiprocessing, whose children run the
parent's main script again: under `streamlit run` that is the whole app.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHILDREN = 2
JOBS_PER_CHILD = 200
# A child above this is replaced after its job, which gives the memory back to the system.
RESIDENT_MB = 600


class ChildDied(Exception):
    """The child ended in the middle of a job; `tried` is the index of the reader it was at, of `readers`."""

    def __init__(self, tried: int, readers: int, said: str) -> None:
        super().__init__(said)
        self.tried = tried
        self.readers = readers
        self.out_of_memory = (
            "memory allocation of" in said or "MemoryError" in said or "capacity overflow" in said
        )


class OutOfTime(Exception):
    """The child was ended because its time was up."""


class _Child:
    """One process and the lines to and from it."""

    def __init__(self) -> None:
        self.jobs = 0
        self.resident_mb = 0
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the child
        environment = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONIOENCODING": "utf-8"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "data.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            cwd=ROOT,
            env=environment,
            text=True,
            encoding="utf-8",
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one job and wait for its answer; kills the child when the time is up."""
        assert self._process.stdin and self._process.stdout
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        tried, readers = 0, 0
        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                answer: dict[str, Any] = json.loads(line)
                if "trying" in answer:
                    tried, readers = answer["trying"], answer["of"]
                elif "ready" not in answer:
                    self.jobs += 1
                    self.resident_mb = answer["resident_mb"]
                    return answer
        except OSError:
            pass  # the pipe broke: the child is gone, which is told below
        finally:
            timer.cancel()
        self._process.kill()
        self._process.wait()
        if late.is_set():
            raise OutOfTime
        self._complaints.seek(0)
        raise ChildDied(tried, readers, self._complaints.read()[-4000:].decode("utf-8", "replace"))

    def end(self) -> None:
        """End the process and wait until it is gone."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # unsent bytes for a dead child
                    pipe.close()
        self._process.kill()
        self._process.wait()
        self._complaints.close()


@dataclass
class _Slot:
    child: _Child | None = None


class Pool:
    """At most two children; a job waits for a free one, a warm one first."""

    def __init__(self, children: int = CHILDREN) -> None:
        self._slots: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for _ in range(children):
            self._slots.put(_Slot())

    @contextmanager
    def child(self) -> Iterator[_Child]:
        """A child for one job, and its return."""
        slot = self._slots.get()
        try:
            if slot.child is None or not slot.child.alive:
                slot.child = _Child()
            yield slot.child
        finally:
            child = slot.child
            if child is not None and (
                child.jobs >= JOBS_PER_CHILD or child.resident_mb > RESIDENT_MB or not child.alive
            ):
                child.end()
                slot.child = _Child()  # starts beside us, so that the next job finds it warm
            self._slots.put(slot)

    def close(self) -> None:
        """End the children that have nothing to do."""
        with suppress(queue.Empty):
            while True:
                slot = self._slots.get_nowait()
                if slot.child is not None:
                    slot.child.end()

    def warm_up(self) -> None:
        """Start the first child in the background."""
        with self.child():
            pass

    def ask(self, request: dict[str, Any], seconds: float, *, small: bool = True) -> dict[str, Any]:
        """The answer to one job.

        Where a reader takes its child down, a new child goes on with the next one; but a file that is not
        `small` and took all memory would only take longer with another reader. Raises OutOfTime, and
        ChildDied when no reader is left.
        """
        left, again = seconds, False  # waiting for a free child takes nothing off
        while True:
            began = time.monotonic()
            try:
                with self.child() as child:
                    began = time.monotonic()
                    return child.ask(request, left)
            except ChildDied as died:
                left = max(1.0, left - (time.monotonic() - began))
                if not died.readers and not again:
                    again = True  # it was gone before it saw the job: ended from outside, or while idle
                    continue
                if died.tried + 1 >= died.readers or (died.out_of_memory and not small):
                    raise
                request = {**request, "first_reader": died.tried + 1}


_pool: Pool | None = None
_starting = threading.Lock()


def pool() -> Pool:
    """The one pool of this process."""
    global _pool
    with _starting:
        if _pool is None:
            _pool = Pool()
            atexit.register(_pool.close)
    return _pool
