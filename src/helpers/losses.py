"""Articles that cannot be analysed: they move from the documents to the rejects, and cost nothing else."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from helpers import tables

_COPY_FLAGS = frozenset({"exact_duplicate", "near_duplicate"})


class Loss(NamedTuple):
    """Why an article could not be analysed: a word for the table of rejects, and the same in words."""

    reason: str
    detail: str


def without_lost(documents: pd.DataFrame, lost: Mapping[str, Loss]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out lost documents; the first copy of a lost one takes its place.

    Args:
        documents: Table following `tables.DOCUMENTS`; its columns `document_id`, `duplicate_of` and `flags` will do.
        lost: What is lost, by document_id.

    Returns:
        The other documents, and those of them that are no copies any more and so have to be analysed.
    """
    kept = documents[~documents["document_id"].isin(lost)].copy()
    heirs = kept[kept["duplicate_of"].isin(lost)].groupby("duplicate_of", sort=False)["document_id"].first()
    kept["duplicate_of"] = kept["duplicate_of"].replace(heirs.to_dict())
    is_heir = kept["document_id"].isin(heirs)
    kept.loc[is_heir, "duplicate_of"] = None
    kept.loc[is_heir, "flags"] = kept.loc[is_heir, "flags"].map(
        lambda flags: [f for f in flags if f not in _COPY_FLAGS]
    )
    return kept, kept[is_heir]


def add_rejects(rejects: pd.DataFrame, documents: pd.DataFrame, lost: Mapping[str, Loss]) -> pd.DataFrame:
    """The rejects with one more row for each lost document.

    Args:
        rejects: Table following `tables.REJECTS`.
        documents: The documents with the lost ones; `document_id` and `source` will do.
        lost: What is lost, by document_id.
    """
    sources = dict(zip(documents["document_id"], documents["source"], strict=True))
    more = tables.REJECTS.table(loss._asdict() | {"source": sources[key]} for key, loss in lost.items())
    return pd.concat([rejects, more], ignore_index=True) if len(more) else rejects
