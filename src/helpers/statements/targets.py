"""The words of a sentence that name a matter, or stand for one: "it", "the document", "welcomed the decision"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.ballots import framed_by
from helpers.statements.context import Context
from helpers.statements.echoes import iter_bare_deeds, iter_echoes, iter_votes
from helpers.statements.lexicon import StanceWords
from helpers.statements.pointing import Target, relative_pronouns
from helpers.statements.stand_ins import iter_stand_ins
from helpers.statements.tree import agent, lemma, takes_infinitive

_MAX_NAMED = 20  # times that a sentence names matters: one with more is a list, and each costs a walk through it


def iter_targets(sentence: Span, context: Context, words: StanceWords) -> Iterator[Target]:
    """The words of a sentence that name an issue, or stand for one named before."""
    every = context.matches.get(sentence.start, [])
    matches = every[:_MAX_NAMED]
    for match in matches:
        root = sentence.doc[match.start : match.end].root
        act = root.pos_ in ("VERB", "AUX") and not (_is_name(root) or context.is_person(match.issue_id))
        if act and not _is_act(root, words):
            continue
        act = act and not _is_topic(root)
        yield Target(match.issue_id, root, act=act, first=match.start)
        for token in relative_pronouns(root):
            yield Target(match.issue_id, token, note=root.text)
        if (frame := framed_by(root)) is not None:
            yield Target(match.issue_id, frame, note=root.text)
    named = {i for match in every for i in range(match.start, match.end)}
    things = [m for m in matches if not context.is_person(m.issue_id)]
    voted = list(iter_votes(sentence, context, named))
    yield from voted
    named.update(target.token.i for target in voted)
    if not matches:
        yield from iter_bare_deeds(sentence, context)
    echoes = list(iter_echoes(sentence, context, named, things))
    yield from echoes
    named.update(target.token.i for target in echoes)
    yield from iter_stand_ins(sentence, context, words, named, things)


def _is_name(word: Token) -> bool:
    """Whether a word is a name, whatever part of speech the parser takes it for."""
    opens = word.is_sent_start or word.nbor(-1).is_quote
    return word.is_title and (bool(word.ent_type_) or not opens)


def _is_act(verb: Token, words: StanceWords) -> bool:
    """Whether a verb that is a term does the matter: not "they vote to …", nor a mere purpose."""
    done = verb.dep_ == "acl" and verb.tag_ == "VBN" and agent(verb) is None
    if verb.dep_ in ("amod", "compound") or done:
        return False
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    if verb.dep_ == "advcl" and infinitive and not takes_infinitive(verb.head, words):
        return False
    return words.carrier("demands", lemma(verb), ()) is None


def _is_topic(verb: Token) -> bool:
    """Whether a doing is only what something is about: "his position on raising the tax"."""
    on = verb.head
    return verb.dep_ == "pcomp" and on.lower_ in ("on", "about", "regarding") and on.head.pos_ == "NOUN"
