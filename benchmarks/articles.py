"""Distinct invented news articles, as many as wanted: `python benchmarks/articles.py OUT --n 10000 --seed 1`.

Their sentences come from the templates of `articles.yaml`, filled with invented people, places and matters: statements
of positions, direct, indirect and mixed quotations, reports. The same seed gives the same bytes, and the first articles
of a larger corpus are those of a smaller one. `--seed` also shuffles who and what there is, so that two corpora of
different seeds are about different worlds.
"""

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import batched
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

TEMPLATES = Path(__file__).with_name("articles.yaml")
FORMATS = ("jsonl", "jsonl.gz", "parquet", "txt")
N_TOWNS, N_LANDS, N_PEOPLE = 600, 60, 4000
_FIRST_DAY, _N_DAYS = date(2024, 1, 1), 730
_FILES_IN_A_FOLDER = 1000
_ROW_GROUP = 1000
_SLOT = re.compile(r"\{(\w+)\}")

type Pools = Mapping[str, str | Sequence[Any]]
type Draw = Callable[[], float]
type Pick = Callable[[Sequence[Any]], Any]


class Template(NamedTuple):
    """A text with gaps, and the names of what fills them; `capitals` tells which are capitalised."""

    text: str
    slots: tuple[str, ...]
    capitals: tuple[int, ...]


class Article(NamedTuple):
    """One article as a record of a table."""

    id: str
    title: str
    published: str
    outlet: str
    byline: str
    text: str


class Writer:
    """Writes the articles of one world.

    Args:
        seed: Which world.
        words: About how many words each article has.
    """

    def __init__(self, seed: int = 1, words: int = 400) -> None:
        source = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
        self._seed, self._words = seed, words
        self._kinds = {
            kind: [compile_template(line) for line in source[kind].splitlines()]
            for kind in ("titles", "leads", "claims", "indirect", "direct", "mixed", "reports")
        }
        lists = {**source["words"], **{key: source[key] for key in ("plans", "offices", "roles", "organisations")}}
        self._fixed: dict[str, Sequence[Any]] = {key: _listed(text) for key, text in lists.items()}
        numbers = [str(n) for n in range(12, 400, 7)]
        self._fixed |= {"claim": self._kinds["claims"], "claim2": self._kinds["claims"], "n": numbers, "m": numbers}
        self._fixed |= {"number": [*numbers, "seven", "eight", "nine", "ten", "eleven", "twelve"]}
        self._fixed["adjective"] = _listed(source["adjectives"])
        self._matters = _listed(source["matters"])
        self._bodies, self._outlets = _listed(source["bodies"]), _listed(source["outlets"])
        self._people_of(Random(f"world {seed}"), {key: _listed(text) for key, text in source["names"].items()})

    def _people_of(self, random: Random, parts: Mapping[str, Sequence[str]]) -> None:
        def name(ends: Sequence[str]) -> str:
            middle = "".join(
                random.choice(parts[kind]) for kind in ("starts", "vowels", "middles", "vowels", "middles")
            )
            return middle + random.choice(ends)

        self._towns = sorted({name(parts["town_ends"]) for _ in range(N_TOWNS)})
        self._lands = sorted({name(parts["land_ends"]) for _ in range(N_LANDS)})
        self._lasts = sorted({name(parts["person_ends"]) for _ in range(N_PEOPLE)})
        for names in (self._towns, self._lands, self._lasts, self._matters):
            random.shuffle(names)
        self._firsts = (parts["women"], parts["men"])

    def article(self, number: int) -> Article:
        """The article of this number, whatever others were written before."""
        random = Random(f"{self._seed} {number}")
        draw, pick, skewed = random.random, _picker(random.random), _skewed_picker(random.random)
        town, place = _two(skewed, self._towns)
        land, other_land = _two(skewed, self._lands)
        pools: dict[str, Any] = self._fixed | {
            "town": town, "place": place, "land": land, "other_land": other_land, "body": pick(self._bodies),
            "last": skewed(self._lasts),
        }  # fmt: skip
        matter = skewed(self._matters)
        pools |= {"topic": matter, "thing_short": matter}

        def chosen(kind: str) -> str:
            return _word(pick(self._fixed[kind]), pools, draw)

        outlets = [fill(template, pools, draw) for template in self._outlets]
        pools |= {"outlet": outlets, "ministry": chosen("ministry"), "doing": chosen("doing")}
        pools |= {"event": chosen("event"), "region": chosen("region")}
        pools |= {"people": [chosen("people") for _ in range(3)], "money": chosen("money")}
        pools |= {"org": chosen("organisations"), "other_org": chosen("organisations")}
        pools["thing"] = [f"the {matter}", chosen("plans"), chosen("plans")]
        cast = [self._person(pools, draw) for _ in range(3)]
        published = (_FIRST_DAY + timedelta(days=int(random.random() * _N_DAYS))).isoformat()
        title = _capitalised(fill(pick(self._kinds["titles"]), _scene(pools, cast[0], cast[1]), draw))
        text = self._text(pools, cast, draw)
        if random.random() < 0.4:
            text = text.replace("“", '"').replace("”", '"')
        byline = f"{pick(self._firsts[number % 2])} {skewed(self._lasts)}"
        return Article(f"article_{number:08d}", title, published, pick(outlets), byline, text)

    def _person(self, pools: Pools, draw: Draw) -> dict[str, str]:
        pick, skewed = _picker(draw), _skewed_picker(draw)
        woman = pick((True, False))
        last = skewed(self._lasts)
        name = f"{pick(self._firsts[0 if woman else 1])} {last}"
        role = _word(pick(self._fixed["roles"]), pools, draw)
        office = pick(self._fixed["offices"]) if pick((True, True, False)) else f"the {role}"
        he, his, him = ("she", "her", "her") if woman else ("he", "his", "him")
        return {
            "name": name, "last": last, "office": office, "who": f"{office} {name}", "he": he, "his": his, "him": him,
        }  # fmt: skip

    def _text(self, pools: Pools, cast: Sequence[Mapping[str, str]], draw: Draw) -> str:
        kinds, pick = self._kinds, _picker(draw)
        scenes = [_scene(pools, cast[i], cast[j]) for i, j in ((0, 1), (1, 2), (2, 0))]
        paragraphs = [_capitalised(fill(pick(kinds["leads"]), scenes[0], draw))]
        n = paragraphs[0].count(" ") + 1
        used: set[str] = set()
        while n < self._words - _HALF_A_PARAGRAPH:
            scene = scenes[int(pick(_WHOSE))]
            sentences = []
            for _ in range(pick(_PARAGRAPH)):
                template = pick(kinds[pick(_MIX)])
                if template.text in used:
                    continue
                used.add(template.text)
                sentences.append(_capitalised(fill(template, scene, draw)))
            if sentences:
                paragraphs.append(" ".join(sentences))
                n += paragraphs[-1].count(" ") + 1
            elif len(used) > _RENEW:
                used.clear()
        return "\n\n".join(paragraphs)


_WHOSE = (0, 0, 0, 1, 1, 2)
_PARAGRAPH = (1, 2, 2, 3)
_MIX = ("indirect", "indirect", "direct", "direct", "mixed", "reports", "reports", "reports", "reports", "reports")
_HALF_A_PARAGRAPH = 17  # words
_RENEW = 100  # templates after which an article may repeat some


def compile_template(line: str) -> Template:
    """Read a template.

    Example:
        >>> compile_template("{Last} saw {town}.")
        Template(text='%s saw %s.', slots=('last', 'town'), capitals=(0,))
    """
    names = _SLOT.findall(line)
    text = _SLOT.sub("%s", line.replace("%", "%%")) if names else line
    lower = tuple(name[0].lower() + name[1:] for name in names)
    return Template(text, lower, tuple(i for i, name in enumerate(names) if name[0].isupper()))


def fill(template: Template, pools: Pools, draw: Draw) -> str:
    """The text of a template with each gap filled by the word of its name, or one of its list; `draw` gives 0 … 1."""
    text, slots, capitals = template
    values = []
    for slot in slots:
        value: Any = pools[slot]
        if type(value) is not str:
            value = value[int(draw() * len(value))]
            if type(value) is not str:
                value = fill(value, pools, draw)
        values.append(value)
    for i in capitals:
        values[i] = values[i][:1].upper() + values[i][1:]
    return text % tuple(values)


def _word(value: str | Template, pools: Pools, draw: Draw) -> str:
    return value if isinstance(value, str) else fill(value, pools, draw)


def _listed(text: str) -> list[Any]:
    """The words of a list separated by commas; those with slots as templates."""
    items = [item.strip() for item in text.split(",")]
    return [compile_template(item) if "{" in item else item for item in items]


def _scene(pools: Pools, speaker: Mapping[str, str], other: Mapping[str, str]) -> Pools:
    others = {f"other_{key}": other[key] for key in ("name", "last", "office", "who")}
    return {**pools, **speaker, **others}


def _picker(draw: Draw) -> Pick:
    return lambda choices: choices[int(draw() * len(choices))]


def _skewed_picker(draw: Draw) -> Pick:
    """Some are in the news every day, most once: the n-th of N comes up in proportion to n ** (-2/3)."""
    return lambda choices: choices[int(draw() ** 3 * len(choices))]


def _two(pick: Pick, choices: Sequence[str]) -> tuple[str, str]:
    """Two that differ."""
    one = other = pick(choices)
    while other == one:
        other = pick(choices)
    return one, other


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def iter_articles(n: int, *, seed: int = 1, words: int = 400, first: int = 0) -> Iterator[Article]:
    """Articles `first` … `first + n - 1` of the world of `seed`."""
    writer = Writer(seed, words)
    return map(writer.article, range(first, first + n))


def write_corpus(out: Path, articles: Iterator[Article], form: str) -> None:
    """Write articles as they come: one file of records, or a folder of texts."""
    if form == "txt":
        for number, article in enumerate(articles):
            path = out / f"{number // _FILES_IN_A_FOLDER:05d}" / f"{article.id}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            head = f"{article.title}\n\nBy {article.byline}, {article.outlet}\n\n{article.published}\n\n"
            path.write_text(head + article.text + "\n", encoding="utf-8", newline="\n")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        schema = pa.schema([(name, pa.string()) for name in Article._fields])
        with pq.ParquetWriter(out, schema, compression="zstd") as table:
            for rows in batched(articles, _ROW_GROUP):
                table.write_table(pa.Table.from_pylist([row._asdict() for row in rows], schema))
        return
    with ExitStack() as stack:
        to: Any = stack.enter_context(out.open("wb"))
        if form == "jsonl.gz":  # with no name and no time in its header, so that the bytes are the same
            to = stack.enter_context(gzip.GzipFile("", "wb", compresslevel=1, fileobj=to, mtime=0))
        for article in articles:
            to.write(json.dumps(article._asdict(), ensure_ascii=False).encode() + b"\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the file, or the folder of texts")
    parser.add_argument("--n", type=int, default=10_000, help="how many articles")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=400, help="about how many words each")
    parser.add_argument("--format", choices=FORMATS, default="jsonl")
    given = parser.parse_args(arguments)
    written = iter_articles(given.n, seed=given.seed, words=given.words, first=given.first)
    write_corpus(given.out, written, given.format)


if __name__ == "__main__":
    main()
