"""Interactive charts: tables in, a Plotly figure out; no chart shows itself or writes a file.

Marks that stand for evidence carry it in `customdata`; `meta["keys"]` of their trace names what the values are
("actor", "other", "issue", "side", "kind", "resolution", "outlet", "period", "from", "to").
`layout.meta` of a figure holds its question, its finding in a sentence, and its note.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from helpers.charts.affiliations import plot_actor_affiliations
from helpers.charts.agreement import plot_agreement_bars
from helpers.charts.attention import plot_mentions_over_time
from helpers.charts.balance import plot_issue_balance
from helpers.charts.coalitions import plot_coalition_map
from helpers.charts.heatmap import plot_position_heatmap
from helpers.charts.network import plot_actor_network
from helpers.charts.overview import plot_corpus_overview
from helpers.charts.pair import plot_pair
from helpers.charts.polarization import plot_polarization
from helpers.charts.principles import plot_principles
from helpers.charts.quotation_kinds import plot_quotation_kinds
from helpers.charts.timeline import plot_statement_timeline
from helpers.charts.voices import plot_voices

__all__ = [
    "plot_actor_affiliations",
    "plot_actor_network",
    "plot_agreement_bars",
    "plot_all",
    "plot_coalition_map",
    "plot_corpus_overview",
    "plot_issue_balance",
    "plot_mentions_over_time",
    "plot_pair",
    "plot_polarization",
    "plot_position_heatmap",
    "plot_principles",
    "plot_quotation_kinds",
    "plot_statement_timeline",
    "plot_voices",
]


def plot_all(tables: Mapping[str, pd.DataFrame], issues: Mapping[str, str]) -> dict[str, go.Figure]:
    """Every chart of a run, by file name without suffix, in the order of the report.

    Args:
        tables: The tables of a run by name.
        issues: Issue ids and their labels.
    """
    actors, positions, statements = tables["actors"], tables["positions"], tables["statements"]
    networks, communities = tables["networks"], tables["communities"]
    words: dict[str, Any] = {"statements": statements, "documents": tables["documents"]}
    return {
        "position_heatmap": plot_position_heatmap(positions, actors, issues, **words),
        "issue_balance": plot_issue_balance(tables["issue_consensus"], issues),
        "agreement_bars": plot_agreement_bars(positions, actors, issues, **words),
        "actor_pair": plot_pair(
            positions, statements, tables["actor_pairs"], actors, issues, documents=tables["documents"]
        ),
        "coalition_map": plot_coalition_map(communities, tables["community_pairs"], networks, actors),
        "actor_network": plot_actor_network(networks, actors, positions, communities),
        "congruence_network": plot_actor_network(networks, actors, positions, communities, kind="congruence"),
        "conflict_network": plot_actor_network(networks, actors, positions, communities, kind="conflict"),
        "polarization": plot_polarization(tables["polarization"]),
        "statement_timeline": plot_statement_timeline(
            statements, actors, issues, shifts=tables["position_shifts"], documents=tables["documents"]
        ),
        "principles": plot_principles(tables["principles"], actors, issues, **words),
        "voices": plot_voices(tables["mentions"], tables["quotations"], actors),
        "mentions_over_time": plot_mentions_over_time(tables["mentions"], tables["documents"], actors),
        "actor_affiliations": plot_actor_affiliations(actors, tables["quotations"]),
        "quotation_kinds": plot_quotation_kinds(tables["quotations"]),
        "corpus_overview": plot_corpus_overview(tables["documents"], tables["rejects"]),
    }
