"""A document is coded again where, and only where, its statements may follow what has changed in the catalogue."""

import re
from random import Random

import pyarrow as pa
import pytest

from helpers import parses
from helpers.model import parse_text
from helpers.statements import Issue, IssueCatalogue, coding_tasks
from helpers.statements.coding_tasks import CODED, Coding, How
from helpers.statements.following import Following

TEXTS = [
    "Norland rejects the sugar tax. Estavia supports it.\nSudmark welcomed the cease-fire and the pipeline.",
    "The labour programme is rigged, Norland said. Estavia opposes the programme of work.",
    "Norland wants a merger of Sudmark. Estavia condemned the mergers.",
    "Estavia and Sudmark called for a ceasefire. The US rejected the cease fire. Norland told us to accept it.",
    "Sudmark voted against the tax. The free vote was free and fair, said Estavia.",
    "Norland ratified the fishing accord. Estavia criticised the accords. It is a bad treaty, Norland said.",
    "Estavia demands import duties. Norland rejects tariffs and the tax on sugar.",
    "It rained. Nobody said anything.",
    "Norland supports the pipeline of Sudmark. Estavia rejects the pipeline. Critics attacked the labor program.",
]
TERMS = [
    "sugar tax", "tax", "the taxes", "tax on sugar", "cease-fire", "ceasefire", "cease fire", "fire", "pipeline",
    "labour programme", "program", "programme of work", "US", "vote", "free vote", "accord", "fishing accord", "ratify",
    "import duty", "tariff", "merger", "treaty", "river", "river treaty",
]  # fmt: skip
DECIDING = ["free and fair", "rigged", "bad", "treaty", "free vote", "cease fire", "never said"]
OBJECTS = [None, None, "norland", "estavia", "sudmark"]
NAMES = {name: name.lower() for name in ("Norland", "Estavia", "Sudmark")}


@pytest.fixture(scope="module")
def task(nlp):
    """All texts as one part."""
    docs = [parse_text(nlp, text, f"d{n}") for n, text in enumerate(TEXTS)]
    mentions = {
        doc.user_data["document_id"]: [
            {"start": m.start(), "end": m.end(), "actor_id": NAMES[m.group()]}
            for m in re.finditer("|".join(NAMES), doc.text)
        ]
        for doc in docs
    }
    mentions["d2"].append(mentions["d2"][1] | {"actor_id": "estavia"})  # two actors are named by the same word
    documents = {doc.user_data["document_id"]: (doc.text, None) for doc in docs}
    return Coding(dict.fromkeys(documents, "key"), parses.pack(docs), documents, {}, mentions, frozenset(documents))


def any_issue(random, issue_id):
    return Issue(
        id=issue_id,
        label="L",
        terms=random.sample(TERMS, random.randint(1, 3)),
        pro_terms=random.sample(DECIDING, random.randint(0, 1)),
        con_terms=random.sample(DECIDING, random.randint(0, 1)),
        object=random.choice(OBJECTS),
    )


def changed(issues, random):
    """A catalogue that differs a little."""
    issues = list(issues)
    n = random.randrange(len(issues)) if issues else 0
    change = random.choice(["new", "gone", "moved", "term", "term", "object", "label", "renamed"])
    free = sorted({f"i{m}" for m in range(8)} - {issue.id for issue in issues})
    if (change == "new" and free) or not issues:
        issues.insert(n, any_issue(random, random.choice(free)))
    elif change == "gone":
        del issues[n]
    elif change == "moved":
        issues.append(issues.pop(n))
    elif change == "term":
        other = any_issue(random, issues[n].id)
        issues[n] = issues[n].model_copy(update={"terms": [*issues[n].terms[:-1], *other.terms[:1]]})
    elif change == "object":
        issues[n] = issues[n].model_copy(update={"object": random.choice(OBJECTS)})
    elif change == "label":
        issues[n] = issues[n].model_copy(update={"label": random.choice("LMN"), "supports": "more of it"})
    elif free:
        issues[n] = issues[n].model_copy(update={"id": random.choice(free)})
    return issues


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_of_the_catalogue_all_is_as_if_coded_afresh(task, actors, seed):
    random = Random(seed)
    issues = [any_issue(random, f"i{n}") for n in range(5)]
    coded, n_coded, n_changes = CODED.empty_table(), 0, 60
    for _ in range(n_changes):
        how = How(actors, IssueCatalogue(issues=issues), second_opinion=False)
        code = coding_tasks.start(how)
        known = task.known(coded, Following(how.issues))
        left = task.without(known["document_id"].to_pylist())
        n_coded += len(left.documents)
        coded = pa.concat_tables([known, code(left)]).sort_by("document_id")
        afresh = code(task).sort_by("document_id")
        assert coded.drop_columns("rivals").equals(afresh.drop_columns("rivals"))
        issues = changed(issues, random)
    assert n_coded < n_changes * len(TEXTS) / 2


@pytest.fixture
def recoded(task, actors):
    """Which documents are coded again when one catalogue follows another."""

    def run(before, after):
        catalogues = [IssueCatalogue(issues=issues) for issues in (before, after)]
        coded = coding_tasks.start(How(actors, catalogues[0], second_opinion=False))(task)
        known = task.known(coded, Following(catalogues[1]))
        return sorted(task.without(known["document_id"].to_pylist()).documents)

    return run


def issue(issue_id, *terms, **more):
    return Issue(id=issue_id, label="L", terms=list(terms), **more)


def test_a_new_term_concerns_the_documents_that_have_all_its_words(recoded):
    before = [issue("a", "pipeline")]
    assert recoded(before, [issue("a", "pipeline", "ceasefire")]) == ["d0", "d3"]
    assert recoded(before, [issue("a", "pipeline", "river treaty")]) == []
    assert recoded(before, [issue("a", "pipeline"), issue("b", "labor program")]) == ["d1", "d8"]


def test_labels_and_the_order_of_issues_concern_no_document_in_which_they_do_not_meet(recoded):
    tax, vote = issue("a", "tax"), issue("b", "vote")
    assert recoded([tax, vote], [vote, tax.model_copy(update={"label": "M"})]) == []
    free = issue("c", "free vote", "vote")
    assert recoded([tax, vote, free], [tax, free, vote]) == ["d4"]


def test_an_object_concerns_the_documents_that_name_the_issue(recoded):
    assert recoded([issue("a", "merger")], [issue("a", "merger", object="sudmark")]) == ["d2"]


def test_an_object_of_another_issue_concerns_documents_that_name_it_where_objects_decide(recoded):
    before = [issue("a", "merger", object="norland"), issue("b", "merger", object="sudmark")]
    assert recoded(before, [*before, issue("c", "river", object="estavia")]) == ["d2"]
    assert recoded(before[:1], [before[0], issue("c", "river", object="estavia")]) == []


def test_sentences_that_were_not_asked_for_before_are_read(task, actors):
    how = How(actors, IssueCatalogue(issues=[issue("a", "tax")]), second_opinion=False)
    fewer = task._replace(sampled=frozenset({"d1"}))
    coded = coding_tasks.start(how)(fewer)
    assert coded["sentences"].is_valid().to_pylist() == [n == 1 for n in range(len(TEXTS))]
    following = Following(how.issues)
    assert len(fewer.known(coded, following)) == len(TEXTS)
    assert task.known(coded, following)["document_id"].to_pylist() == ["d1"]
