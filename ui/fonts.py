"""Sarabun, the open twin of the government's typeface, served to the browser from the installed package."""

from __future__ import annotations

import filecmp
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import fontpkg_sarabun

SERVED = Path(__file__).resolve().parent.parent / "static" / "fonts"
FACES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")


@cache
def serve(folder: Path = SERVED) -> tuple[Path, ...]:
    """Put the faces that `.streamlit/config.toml` names where Streamlit serves them, app/static/fonts.

    Copies, because Streamlit refuses links that lead out of its static folder. A face already there with
    the same bytes is left alone; a new one appears whole or not at all, so two starts at once are no harm.
    Call it first thing in app.py: the browser asks for the font as soon as it has the theme.

    Returns the served files. Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_served(face, folder) for face in FACES)


def _served(face: str, folder: Path) -> Path:
    source = fontpkg_sarabun.ROOT / "files" / f"Sarabun-{face}.ttf"
    target = folder / source.name
    if not (target.exists() and filecmp.cmp(source, target, shallow=False)):
        with TemporaryDirectory(dir=folder) as beside:
            shutil.copyfile(source, Path(beside) / target.name).replace(target)
    return target


if __name__ == "__main__":
    # Before the server starts: the first visitor's browser asks for a face before app.py has run.
    serve()
