"""Charts as PNG and SVG, where kaleido and a browser are installed."""

import importlib.util
import shutil
import sys
from types import SimpleNamespace

import pytest

from helpers import runs
from helpers.errors import ParameterError, PictureError
from helpers.pictures import write_pictures

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory, world, empty_world):
    path = tmp_path_factory.mktemp("run")
    runs.write_tables(path, **{**empty_world, **world})
    return path


@pytest.fixture
def drawing(monkeypatch):
    """Kaleido in name only: it writes what it is asked to draw, or raises the error put into `error`."""
    kaleido = SimpleNamespace(asked=[], error=None, __spec__=SimpleNamespace())

    def write(pictures, *, kopts, cancel_on_error):
        assert kopts == {"mathjax": False} and cancel_on_error
        if kaleido.error:
            raise kaleido.error
        for picture in pictures:
            kaleido.asked.append(picture["opts"])
            picture["path"].write_text(picture["fig"].layout.meta["question"])

    kaleido.write_fig_from_object_sync = write
    monkeypatch.setitem(sys.modules, "kaleido", kaleido)
    return kaleido


def test_without_kaleido_one_line_says_what_to_install(run_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PictureError, match=r"pip install 'standpoints\[pictures\]'"):
        write_pictures(run_dir, tmp_path)


def test_without_a_browser_one_line_says_so_and_nothing_is_left(run_dir, tmp_path, drawing):
    drawing.error = RuntimeError("no\nbrowser")
    with pytest.raises(PictureError, match=r"need Chrome or Chromium.*BROWSER_PATH"):
        write_pictures(run_dir, tmp_path, names=["voices"])
    assert not list(tmp_path.iterdir())


def test_all_charts_are_drawn_in_all_formats_unless_others_are_asked_for(run_dir, tmp_path, drawing):
    all_of_them = write_pictures(run_dir, tmp_path / "all")
    assert len(all_of_them) == 2 * 16 and all(path.exists() for path in all_of_them)
    assert [p.name for p in write_pictures(run_dir, tmp_path / "some", names=["voices"], formats=["svg"])] == [
        "voices.svg"
    ]
    assert [p.name for p in (tmp_path / "some").iterdir()] == ["voices.svg"]


def test_no_chart_is_squeezed(run_dir, tmp_path, drawing):
    write_pictures(run_dir, tmp_path, names=["position_heatmap"], formats=["png"], width=10)
    assert drawing.asked[0]["width"] > 300 and drawing.asked[0]["height"] > 300


@pytest.mark.parametrize(("option", "known"), [("names", "position_heatmap"), ("formats", "png, svg")])
def test_unknown_charts_and_formats_are_errors_that_name_the_known_ones(run_dir, tmp_path, option, known):
    with pytest.raises(ParameterError, match=f"'tapestry'.*{known}"):
        write_pictures(run_dir, tmp_path, **{option: ["tapestry"]})


@pytest.mark.skipif(importlib.util.find_spec("kaleido") is None, reason="the extra [pictures] is not installed")
@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="there is no Chrome or Chromium")
def test_pictures_are_pictures(run_dir, tmp_path):
    png, svg = write_pictures(run_dir, tmp_path, names=["voices"])
    assert png.read_bytes().startswith(b"\x89PNG\r\n") and png.stat().st_size > 10_000
    assert "Who is spoken about" in svg.read_text(encoding="utf-8")
