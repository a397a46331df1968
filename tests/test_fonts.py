"""The typeface: copied whole, once, and the same faces that the theme names."""

import tomllib
from pathlib import Path

import fontpkg_sarabun

from ui.fonts import FACES, serve

ROOT = Path(__file__).resolve().parent.parent


def test_serves_the_bytes_of_the_installed_package(tmp_path: Path) -> None:
    served = serve(tmp_path / "static" / "fonts")
    assert [path.name for path in served] == [f"Sarabun-{face}.ttf" for face in FACES]
    for path in served:
        assert path.read_bytes() == (fontpkg_sarabun.ROOT / "files" / path.name).read_bytes()
    assert len(list((tmp_path / "static" / "fonts").iterdir())) == len(FACES), "nothing else is left behind"


def test_leaves_a_good_face_alone_and_mends_a_damaged_one(tmp_path: Path) -> None:
    regular, italic, *_ = serve(tmp_path)
    italic.write_bytes(b"cut short")
    before = regular.stat().st_mtime_ns
    serve.cache_clear()
    serve(tmp_path)
    assert regular.stat().st_mtime_ns == before
    assert italic.read_bytes() == (fontpkg_sarabun.ROOT / "files" / italic.name).read_bytes()


def test_the_theme_names_these_faces_and_no_others() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    urls = {face["url"] for face in config["theme"]["fontFaces"]}
    assert urls == {f"app/static/fonts/Sarabun-{face}.ttf" for face in FACES}
    assert config["theme"]["font"].startswith("Sarabun")
    assert config["server"]["enableStaticServing"] is True
