"""Memory that reading workbooks left behind."""

from __future__ import annotations

import gc
import sys
from ctypes import CDLL


def give_back() -> None:
    """Give what is unused back to the system; the allocator keeps it otherwise.

    Only glibc has a word for it (`malloc_trim`); elsewhere nothing happens.
    """
    gc.collect()
    trim = getattr(CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
