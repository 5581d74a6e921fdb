"""Who is named, who speaks, and which names are nobody yet: small tables for readers."""

import pandas as pd


def rank_actors(actors: pd.DataFrame) -> pd.DataFrame:
    """The actors, most often named first."""
    return actors.sort_values(["n_mentions", "actor_id"], ascending=[False, True])


def count_unlinked_names(mentions: pd.DataFrame) -> pd.DataFrame:
    """Names of persons, places and organisations that no actor claims, in most documents first."""
    unlinked = mentions[mentions["actor_id"].isna() & mentions["label"].isin(("PERSON", "ORG", "GPE", "NORP"))]
    counts = unlinked.groupby(["text", "label"])["document_id"].agg(n_mentions="size", n_documents="nunique")
    order = ["n_documents", "n_mentions", "text"]
    return counts.reset_index().sort_values(order, ascending=[False, False, True])


def rank_speakers(quotations: pd.DataFrame) -> pd.DataFrame:
    """Known speakers and whom they speak for, by number of quotations."""
    counts = quotations.groupby(["speaker_id", "actor_id"])["document_id"].agg(
        n_quotations="size", n_documents="nunique"
    )
    return counts.reset_index().sort_values(["n_quotations", "speaker_id"], ascending=[False, True])
