"""Forms under the reader: correct the utterance that is chosen, or teach the program another name of an actor."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from helpers import tables
from helpers.corrections.rules import ADD, NOTHING, REMOVE, RIGHT
from helpers.errors import HelpersError
from helpers.explorer.aliases import save_alias
from helpers.explorer.correcting import Wish, save_correction
from helpers.explorer.panel import Explorer
from helpers.wording import cut

_WIDE = widgets.Layout(width="auto", min_width="0")
_BUTTON = widgets.Layout(width="auto", align_self="flex-start", padding="0 1em")
_STYLE = {"description_width": "8em"}
_SIDES = ("1", "0", "-1")
# What can be corrected, in words: the table and the column of the row in the file, and what the chosen one is named by.
CHOICES = (
    ("Statement: it is right", "statements", RIGHT, "statement_id"),
    ("Statement: it is none", "statements", REMOVE, "statement_id"),
    ("Statement: its agreement (-1 … 1)", "statements", "agreement", "statement_id"),
    ("Statement: whose it is", "statements", "actor_id", "statement_id"),
    ("Statement: what it is on", "statements", "issue_id", "statement_id"),
    ("Statement: whom it is aimed at", "statements", "target_ids", "statement_id"),
    ("Quotation: who spoke", "quotations", "speaker_id", "quotation_id"),
    ("Quotation: whom that is for", "quotations", "actor_id", "quotation_id"),
    ("Quotation: its kind", "quotations", "kind", "quotation_id"),
    ("Quotation: it is none", "quotations", REMOVE, "quotation_id"),
    ("Quotation: it takes a position, too", "statements", ADD, "quotation_id"),
)
NOT_CHOSEN = "choose what to correct"
_VERDICT_STANDS_IN = {"statements": "agreement", "quotations": "kind"}


class CorrectionForm:
    """`panel` corrects what is chosen in an explorer; files are written when a button is pressed."""

    def __init__(self, explorer: Explorer) -> None:
        """Make the form of an explorer."""
        self.explorer = explorer
        self.subject, self.message = widgets.HTML(layout=_WIDE), widgets.HTML(layout=_WIDE)
        self.what = widgets.Dropdown(description="Correct", layout=_WIDE, style=_STYLE)
        self.value = widgets.Combobox(description="It should be", layout=_WIDE, style=_STYLE)
        self.note = widgets.Text(description="Why", layout=_WIDE, style=_STYLE)
        self.file = widgets.Text(description="Corrections file", layout=_WIDE, style=_STYLE)
        self.save = widgets.Button(description="Save the correction", layout=_BUTTON)
        self.alias = widgets.Text(description="The name", layout=_WIDE, style=_STYLE)
        self.means = widgets.Combobox(description="Means", layout=_WIDE, style=_STYLE)
        self.actors_file = widgets.Text(description="Actors file", layout=_WIDE, style=_STYLE)
        self.save_name = widgets.Button(description="Save the name", layout=_BUTTON)
        self.panel = widgets.VBox(
            [
                self.subject,
                *(self.what, self.value, self.note, self.file, self.save),
                widgets.HTML("<strong>Another name of an actor</strong>"),
                *(self.alias, self.means, self.actors_file, self.save_name),
                self.message,
            ],
            layout=_WIDE,
        )
        self._folder: Path | None = None
        self._turned_to: tuple[str, ...] = ()
        self.what.observe(lambda _: self._offer_values(), names="value")
        self.save.on_click(lambda _: self._attempt(self._save_correction))
        self.save_name.on_click(lambda _: self._attempt(self._save_alias))
        explorer.follow(self._follow)

    def _follow(self) -> None:
        """Turn to the utterance that is chosen now, and to the files of its run; what was begun of it stays."""
        run, row = self.explorer.run, self.explorer.chosen
        if self._folder != run.folder:
            self._folder = run.folder
            self.file.value = str(run.file_to_write("CORRECTIONS", "corrections.csv"))
            self.actors_file.value = str(run.file_to_write("ACTORS", "actors.yaml"))
            self.means.options = tuple(sorted(run.names))
        turned_to = () if row is None else (str(run.folder), str(row["statement_id"]), str(row["quotation_id"]))
        if turned_to and turned_to == self._turned_to:
            return
        self._turned_to = turned_to
        if row is None:
            self.subject.value, self.what.options = "<em>Nothing is chosen.</em>", ()
            return
        self.subject.value = f"Chosen: <q>{escape(cut(row['words'], 200))}</q>"
        self.what.options = [
            (NOT_CHOSEN, None),
            *((words, (table, column, id_)) for words, table, column, id_ in CHOICES if not pd.isna(row[id_])),
        ]

    def _offer_values(self) -> None:
        """Offer what the chosen column may be; a verdict is its own value."""
        column = self.what.value[1] if self.what.value else ""
        run = self.explorer.run
        offers: dict[str, tuple[str, ...]] = {
            "agreement": _SIDES,
            "kind": tables.QUOTATION_KINDS,
            "issue_id": tuple(run.issues),
            ADD: tuple(f"{issue} {side}" for issue in run.issues for side in _SIDES),
            **dict.fromkeys(("actor_id", "speaker_id", "target_ids"), (*sorted(run.names), NOTHING)),
        }
        self.value.options = offers.get(column, ())
        self.value.value = column if column in (RIGHT, REMOVE) else ""

    def _save_correction(self) -> str:
        row, run = self.explorer.chosen, self.explorer.run
        if row is None or not self.what.value:
            return "Choose a row of the list, and what to correct of it."
        table, column, id_ = self.what.value
        wish = Wish(
            table=table,
            id=row[id_],
            column=_VERDICT_STANDS_IN[table] if column in (RIGHT, REMOVE) else column,
            value=self.value.value.strip(),
            note=self.note.value,
        )
        path = Path(self.file.value)
        save_correction(
            path, wish, actor_ids=run.names.keys(), issue_ids=run.issues.keys(), given=run.given_file("CORRECTIONS")
        )
        return f"Saved. It counts from the next run with --corrections {path}"

    def _save_alias(self) -> str:
        actors = self.explorer.run.tables["actors"]
        rows = actors[actors["actor_id"] == self.means.value.strip()].to_dict("records")
        if not rows:
            return f"There is no actor {self.means.value.strip()!r} in this run. Choose one of the list."
        path = Path(self.actors_file.value)
        actor = rows[0]
        save_alias(
            path, actor["actor_id"], self.alias.value, name=actor["name"], kind=actor["kind"],
            given=self.explorer.run.given_file("ACTORS"),
        )  # fmt: skip
        return f"Saved. It counts from the next run with --actors {path}"

    def _attempt(self, action: Callable[[], str]) -> None:
        """Say what came of it; an error is told, not raised, and costs nothing that was typed."""
        try:
            said = action()
        except (HelpersError, OSError) as error:
            said = str(error)
        self.message.value = f'<span role="status">{escape(said)}</span>'
