"""Memory that is not used goes back to the system."""

import subprocess
import sys

import pytest

# Blocks of 2 kB come from the C allocator; the last one, which stays, pins all below it.
SCRIPT = """
from ui import memory

def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024

blocks = [bytes(2000) for _ in range(50_000)]
last = blocks.pop()
del blocks
held = resident()
memory.give_back()
print(held - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other allocators have no word for it")
def test_a_hundred_freed_megabytes_go_back() -> None:
    freed = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    assert int(freed) > 80
