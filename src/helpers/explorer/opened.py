"""A finished run, opened for reading: its tables, names, and the files of the user's that it was made with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import resources, runs
from helpers.explorer.reader import render_article
from helpers.explorer.utterances import gather_utterances
from helpers.wording import actor_names

TABLES = ("documents", "actors", "mentions", "quotations", "statements")


@dataclass(frozen=True)
class OpenRun:
    """What the explorer knows of a run."""

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    places: Mapping[str, Mapping[Any, Any]]  # by table and article: which rows of the table are of the article
    utterances: pd.DataFrame
    names: Mapping[str, str]
    issues: Mapping[str, str]
    parameters: Mapping[str, Any]

    def given_file(self, parameter: str) -> Path | None:
        """The file that the run was made with (ACTORS, CORRECTIONS), if there is one and it is still there."""
        path = Path(str(self.parameters.get(parameter) or ""))
        return path if path.is_file() else None

    def file_to_write(self, parameter: str, name: str) -> Path:
        """Where corrections go: the user's own file, else one beside the run folder. What is shipped stays as it is."""
        given = self.given_file(parameter)
        if given is not None and resources.REFERENCE not in given.resolve().parents:
            return given
        return self.folder.with_name(f"{self.folder.name}.{name}")

    def article(self, row: Mapping[Any, Any]) -> str:
        """The article of an utterance as HTML, with that utterance pointed out."""
        document_id = row["document_id"]
        documents, mentions, quotations, statements = (
            self.tables[name].iloc[self.places[name].get(document_id, [])]
            for name in ("documents", "mentions", "quotations", "statements")
        )
        return render_article(
            documents.to_dict("records")[0],
            mentions=mentions,
            quotations=quotations,
            statements=statements,
            names=self.names,
            issues=self.issues,
            chosen=(int(row["start"]), int(row["end"])),
        )


def open_run(folder: Path) -> OpenRun:
    """Read what the explorer shows of a run.

    Raises:
        TableSchemaError: If a table is missing or was changed.
    """
    tables = dict(zip(TABLES, runs.read_tables(folder, *TABLES), strict=True))
    return OpenRun(
        folder=folder,
        tables=tables,
        places={name: tables[name].groupby("document_id").indices for name in TABLES if name != "actors"},
        utterances=gather_utterances(tables),
        names=actor_names(tables["actors"]),
        issues=runs.read_issue_labels(folder),
        parameters=runs.read_manifest(folder).get("parameters", {}),
    )
