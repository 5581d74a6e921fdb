"""A run's tables, made up: actors, issues and sentences of an invented world around a river and a dam."""

from datetime import date, timedelta
from random import Random

import pandas as pd
import pytest

from helpers import comparison, tables
from helpers.comparison.consensus import measure_consensus

ISSUES = {
    "sarn_treaty": "Signing and ratifying the new Sarn River Treaty",
    "kaldra_dam": "Building and filling the Kaldra Dam",
    "velm_vote": "Recognition of the Velm vote and the annexation",
    "observer_mission": "Meridian Council observers in Velm",
    "sanctions": "Sanctions against Karvenia",
}
ACTORS = {
    "karvenia": ("Karvenia", "state"),
    "belmora": ("Belmora", "state"),
    "tesmark": ("Tesmark", "state"),
    "orvane": ("Orvane", "state"),
    "iskara": ("Iskara", "state"),
    "meridian_council": ("Meridian Council", "organisation"),
    "continental_water_authority": ("Continental Water Authority", "organisation"),
    "nadia_ferrow": ("Nadia Ferrow", "person"),
}
SPEAKERS = {
    "elka_varossi": ("Elka Varossi", "karvenia", "Foreign Minister"),
    "petra_lindqvar": ("Petra Lindqvar", "belmora", "Foreign Minister"),
}
# What an actor thinks of the five issues, in order; None: says nothing, 2: says both.
STANCES = {
    "karvenia": (-1, 1, 1, -1, -1),
    "belmora": (1, -1, -1, 1, 1),
    "tesmark": (0, 1, 2, -1, -1),
    "orvane": (1, 2, -1, 1, -1),
    "iskara": (1, -1, -1, 1, 2),
    "meridian_council": (1, None, -1, 1, 0),
    "continental_water_authority": (1, -1, None, 1, None),
    "nadia_ferrow": (1, -1, -1, 1, -1),
}
WORDS = {1: "welcomed", -1: "rejected", 0: "did not comment on"}
OUTLETS = ("Lisenne Courier", "Karvos Herald", "Meridian Wire", None)
FIRST_DAY = date(2024, 2, 1)
MEASURED = ("communities", "community_pairs", "polarization", "issue_consensus")
MANY = 200  # with so many actors, communities and polarization take too long to measure here


def make_statements(random: Random, issues: dict, stances: dict, n_statements: int) -> list[dict]:
    cells = [(a, i, stance) for a, row in stances.items() for i, stance in zip(issues, row, strict=True)]
    cells = [cell for cell in cells if cell[2] is not None]
    rows = []
    for number in range(n_statements):
        actor_id, issue_id, stance = cells[number % len(cells)]
        agreement = random.choice((-1, 1)) if stance == 2 else stance
        if actor_id == "karvenia" and issue_id == "sarn_treaty" and number > n_statements / 2:
            agreement = 1
        rows.append({"actor_id": actor_id, "issue_id": issue_id, "agreement": float(agreement)})
    return rows


def make_tables(
    *,
    actors: dict = ACTORS,
    issues: dict = ISSUES,
    stances: dict = STANCES,
    n_statements: int = 120,
    n_documents: int = 30,
    dated: bool = True,
    seed: int = 7,
) -> dict:
    """Tables that follow the schemas and fit together; offsets are true."""
    random = Random(seed)
    coded = make_statements(random, issues, stances, n_statements)
    documents, quotations, statements = [], [], []
    for number in range(n_documents):
        document_id = f"article_{number:03d}"
        published = FIRST_DAY + timedelta(days=4 * number) if dated and number % 9 else None
        text, body = f"Talks on the river, day {number}\n\n", []
        for row in coded[number::n_documents]:
            name, issue = actors[row["actor_id"]][0], issues[row["issue_id"]]
            start = len(text)
            before = "Rain fell on the \U0001f30a river for days. "
            evidence = f"“{name} {WORDS[int(row['agreement'])]} it: {issue}”, the minister said."
            text += f"{before}{evidence} Nobody was hurt.\n\n"
            body.append((start, len(text) - 2))
            at = start + len(before)
            serial, said = len(statements), len(statements) % 4 != 0
            if said:
                quotations.append(
                    quotation(random, f"q{serial:04d}", document_id, row["actor_id"], text, at, len(evidence))
                )
            statements.append(
                {**row, "statement_id": f"s{serial:04d}", "document_id": document_id, "target_ids": [],
                 "quotation_id": f"q{serial:04d}" if said else None, "published": published,
                 "confidence": round(random.uniform(0.4, 1), 2), "evidence": evidence, "evidence_start": at,
                 "evidence_end": at + len(evidence), "rationale": "verb", "flags": []}
            )  # fmt: skip
        documents.append(
            {"document_id": document_id, "source": f"{document_id}.txt", "title": f"Talks on the river, day {number}",
             "outlet": OUTLETS[number % 4], "published": published, "language": "en", "text": text, "body": body,
             "n_words": len(text.split()), "sha256": f"{number:064x}", "flags": [],
             "duplicate_of": "article_000" if number % 11 == 10 else None}
        )  # fmt: skip
    found = {
        "documents": tables.DOCUMENTS.table(documents),
        "rejects": tables.REJECTS.table(
            [
                {"source": f"bad_{n}.txt", "reason": "not English" if n % 2 else "no text", "detail": ""}
                for n in range(5)
            ]
        ),
        "actors": tables.ACTORS.table(actor_rows(actors)),
        "quotations": tables.QUOTATIONS.table(quotations),
        "mentions": tables.MENTIONS.table(mention_rows(statements, documents, actors)),
        "statements": tables.STATEMENTS.table(statements),
        **compared(statements),
        "principles": tables.PRINCIPLES.table(principle_rows(statements)),
    }
    found |= measured(found["statements"]) if len(actors) < MANY else guessed(found["statements"])
    found["position_shifts"] = tables.POSITION_SHIFTS.table(shift_rows(statements))
    return found


def mention_rows(statements: list[dict], documents: list[dict], actors: dict) -> list[dict]:
    """The name of the actor in each statement, and one name of nobody."""
    texts = {d["document_id"]: d["text"] for d in documents}
    rows = []
    for number, s in enumerate(statements):
        name = actors[s["actor_id"]][0]
        start = texts[s["document_id"]].index(name, s["evidence_start"])
        rows.append(
            {"mention_id": f"m{number:04d}", "document_id": s["document_id"], "start": start, "label": "ORG",
             "end": start + len(name), "text": name, "actor_id": s["actor_id"] if number else None, "confidence": 0.9}
        )  # fmt: skip
    return rows


def actor_rows(actors: dict) -> list[dict]:
    rows = [{"actor_id": i, "name": n, "kind": k, "aliases": [], "n_mentions": 3, "n_documents": 2}
            for i, (n, k) in actors.items()]  # fmt: skip
    rows += [{"actor_id": i, "name": n, "kind": "person", "affiliation": a, "role": r, "aliases": ["the minister"],
              "n_mentions": 1, "n_documents": 1} for i, (n, a, r) in SPEAKERS.items()]  # fmt: skip
    return rows


def quotation(
    random: Random, identifier: str, document_id: str, actor_id: str, text: str, at: int, length: int
) -> dict:
    speaker = {a: s for s, (_, a, _) in SPEAKERS.items()}.get(actor_id)
    end = text.index("”", at)
    cue = text.index("said", end)
    return {
        "quotation_id": identifier, "document_id": document_id, "kind": random.choice(tables.QUOTATION_KINDS),
        "content": text[at + 1 : end], "content_spans": [(at + 1, end)], "cue": "said", "cue_start": cue,
        "cue_end": cue + 4, "cue_lemma": "say", "source": "the minister", "source_start": cue - 13,
        "source_end": cue - 1, "speaker_id": speaker, "actor_id": actor_id,
        "resolution": random.choice(tables.RESOLUTIONS), "confidence": round(random.uniform(0.5, 1), 2), "flags": [],
    }  # fmt: skip


def compared(statements: list[dict]) -> dict:
    """Positions, pairs and networks by the plain formulae, with rough intervals."""
    cells: dict = {}
    for s in statements:
        cells.setdefault((s["actor_id"], s["issue_id"]), []).append(s)
    totals = {a: sum(len(c) for (b, _), c in cells.items() if a == b) for a, _ in cells}
    positions, networks, signs = [], [], {}
    for (actor_id, issue_id), cell in sorted(cells.items()):
        plus, minus = (sum(s["agreement"] * sign > 0 for s in cell) for sign in (1, -1))
        signs.setdefault(actor_id, {})[issue_id] = (plus, minus)
        agreement = (plus - minus) / (plus + minus) if plus + minus else 0.0
        half = 0.0 if abs(agreement) in (0, 1) and not (plus and minus) else 0.5
        low, high = max(-1.0, agreement - half), min(1.0, agreement + half)
        one_sided = low > 0 or high < 0
        label = (
            ("support" if agreement > 0 else "oppose") if one_sided else "mixed" if min(plus, minus) > 1 else "unclear"
        )
        positions.append(
            {"actor_id": actor_id, "issue_id": issue_id, "n_statements": len(cell), "agreement": agreement,
             "n_documents": len({s["document_id"] for s in cell}), "ci_low": low, "ci_high": high,
             "salience": len(cell) / totals[actor_id], "label": label}
        )  # fmt: skip
        networks.append({"kind": "affiliation", "from_id": actor_id, "to_id": issue_id, "weight": float(plus - minus)})
    pairs = []
    for one in sorted(signs):
        for other in sorted(signs):
            shared = sorted(signs[one].keys() & signs[other].keys())
            if one >= other or not shared:
                continue
            both = [(signs[one][i], signs[other][i]) for i in shared]
            congruence = float(sum(a[0] * b[0] + a[1] * b[1] for a, b in both))
            conflict = float(sum(a[0] * b[1] + a[1] * b[0] for a, b in both))
            pairs.append(
                {"actor_id": one, "other_actor_id": other, "n_shared_issues": len(shared), "congruence": congruence,
                 "conflict": conflict, "similarity": (congruence - conflict) / ((congruence + conflict) or 1)}
            )  # fmt: skip
            weights = {"congruence": congruence, "conflict": conflict, "subtract": congruence - conflict}
            networks += [{"kind": k, "from_id": one, "to_id": other, "weight": w} for k, w in weights.items()]
    return {
        "positions": tables.POSITIONS.table(positions),
        "actor_pairs": tables.ACTOR_PAIRS.table(pairs),
        "networks": tables.NETWORKS.table(networks),
    }


def shift_rows(statements: list[dict]) -> list[dict]:
    """One shift and one contradiction, where the statements have them."""
    rows = []
    for actor_id, issue_id, kind in (("karvenia", "sarn_treaty", "shift"), ("tesmark", "velm_vote", "contradiction")):
        cell = [s for s in statements if (s["actor_id"], s["issue_id"]) == (actor_id, issue_id)]
        signs = {s["agreement"]: s for s in cell if s["agreement"]}
        if len(signs) == 2:
            rows.append(
                {"actor_id": actor_id, "issue_id": issue_id, "kind": kind, "before": -1.0, "after": 1.0,
                 "date": signs[1.0]["published"], "confidence": 0.8, "evidence_before": signs[-1.0]["statement_id"],
                 "evidence_after": signs[1.0]["statement_id"]}
            )  # fmt: skip
    return rows


def measured(statements: pd.DataFrame) -> dict:
    compares = comparison.compare_statements(statements)._asdict()
    return {name: compares[name] for name in MEASURED}


def guessed(statements: pd.DataFrame) -> dict:
    """Tables of the right form and size: seven communities by turns, half of their pairs, one score."""
    n = statements.groupby("actor_id").size()
    ids = list(n.index)
    communities = [
        {"actor_id": a, "community": at % 7 + 1, "n_members": len(ids) // 7, "n_statements": int(n[a]),
         "strength": float(at % 50), "stability": 0.9, "n_resamples": 50} for at, a in enumerate(ids)
    ]  # fmt: skip
    pairs = [
        {"actor_id": a, "other_actor_id": b, "together": 0.8, "community": at % 7 + 1}
        for at, a in enumerate(ids) for b in ids[at + 7 :: 14]
    ]  # fmt: skip
    score = {"window": "all", "n_statements": len(statements), "n_documents": 30, "n_actors": len(ids), "n_issues": 8,
             "polarization": 0.5, "null_low": 0.3, "null_median": 0.35, "null_high": 0.4, "p_value": 0.01,
             "n_shuffles": 39, "seed": 0, "search": "heuristic", "camp": ids[::2], "other_camp": ids[1::2]}  # fmt: skip
    return {
        "communities": tables.COMMUNITIES.table(communities),
        "community_pairs": tables.COMMUNITY_PAIRS.table(pairs),
        "polarization": tables.POLARIZATION.table([score]),
        "issue_consensus": measure_consensus(statements),
    }


def principle_rows(statements: list[dict]) -> list[dict]:
    """One actor that turns a principle round and one that holds to it, where both speak about two issues."""
    rows = []
    issue_ids = sorted({s["issue_id"] for s in statements})[:2]
    for actor_id, kind, other in (("karvenia", "contradiction", -1.0), ("belmora", "consistent", 1.0)):
        found = [
            next((s for s in statements if (s["actor_id"], s["issue_id"]) == (actor_id, i)), None) for i in issue_ids
        ]
        if all(found):
            rows.append(
                {"actor_id": actor_id, "principle": "Integrity of territory", "issue_id": issue_ids[0],
                 "object": "Velm", "n_statements": 3, "agreement": 1.0, "evidence": found[0]["statement_id"],
                 "other_issue_id": issue_ids[1], "other_object": "Upper Selm", "other_n_statements": 2,
                 "other_agreement": other, "other_evidence": found[1]["statement_id"], "confidence": 0.7, "kind": kind}
            )  # fmt: skip
    return rows


def make_crowd(n_actors: int, n_issues: int = 8) -> dict:
    """Many actors with long names, and as many issues with long labels as asked."""
    random = Random(n_actors)
    actors = {f"actor_{n:02d}": (f"The {n}. Association of Upper Velm", "group") for n in range(n_actors)}
    stances = {a: tuple(random.choice((-1, 1, 1, 0, 2, None)) for _ in range(n_issues)) for a in actors}
    stances["actor_00"] = (1,) * n_issues
    issues = {f"issue_{n}": f"The long and winding label of issue number {n} on the river" for n in range(n_issues)}
    found = make_tables(actors=actors, issues=issues, stances=stances, n_statements=12 * n_actors)
    return {"tables": found, "issues": issues}


@pytest.fixture(scope="session")
def issues() -> dict:
    return dict(ISSUES)


@pytest.fixture(scope="session")
def world() -> dict:
    return make_tables()


@pytest.fixture(scope="session")
def empty_world() -> dict:
    return {name: schema.empty() for name, schema in tables.SCHEMAS.items()}


@pytest.fixture(scope="session")
def table_maker():
    return make_tables


@pytest.fixture(scope="session")
def crowd_maker():
    return make_crowd
