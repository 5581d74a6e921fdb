"""The evidence is the clause that says it, with the quotation that it stands in."""

import pytest

from helpers.statements.evidence import clause_of, find_evidence


@pytest.fixture(scope="module")
def parsed(nlp):
    """The only sentence of a text."""
    return lambda text: next(nlp(text).sents)


def shown(sentence, word, quoted=()):
    position = next(t.i for t in sentence if t.text == word)
    start, end = find_evidence(sentence, position, quoted)
    return sentence.doc.text[start:end]


def test_of_clauses_with_subjects_of_their_own_only_one_is_shown(parsed):
    sentence = parsed("Norland rejects the merger, and Estavia supports the pipeline.")
    assert shown(sentence, "merger") == "Norland rejects the merger,"
    assert shown(sentence, "pipeline") == "Estavia supports the pipeline."


def test_clauses_with_one_subject_are_shown_together(parsed):
    text = "Norland rejects the merger and supports the pipeline."
    assert shown(parsed(text), "merger") == shown(parsed(text), "pipeline") == text


def test_what_somebody_says_is_shown_with_who_says_it(parsed):
    sentence = parsed("It is fair, and the merger is not, Lena Holm said.")
    everything = range(sentence.start, sentence.end)
    assert shown(sentence, "merger", everything) == sentence.text


def test_tokens_of_a_quotation_in_other_sentences_are_not_shown(nlp):
    first, second = nlp("Norland rejects the merger. It is a trap.").sents
    assert shown(first, "merger", range(first.start, second.end)) == "Norland rejects the merger."


def test_a_clause_always_holds_its_token(parsed):
    sentence = parsed("Norland, which rejects the merger, and Estavia, which does not, met on Monday.")
    assert all(token.i in clause_of(token, sentence) for token in sentence)
