"""Terms that a catalogue may lack."""

import numpy as np
import pytest
from spacy.vectors import Vectors
from spacy.vocab import Vocab

from helpers import runs, tables
from helpers.model import load_vectors, parse_text
from helpers.parses import iter_parses
from helpers.resources import REFERENCE
from helpers.statements import format_terms, load_issues, parse_issues, suggest_terms, suggestions
from helpers.statements.issues import Issue, IssueCatalogue

ISSUES = "issues: [{id: tax, label: T, terms: [sugar tax]}, {id: rail, label: R, terms: [railway], con_terms: [noise]}]"
TEXTS = {
    "a": "Norland rejects the sugar tax. The levy hurts bakers. A dog barked.",
    "b": "Bakers fear the levy and the sugar tax. Estavia builds the railway. The noise is awful near the railway.",
    "c": "The levy stays. The sugar tax stays. A dog slept. The railway opens. The noise grows. The dog ran.",
}


def suggest(nlp, texts=TEXTS, catalogue=ISSUES, **options):
    docs = [parse_text(nlp, text, document_id) for document_id, text in texts.items()]
    documents = tables.DOCUMENTS.table(
        {"document_id": i, "source": i, "language": "en", "text": text, "body": [(0, len(text))], "n_words": 1,
         "sha256": "0", "flags": []}
        for i, text in texts.items()
    )  # fmt: skip
    mentions = options.pop("mentions", tables.MENTIONS.empty())
    return suggest_terms(docs, mentions, documents, parse_issues(catalogue), **options)


def test_a_phrase_that_keeps_an_issues_company_is_suggested_with_its_evidence_and_line(nlp):
    table = suggest(nlp)
    tables.ISSUE_SUGGESTIONS.validate(table)
    row = table[table["term"] == "levy"].iloc[0]
    assert (row["issue_id"], row["n_documents"]) == ("tax", 3)
    assert row["evidence"] == "Bakers fear the levy and the sugar tax."
    assert row["line"] == 'terms: ["sugar tax", "levy"]'
    assert parse_issues(ISSUES.replace("terms: [sugar tax]", row["line"])).issues[0].terms == ["sugar tax", "levy"]


def test_what_the_catalogue_has_already_and_what_stands_anywhere_is_not_suggested(nlp):
    terms = set(suggest(nlp)["term"])
    assert not {"tax", "sugar tax", "railway", "noise", "dog"} & terms


def test_names_of_actors_are_not_suggested(nlp):
    docs = {i: text.replace("levy", "alliance") for i, text in TEXTS.items()}
    mentions = tables.MENTIONS.table(
        {"mention_id": f"{i}", "document_id": i, "start": text.index("alliance"), "end": text.index("alliance") + 8,
         "text": "alliance", "label": "ORG", "actor_id": "alliance", "confidence": 1.0}
        for i, text in docs.items()
    )  # fmt: skip
    assert "alliance" in set(suggest(nlp, docs)["term"])
    assert "alliance" not in set(suggest(nlp, docs, mentions=mentions)["term"])


def test_what_stands_in_one_article_only_is_not_suggested(nlp):
    assert suggest(nlp, {"a": " ".join(TEXTS.values())}).empty
    assert suggest(nlp, {}).empty


def test_likeness_in_meaning_raises_the_score(nlp):
    vocab = Vocab()
    vocab.reset_vectors(width=2)
    for word, vector in (("sugar", [1, 0]), ("tax", [1, 0]), ("levy", [1, 0.1]), ("baker", [0, 1])):
        vocab.set_vector(word, np.array(vector, dtype="float32"))
    plain, told = (suggest(nlp, vocab=v).set_index("term")["score"] for v in (None, vocab))
    assert told["levy"] > plain["levy"] and told["baker"] == plain["baker"]


def test_each_phrase_is_suggested_once_and_the_order_of_articles_does_not_matter(nlp):
    table = suggest(nlp)
    assert table["term"].is_unique
    other = suggest(nlp, dict(reversed(TEXTS.items())))
    assert table[["issue_id", "term", "score"]].equals(other[["issue_id", "term", "score"]])


def test_suggestions_read_as_lines(nlp):
    assert format_terms(tables.ISSUE_SUGGESTIONS.empty()) == "No term to suggest."
    assert format_terms(suggest(nlp), n=1).splitlines()[-1].startswith("tax: ")


@pytest.mark.parametrize(
    ("issue_id", "term"),
    [("kaldra_dam", "dam"), ("kaldra_dam", "reservoir"), ("sarn_treaty", "treaty"), ("velm_vote", "ballot"),
     ("velm_vote", "vote"), ("sanctions", "penalty"), ("sanctions", "sanction"), ("observer_mission", "observer")],
)  # fmt: skip
def test_a_term_that_is_taken_from_the_samples_catalogue_is_suggested_again(sample_run, issue_id, term):
    def without(issue):
        kept = [t for t in issue.terms if term not in t.split()]
        return issue.model_copy(update={"terms": kept}) if issue.id == issue_id else issue

    issues = load_issues(REFERENCE / "issues.yaml")
    catalogue = IssueCatalogue(issues=[without(issue) for issue in issues.issues])
    documents, mentions = runs.read_tables(sample_run, "documents", "mentions")
    own = documents.loc[documents["duplicate_of"].isna(), "document_id"]
    docs = (doc for _, doc in iter_parses(sample_run / "parses", only=set(own)))
    table = suggest_terms(docs, mentions, documents, catalogue, vocab=load_vectors())
    assert term in set(table.loc[table["issue_id"] == issue_id, "term"])


def test_word_vectors_count_before_any_word_was_looked_up():
    vocab = Vocab()
    keys = [vocab.strings.add(word) for word in ("toll", "fare")]
    vocab.vectors = Vectors(data=np.array([[1.0, 0.0], [0.8, 0.6]], dtype=np.float32), keys=keys)
    assert len(vocab) == 0
    meaning = suggestions._Meaning(Issue(id="toll", label="Toll", supports="s", opposes="o", terms=["toll"]), vocab)
    assert meaning.likeness("fare") == pytest.approx(0.8)
