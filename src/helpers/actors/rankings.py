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


def format_suggestions(suggestions: pd.DataFrame, *, limit: int = 10) -> str:
    """The likeliest alias suggestions to read: both names in their contexts, and the line that accepts them.

    Args:
        suggestions: Table following `tables.ALIAS_SUGGESTIONS`.
        limit: Suggestions to show.
    """
    if suggestions.empty:
        return "No name looks like another spelling of a known one."
    shown = suggestions.sort_values(["score", "name"], ascending=[False, True]).head(limit)
    entries = [
        f"{row['name']} = {row['known_name']}? ({row['score']:.2f})\n  … {row['context']} …\n"
        f"  … {row['known_context']} …\n  {row['line']}"
        for row in shown.to_dict("records")
    ]
    return "\n".join([*entries, f"{len(shown)} of {len(suggestions)} suggestions"])


def rank_speakers(quotations: pd.DataFrame) -> pd.DataFrame:
    """Known speakers and whom they speak for, by number of quotations."""
    counts = quotations.groupby(["speaker_id", "actor_id"])["document_id"].agg(
        n_quotations="size", n_documents="nunique"
    )
    return counts.reset_index().sort_values(["n_quotations", "speaker_id"], ascending=[False, True])
