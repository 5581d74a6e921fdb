"""The formulae once more, in loops and plain Python, written from their definitions and not from the package.

A row is (actor, issue, agreement, document, date or None); a date is a `datetime.date`.
"""

from datetime import date, timedelta
from itertools import combinations
from math import log


def sign(agreement):
    return (agreement > 0) - (agreement < 0)


def without_duplicates(rows, rule):
    if rule == "include":
        return list(rows)
    kept, seen = [], set()
    for row in rows:
        actor, issue, agreement, document, day = row
        if rule == "acrossrange":
            unit = "everything"
        elif rule == "document" or day is None:
            unit = ("document", document)
        elif rule == "week":
            unit = ("week", *day.isocalendar()[:2])
        elif rule == "month":
            unit = ("month", day.year, day.month)
        else:
            unit = ("year", day.year)
        key = (actor, issue, sign(agreement), unit)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def number(rows, actor, issue, *signs):
    return sum(1 for row in rows if row[0] == actor and row[1] == issue and sign(row[2]) in signs)


def actors(rows):
    return sorted({row[0] for row in rows})


def issues(rows):
    return sorted({row[1] for row in rows})


def two_mode(rows, actor, issue, aggregation, normalization):
    """`ignore` or `subtract`; None where normalisation would divide by nothing."""
    plus, minus = number(rows, actor, issue, 1), number(rows, actor, issue, -1)
    value = plus + minus if aggregation == "ignore" else plus - minus
    if normalization == "none":
        return value
    if normalization == "activity":
        whole = sum(number(rows, actor, other, 1, -1) for other in issues(rows))
    else:
        whole = sum(number(rows, other, issue, 1, -1) for other in actors(rows))
    return value / whole if whole else None


def one_mode(rows, one, other, aggregation, normalization):
    total = 0
    for issue in issues(rows):
        a_plus, a_minus = number(rows, one, issue, 1), number(rows, one, issue, -1)
        b_plus, b_minus = number(rows, other, issue, 1), number(rows, other, issue, -1)
        if aggregation in ("congruence", "subtract"):
            total += a_plus * b_plus + a_minus * b_minus
        if aggregation == "conflict":
            total += a_plus * b_minus + a_minus * b_plus
        if aggregation == "subtract":
            total -= a_plus * b_minus + a_minus * b_plus
        if aggregation == "ignore":
            total += (a_plus + a_minus) * (b_plus + b_minus)
    if normalization == "average":
        n_one = sum(1 for row in rows if row[0] == one)
        n_other = sum(1 for row in rows if row[0] == other)
        return total / ((n_one + n_other) / 2)
    return total


def agreement(rows, actor, issue):
    plus, minus = number(rows, actor, issue, 1), number(rows, actor, issue, -1)
    return (plus - minus) / (plus + minus) if plus + minus else 0


def log_ratio(rows, actor, issue):
    return log((number(rows, actor, issue, 1) + 0.5) / (number(rows, actor, issue, -1) + 0.5))


def salience(rows, actor, issue):
    return number(rows, actor, issue, -1, 0, 1) / sum(1 for row in rows if row[0] == actor)


def split_score(rows, camp):
    """Q of one split: `camp` against all other actors."""
    names = actors(rows)
    n = len(names)
    congruence = {(a, b): one_mode(rows, a, b, "congruence", "average") for a in names for b in names if a != b}
    conflict = {(a, b): one_mode(rows, a, b, "conflict", "average") for a in names for b in names if a != b}
    all_congruence, all_conflict = sum(congruence.values()), sum(conflict.values())
    if not all_congruence + all_conflict:
        return None
    size = {True: len(camp), False: n - len(camp)}
    w = sum(s * (s - 1) for s in size.values())
    b = n * (n - 1) - w
    total = 0
    for one, other in congruence:
        same = (one in camp) == (other in camp)
        if same:
            s = size[one in camp]
            total += abs(congruence[one, other] - (s * (s - 1) / w) * all_congruence / w) + abs(conflict[one, other])
        else:
            expected = (size[True] * size[False] / b) * all_conflict / b
            total += abs(congruence[one, other]) + abs(conflict[one, other] - expected)
    return total / (2 * (all_congruence + all_conflict))


def polarization(rows):
    """The largest Q over all balanced splits; None where there is nothing to measure."""
    names = actors(rows)
    if len(names) < 2:
        return None
    scores = [split_score(rows, set(camp)) for camp in combinations(names, len(names) // 2)]
    return None if None in scores else max(scores)


def van_der_eijk(ratings):
    """A of a distribution over ordered categories, layer by layer."""
    ratings, k, total, result = list(ratings), len(ratings), sum(ratings), 0.0
    while any(ratings):
        layer = [1 if r else 0 for r in ratings]
        height = min(r for r in ratings if r)
        used = sum(layer)
        tu = tdu = 0
        for i in range(k):
            for j in range(i + 1, k):
                for m in range(j + 1, k):
                    triple = (layer[i], layer[j], layer[m])
                    tu += triple in ((1, 1, 0), (0, 1, 1))
                    tdu += triple == (1, 0, 1)
        if used == 1:
            u = 1
        elif used == k:
            u = 0
        else:
            u = ((k - 2) * tu - (k - 1) * tdu) / ((k - 2) * (tu + tdu))
        result += (height * used / total) * u * (1 - (used - 1) / (k - 1))
        ratings = [r - height if r else 0 for r in ratings]
    return result


def windows(rows, unit, size):
    """First day, last day and rows of each window of calendar units that is not empty."""
    days = sorted(row[4] for row in rows if row[4] is not None)
    found = []
    start = first_day(days[0], unit) if days else None
    while days and start <= days[-1]:
        stop = start
        for _ in range(size):
            stop = next_unit(stop, unit)
        inside = [row for row in rows if row[4] is not None and start <= row[4] < stop]
        last_needed = next_unit(first_day(days[-1], unit), unit)
        if inside and (stop <= last_needed or start == first_day(days[0], unit)):
            found.append((start, stop - timedelta(days=1), inside))
        start = next_unit(start, unit)
    return found


def first_day(day, unit):
    return {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "year": day.replace(day=1, month=1),
    }[unit]


def next_unit(day, unit):
    if unit == "day":
        return day + timedelta(days=1)
    if unit == "week":
        return day + timedelta(days=7)
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date(day.year + 1, 1, 1)
