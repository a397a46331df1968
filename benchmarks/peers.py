"""Read every spreadsheet of ../shared/corpus/peers in one process and print the outcomes by kind.

python benchmarks/peers.py [FOLDER]
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analytics.words import Words  # noqa: E402
from data.reading.pool import pool  # noqa: E402
from data.workbook import read_path, warm_up  # noqa: E402


def status_mb(field: str, pid: str = "self") -> int:
    """A field of /proc/PID/status in MB; 0 where there is none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1000 for line in lines if line.startswith(f"{field}:")), 0)


def children_mb() -> int:
    """Peak memory among the reading processes now alive."""
    task = Path("/proc/self/task")
    pids = {pid for one in task.glob("*/children") for pid in one.read_text().split()}
    return max((status_mb("VmHWM", pid) for pid in pids), default=0)


def main(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        sys.exit(f"{folder} holds no files.")
    warm_up()
    before = status_mb("VmRSS")
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    slowest: dict[str, tuple[float, str]] = defaultdict(lambda: (0.0, ""))
    sentences: Counter[str] = Counter()
    peak = 0
    began = time.perf_counter()
    for path in files:
        kind = path.suffix.lower().lstrip(".") or "none"
        start = time.perf_counter()
        book = read_path(path)
        took = time.perf_counter() - start
        outcomes[kind]["files"] += 1
        outcomes[kind]["read" if book.sheets else "sentence"] += 1
        outcomes[kind]["second"] += any("second reader" in p.problem.text for p in book.problems)
        seconds[kind] += took
        slowest[kind] = max(slowest[kind], (took, path.name))
        if not book.sheets:
            said = Words().say(book.problems[0].problem)
            sentences[said.replace(book.name, "…")] += 1
        peak = max(peak, children_mb())
    total = time.perf_counter() - began

    print(f"{'kind':8}{'files':>7}{'read':>7}{'sentence':>10}{'2nd reader':>12}{'seconds':>9}  slowest")
    for kind in sorted(outcomes, key=lambda k: -outcomes[k]["files"]):
        row, (slow, name) = outcomes[kind], slowest[kind]
        print(
            f"{kind:8}{row['files']:7}{row['read']:7}{row['sentence']:10}{row['second']:12}"
            f"{seconds[kind]:9.2f}  {slow:.2f} {name}"
        )
    after = status_mb("VmRSS")
    print(f"\n{len(files)} files in {total:.1f} s, {len(files) / total:.0f} a second")
    print(f"this process: {before} MB before, {after} MB after; reading process: {peak} MB at most\n")
    for said, count in sentences.most_common():
        print(f"{count:5}  {said}")
    pool().close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "corpus" / "peers")
