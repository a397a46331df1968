"""Draw every page of every document of the sample, to look at: LibreOffice → PDF → PNG.

python docs/documents/look.py [FOLDER]      by default var/documents; needs soffice and pdftoppm
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import fontpkg_sarabun

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analytics.assessment import Assessment, assess  # noqa: E402
from analytics.reports.formats import file_name  # noqa: E402
from analytics.reports.makers import MAKERS  # noqa: E402
from analytics.reports.templates import fill  # noqa: E402
from analytics.reports.templates.example import example_text, example_workbook  # noqa: E402
from analytics.words import Words  # noqa: E402
from data.definitions import rubric  # noqa: E402
from data.gather import gather, load  # noqa: E402
from data.themes import with_comments  # noqa: E402
from data.workbook import read_path  # noqa: E402
from ui.making import methods_of  # noqa: E402
from ui.text import words  # noqa: E402

DOTS_AN_INCH = 80
# The typeface of the documents, as on an office's machine, whatever is installed on this one.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <alias binding="same"><family>TH Sarabun New</family><prefer><family>Sarabun</family></prefer></alias>
  <alias binding="same"><family>TH SarabunPSK</family><prefer><family>Sarabun</family></prefer></alias>
</fontconfig>
"""
SECONDS = 180


def sample() -> Assessment:
    """The three sample workbooks."""
    paths = sorted((ROOT / "data" / "samples").glob("*.xlsx"))
    found = assess(gather(load(read_path(path)) for path in paths), rubric(), made_on=date(2018, 10, 5))
    return with_comments(found, {})


def documents(found: Assessment, says: Words) -> dict[str, bytes]:
    """Every document, and the example forms filled, by the names of their files."""
    methods = methods_of(found, (), says)
    made = {file_name(found, kind): maker(found, says, methods=methods) for kind, maker in MAKERS.items()}
    for name, example in (("form.xlsx", example_workbook), ("form.docx", example_text)):
        made[name] = fill(example(says), found, says).content
    return made


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "documents"
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        sys.exit("This needs LibreOffice (soffice) and poppler-utils (pdftoppm).")
    folder.mkdir(parents=True, exist_ok=True)
    found, says = sample(), words("th", "thai")
    with tempfile.TemporaryDirectory() as place:
        fonts = Path(place, "fonts.conf")
        fonts.write_text(FONTS.format(folder=fontpkg_sarabun.ROOT), encoding="utf-8")
        profile = f"-env:UserInstallation=file://{place}/profile"
        for name, content in documents(found, says).items():
            path = Path(place, name)
            path.write_bytes(content)
            paper = path
            if path.suffix != ".pdf":
                convert = [
                    "soffice",
                    profile,
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    place,
                    str(path),
                ]
                subprocess.run(
                    convert,
                    check=True,
                    timeout=SECONDS,
                    stdout=subprocess.DEVNULL,
                    env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
                )
                paper = path.with_suffix(".pdf")
            start = folder / name.replace(".", "-")
            subprocess.run(
                ["pdftoppm", "-r", str(DOTS_AN_INCH), "-png", str(paper), str(start)],
                check=True,
                timeout=SECONDS,
            )
            pages = len(list(folder.glob(f"{start.name}-*.png")))
            sys.stdout.write(f"{start}-*.png  {pages} pages\n")


if __name__ == "__main__":
    main()
