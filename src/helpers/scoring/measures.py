"""What a run has right in one annotated article, measure by measure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from helpers.scoring.gold import GoldArticle, GoldQuotation, Row, Spans
from helpers.scoring.matching import Characters, characters, match, shares_word

MIN_OVERLAP = 0.5  # share of a gold content's characters that a quotation must cover to be that quotation

# Measures with one value; the others have precision and recall.
SHARES = ("kind", "left unlinked", "sign", "opposite sign", "boilerplate left out", "quotations kept")


class Count(NamedTuple):
    """How many things were annotated and how many of them the run has right; the same from the run's side."""

    n_gold: int = 0
    right_gold: int = 0
    n_run: int = 0
    right_run: int = 0


class Article(NamedTuple):
    """What was annotated in one article, and what the run has of it."""

    gold: GoldArticle
    run: Mapping[str, list[Row]]
    text: str
    actor_ids: frozenset[str]  # annotated anywhere


class _Unit(NamedTuple):
    """What one actor says on one issue in one place, however often it is coded there."""

    actor_id: str
    issue_id: str
    sign: int
    target_ids: frozenset[str]
    place: Characters


def _share(n: int, of: int) -> Count:
    return Count(of, n, of, n)


# --- Quotations ---------------------------------------------------------------------------------


def _count_quotations(article: Article) -> dict[str, Count]:
    gold, run = article.gold.quotations, article.run["quotations"]
    pairs = _pair_quotations(article)
    sourced = [(one, other) for one, other in pairs if one.source_spans]
    right = sum(
        shares_word(characters(one.source_spans), characters(_source(other)), article.text) for one, other in sourced
    )
    # Where the annotators marked no source nothing can be right or wrong: it may stand in an earlier sentence.
    n_gold, n_run = sum(bool(q.source_spans) for q in gold), len(run) - (len(pairs) - len(sourced))
    return {
        "found": Count(len(gold), len(pairs), len(run), len(pairs)),
        "source": Count(n_gold, right, n_run, right),
    }


def _count_speakers(article: Article) -> dict[str, Count]:
    gold, run = article.gold.quotations, article.run["quotations"]
    pairs = _pair_quotations(article)

    def count(who: str) -> Count:
        right = sum(other[who] is not None and other[who] == getattr(one, who) for one, other in pairs)
        n_gold, n_run = sum(getattr(q, who) is not None for q in gold), sum(q[who] is not None for q in run)
        return Count(n_gold, right, n_run, right)

    same_kind = sum(one.kind == other["kind"] for one, other in pairs)
    return {"speaker_id": count("speaker_id"), "actor_id": count("actor_id"), "kind": _share(same_kind, len(pairs))}


def _pair_quotations(article: Article) -> list[tuple[GoldQuotation, Row]]:
    def fit(one: GoldQuotation, other: Row) -> tuple[float, ...] | None:
        annotated, found = characters(one.content_spans), characters(other["content_spans"])
        n_shared = len(annotated & found)
        return (n_shared, n_shared / len(annotated | found)) if n_shared >= MIN_OVERLAP * len(annotated) else None

    return match(article.gold.quotations, article.run["quotations"], fit)


def _source(quotation: Row) -> Spans:
    start, end = quotation["source_start"], quotation["source_end"]
    return [] if start is None else [(start, end)]


# --- Mentions -----------------------------------------------------------------------------------


def _count_mentions(article: Article) -> dict[str, Count]:
    annotated = article.gold.tables["mentions"]
    linked = [row for row in article.run["mentions"] if row["actor_id"] is not None]

    def hit(row: Row, others: Iterable[Row]) -> set[str | None]:
        """Actors of the mentions that overlap this one."""
        return {other["actor_id"] for other in others if other["start"] < row["end"] and row["start"] < other["end"]}

    named = [row for row in annotated if row["actor_id"] is not None]
    nameless = [row for row in annotated if row["actor_id"] is None]
    judged = [row for row in linked if row["actor_id"] in article.actor_ids or hit(row, annotated)]
    return {
        "actor_id": Count(
            len(named),
            sum(row["actor_id"] in hit(row, linked) for row in named),
            len(judged),
            sum(row["actor_id"] in hit(row, annotated) for row in judged),
        ),
        "left unlinked": _share(sum(not hit(row, linked) for row in nameless), len(nameless)),
    }


# --- Statements ---------------------------------------------------------------------------------


def _count_statements(article: Article) -> dict[str, Count]:
    gold, run = _gold_units(article.gold), _run_units(article.run)
    pairs = match(gold, run, _fit_units)
    right = sum(one.sign == other.sign != 0 for one, other in pairs)
    aimed = [(one, other) for one, other in pairs if one.target_ids]
    hits = sum(bool(one.target_ids & other.target_ids) for one, other in aimed)
    return {
        "stance": Count(sum(u.sign != 0 for u in gold), right, sum(u.sign != 0 for u in run), right),
        "sign": _share(sum(one.sign == other.sign for one, other in pairs), len(pairs)),
        "opposite sign": _share(sum(one.sign * other.sign < 0 for one, other in pairs), len(pairs)),
        "issue": Count(*_count_issues(gold, run), *_count_issues(run, gold)),
        "target": Count(len(aimed), hits, sum(bool(other.target_ids) for _, other in aimed), hits),
    }


def _fit_units(one: _Unit, other: _Unit) -> tuple[float, ...] | None:
    n_shared = len(one.place & other.place) if one[:2] == other[:2] else 0
    return (one.sign == other.sign, n_shared) if n_shared else None


def _count_issues(units: Sequence[_Unit], others: Sequence[_Unit]) -> tuple[int, int]:
    """Units where the other side has the same actor in the same place, and those where it has the issue too."""
    issues = [{o.issue_id for o in others if o.actor_id == u.actor_id and o.place & u.place} for u in units]
    return sum(map(bool, issues)), sum(u.issue_id in found for u, found in zip(units, issues, strict=True))


def _gold_units(article: GoldArticle) -> list[_Unit]:
    units = []
    for row in article.tables["statements"]:
        place = characters([(row["evidence_start"], row["evidence_end"])])
        if row["from_quotation"]:
            contents = (characters(q.content_spans) for q in article.quotations if q.actor_id == row["actor_id"])
            place = place.union(*(content for content in contents if content & place))
        targets = frozenset(filter(None, [row["target_id"]]))
        units.append(_Unit(row["actor_id"], row["issue_id"], _sign(row["agreement"]), targets, place))
    return _merge_units(units)


def _run_units(run: Mapping[str, list[Row]]) -> list[_Unit]:
    contents = {row["quotation_id"]: row["content_spans"] for row in run["quotations"]}
    units = []
    for row in run["statements"]:
        place = characters([(row["evidence_start"], row["evidence_end"]), *contents.get(row["quotation_id"], [])])
        units.append(
            _Unit(row["actor_id"], row["issue_id"], _sign(row["agreement"]), frozenset(row["target_ids"]), place)
        )
    return _merge_units(units)


def _merge_units(units: Iterable[_Unit]) -> list[_Unit]:
    """Join units of the same actor, issue and sign that overlap, so that splitting a quotation changes no score."""
    merged: list[_Unit] = []
    for unit in units:
        same = [other for other in merged if other[:3] == unit[:3] and other.place & unit.place]
        targets = unit.target_ids.union(*(other.target_ids for other in same))
        place = unit.place.union(*(other.place for other in same))
        merged = [other for other in merged if other not in same] + [unit._replace(target_ids=targets, place=place)]
    return merged


def _sign(agreement: float) -> int:
    return (agreement > 0) - (agreement < 0)


# --- Segments and documents ---------------------------------------------------------------------


def _count_segments(article: Article) -> dict[str, Count]:
    analysed = characters(span for row in article.run["documents"] for span in row["body"])
    segments = [(row["start"], row["end"]) for row in article.gold.tables["segments"]]
    boilerplate, quoted = characters(segments), characters(s for q in article.gold.quotations for s in q.content_spans)
    return {
        "boilerplate left out": _share(len(boilerplate - analysed), len(boilerplate)),
        "quotations kept": _share(len(quoted & analysed), len(quoted)),
    }


def _count_dates(article: Article) -> dict[str, Count]:
    annotated = {row["published"] for row in article.gold.tables["documents"] if row["published"]}
    dates = (row["published"] for row in article.run["documents"])
    found = {date.date().isoformat() for date in dates if date is not None}
    right = len(annotated & found)
    return {"published": Count(len(annotated), right, len(found), right)}


COUNTERS: tuple[tuple[str, Callable[[Article], dict[str, Count]]], ...] = (
    ("quotations", _count_quotations),
    ("quotations", _count_speakers),
    ("mentions", _count_mentions),
    ("statements", _count_statements),
    ("segments", _count_segments),
    ("documents", _count_dates),
)
