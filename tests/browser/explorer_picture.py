"""The explorer's picture for the README; `make pictures` runs this file, which by its name is no part of the tests."""

import shutil

from helpers.resources import NOTEBOOKS

PICTURE = NOTEBOOKS.parent / "docs/pictures/explorer.png"
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"
SIZE = {"width": 1200, "height": 2100}


def test_picture_of_the_explorer_on_the_sample(lab, workspace):
    shutil.copytree(NOTEBOOKS.parent / "runs/sample", workspace / "runs/sample")
    (workspace / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS / "explore.ipynb", workspace / "notebooks")
    with lab.open("notebooks/explore.ipynb", viewport=SIZE) as watched:
        page = watched.page
        page.evaluate("() => jupyterapp.commands.execute('application:toggle-left-area')")
        page.evaluate(RUN_ALL)
        page.get_by_label("Actor", exact=True).first.select_option(label="Karvenia")
        page.get_by_label("Words", exact=True).first.fill("treaty")
        page.locator(".widget-html [role=status]", has_text="listed").wait_for(state="detached")
        page.locator(".dt-container tbody tr").nth(1).click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)  # what was clicked stays lit for a moment
        first, last = page.locator(".widget-hbox").first.bounding_box(), page.locator("[role=document]").bounding_box()
        area = {"x": first["x"] - 4, "y": first["y"], "width": first["width"] + 8}
        page.screenshot(path=PICTURE, clip={**area, "height": last["y"] + last["height"] + 4 - first["y"]})
