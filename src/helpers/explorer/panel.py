"""The live panel: choose, search, read. What it shows is worked out in the modules beside this one."""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
from itables.widget import ITable

from helpers.errors import HelpersError
from helpers.explorer.folders import find_run, list_runs
from helpers.explorer.opened import OpenRun, open_run
from helpers.explorer.utterances import Selection, describe_utterances, select_utterances, surest
from helpers.explorer.view import ArticleView
from helpers.wording import counted, cut, name_of

MAX_ROWS = 100  # in the list; a reader narrows down rather than pages on, and longer ones take the browser longer
MAX_NAMES = 500  # in the menu of actors, those who say most
ALL = ("all", "")  # an option's words and value; a menu whose value is None shows nothing
_WIDE = widgets.Layout(width="auto", min_width="0")
_SCROLL = widgets.Layout(width="100%", overflow="auto", display="block")
_FIELD = widgets.Layout(width="auto", flex="1 1 18em", min_width="18em")
_ROW = widgets.Layout(display="flex", flex_flow="row wrap", align_items="center", width="100%")
_TABLE: Any = {
    "select": "single",
    "showIndex": False,
    "maxBytes": 0,
    "pageLength": 8,
    "autoWidth": False,
    "classes": "display compact",
    "style": "table-layout:fixed;width:100%;min-width:60em",
    "layout": {"topStart": None, "topEnd": None, "bottomStart": "info", "bottomEnd": "paging"},
    "columnDefs": [
        {"targets": [0, 5], "width": "11%"},
        {"targets": [1, 3], "width": "13%"},
        {"targets": [4, 6], "width": "12%"},
        {"targets": 2, "width": "28%"},
    ],
}


class Explorer:
    """A run to look into: `panel` is what a notebook shows, `chosen` the utterance in the reader."""

    def __init__(self, folder: Path) -> None:
        """Open the run in `folder`."""
        self.run: OpenRun
        self.shown: pd.DataFrame
        self._filling = False
        self._followers: list[Callable[[], None]] = []
        options = [str(path) for path in list_runs(Path.cwd())]
        self.folder = widgets.Combobox(
            value=str(folder), options=options, description="Run folder", continuous_update=False, layout=_WIDE
        )
        self.actor, self.issue, self.outlet = (
            widgets.Dropdown(options=[ALL], description=name, layout=_FIELD) for name in ("Actor", "Issue", "Outlet")
        )
        self.first_day, self.last_day = (
            widgets.DatePicker(description=name, layout=_FIELD) for name in ("From", "Until")
        )
        # Not a slider: those of ipywidgets have no name for screen readers.
        self.confidence = widgets.BoundedFloatText(
            value=0, min=0, max=1, step=0.05, description="Confidence", tooltip="At least", layout=_FIELD
        )
        self.words = widgets.Text(description="Words", placeholder="in what was said, or in names", layout=_FIELD)
        self.clear = widgets.Button(description="Clear", tooltip="Show everything again")
        self.message, self.reader = widgets.HTML(layout=_WIDE), ArticleView(layout=_WIDE)
        self.table = ITable(describe_utterances(_NOTHING, {}, {}), **_TABLE)
        self.before = widgets.Button(description="◀ Before", tooltip="Read the one before")
        self.after = widgets.Button(description="Next ▶", tooltip="Read the next one")
        self.panel = widgets.VBox(
            [
                self.folder,
                widgets.HBox(self._filters(), layout=_ROW),
                self.message,
                widgets.Box([self.table], layout=_SCROLL),
                widgets.HBox([self.before, self.after]),
                self.reader,
            ],
            layout=_WIDE,
        )
        self._open(folder)
        self._listen()

    @property
    def chosen(self) -> Mapping[Any, Any] | None:
        """The row of the utterance that is read, None where there is none."""
        at = self.table.selected_rows
        return dict(self.shown.iloc[at[0]]) if at and at[0] < len(self.shown) else None

    def follow(self, follower: Callable[[], None]) -> None:
        """Let `follower` be called whenever another utterance is chosen, and now."""
        self._followers.append(follower)
        follower()

    def selection(self) -> Selection:
        """What the filters ask for."""
        return Selection(
            actor=self.actor.value or None,
            issue=self.issue.value or None,
            outlet=self.outlet.value or None,
            first_day=self.first_day.value,
            last_day=self.last_day.value,
            min_confidence=self.confidence.value,
            words=self.words.value,
        )

    def update(self) -> None:
        """Show what the filters ask for."""
        found = select_utterances(self.run.utterances, self.selection())
        self.shown = surest(self.run.utterances, found, MAX_ROWS)
        listed = describe_utterances(self.shown, self.run.names, self.run.issues)
        self._filling = True  # what is chosen is read once, below
        self.table.update(listed, selected_rows=[0] if len(listed) else [], **_TABLE)
        self._filling = False
        self._read()
        more = f"; the {MAX_ROWS} surest are listed" if len(found) > MAX_ROWS else ""
        all_of = counted(len(self.run.utterances), "statement and quotation", "statements and quotations")
        self.say(f"{len(found):,} of {all_of}{more}.")  # last: who reads it finds everything up to date

    def say(self, text: str) -> None:
        """Put a line above the list."""
        self.message.value = f'<span role="status">{escape(text)}</span>'

    def _filters(self) -> list[Any]:
        return [
            self.words,
            self.actor,
            self.issue,
            self.outlet,
            self.first_day,
            self.last_day,
            self.confidence,
            self.clear,
        ]

    def _listen(self) -> None:
        for field in self._filters()[:-1]:
            field.observe(lambda _: None if self._filling else self.update(), names="value")
        self.folder.observe(lambda change: self._choose_folder(change["new"]), names="value")
        self.clear.on_click(lambda _: self._clear())
        self.table.observe(lambda _: None if self._filling else self._read(), names="selected_rows")
        self.before.on_click(lambda _: self._step(-1))
        self.after.on_click(lambda _: self._step(1))

    def _choose_folder(self, folder: str) -> None:
        try:
            self._open(find_run(folder))
        except HelpersError as error:
            self.say(str(error))

    def _open(self, folder: Path) -> None:
        self.run = open_run(folder)
        spoken = self.run.utterances["actor_id"].value_counts().head(MAX_NAMES)
        actors = sorted((cut(name_of(str(i), self.run.names), 60), str(i)) for i in spoken.index)
        outlets = sorted(set(self.run.tables["documents"]["outlet"].dropna()))
        self._filling = True
        self.actor.options = [ALL, *actors]
        self.issue.options = [ALL, *((cut(label, 60), i) for i, label in self.run.issues.items())]
        self.outlet.options = [ALL, *((cut(outlet, 60), outlet) for outlet in outlets)]
        self._filling = False
        self._clear()

    def _clear(self) -> None:
        self._filling = True
        for field in (self.first_day, self.last_day):
            field.value = None
        for field in (self.actor, self.issue, self.outlet, self.words):
            field.value = ""
        self.confidence.value = 0.0
        self._filling = False
        self.update()

    def _step(self, by: int) -> None:
        if len(self.shown):
            at = (self.table.selected_rows or [0])[0] + by
            self.table.selected_rows = [max(0, min(at, len(self.shown) - 1))]

    def _read(self) -> None:
        row = self.chosen
        self.reader.html = "<em>Nothing is chosen.</em>" if row is None else self.run.article(row)
        for follower in self._followers:
            follower()


_NOTHING = pd.DataFrame(columns=["published", "actor_id", "words", "issue_id", "agreement", "outlet", "confidence"])
