"""Words that stand for an issue named before: "it", "the document", "those against"."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from helpers.statements.context import Context
from helpers.statements.evidence import clause_of
from helpers.statements.lexicon import StanceWords
from helpers.statements.matching import IssueMatch
from helpers.statements.pointing import NAMED_BEFORE, SAFE, UNSURE, Target, is_definite, issues_in
from helpers.statements.tree import RELATIVIZERS, is_indefinite, lemma, negators, says_of_what

_PLURALS = ("they", "them", "these", "those")
# At most so much for a pronoun of which something is told ("it cost us the valley"), or that is judged ("it is a
# shame"): often it means something else (docs/statements.md).
_TOLD, _JUDGED = 0.5, 0.35
_MINOR = 0.5  # … and where the article is about something else
_HELD_OPEN = ("xcomp", "ccomp", "advcl", "csubj", "acl", "relcl")  # clauses for which "it" holds the place
_VOTE, _LIST = "vote", "list"


def iter_stand_ins(
    sentence: Span, context: Context, words: StanceWords, named: Collection[int], things: Sequence[IssueMatch]
) -> Iterator[Target]:
    """The words of a sentence that stand for an issue named in it, or before.

    Args:
        sentence: One sentence.
        context: What its document says before.
        words: Words that take a side.
        named: Positions of words that are known to name an issue or to stand for one.
        things: Issues, no persons, that the sentence names.
    """
    topics = context.topics(sentence)
    for token in sentence:
        if token.i not in named and _may_stand_in(token, words):
            near = issues_in([m for m in things if m.end <= token.i or _is_same_word(token, m, context)], sentence.doc)
            if things and not near and token.pos_ != "PRON":
                if words.among(token, "laws") or _is_in_clause(things, token, sentence):
                    continue  # "the idea that … the matter"
            told = near or context.fitting(lemma(token), topics)
            if token.pos_ == "PRON" and token.dep_ == "dobj" and words.among(token.head, "judging"):
                told = [*told, *((i, not many) for i, many in told if context.is_both(i))]  # "called it overdue"
            if token.pos_ == "PRON" and context.rival(token, told) and not (near and _is_voted_on(token)):
                continue
            for stand_in in _stand_in(token, told, words, own=bool(near)):
                if not near and context.is_minor(stand_in.issue_id, sentence):
                    stand_in = replace(stand_in, confidence=min(stand_in.confidence, _MINOR))
                undone = context.undoes(lemma(token), stand_in.issue_id)
                yield replace(stand_in, echo=-1) if undone else stand_in


def _may_stand_in(token: Token, words: StanceWords) -> bool:
    """Whether a word is one of those that may stand for a matter, wherever it is."""
    if token.pos_ == "PRON":
        return True
    known = token.pos_ == "NOUN" and (lemma(token) in words.stand_in_nouns or lemma(token) == _LIST)
    return known or _is_ellipsis(token, words)


def _stand_in(token: Token, topics: Sequence[tuple[str, bool]], words: StanceWords, *, own: bool) -> Iterator[Target]:
    if not topics:
        return
    name = lemma(token)
    noun = (
        (not own or len({issue for issue, _ in topics}) == 1)
        and name in words.stand_in_nouns
        and token.pos_ == "NOUN"
        and (is_definite(token) or _is_refused(token, words))
        and not says_of_what(token)
    ) or _is_put_to_vote(token)
    ellipsis = _is_ellipsis(token, words)
    pronoun = token.pos_ == "PRON" and not is_impersonal(token) and not _is_relative(token)
    plural = pronoun and token.lower_ in _PLURALS and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass")
    single = pronoun and token.lower_ in words.stand_in_pronouns
    free = not pronoun or (token.lower_ != "it" and not plural)  # its number says nothing
    fitting = [issue for issue, many in topics if free or many == plural]
    if fitting and (noun or ellipsis or plural or single):
        several = len({issue for issue, _ in topics}) > 1
        confidence = UNSURE if several else SAFE
        if pronoun and token.dep_ in ("nsubj", "nsubjpass"):
            confidence = min(confidence, _JUDGED if token.head.pos_ == "AUX" else _TOLD)
        yield Target(fitting[0], token, from_context=True, confidence=confidence, note=NAMED_BEFORE)


def _is_in_clause(matches: Sequence[IssueMatch], token: Token, sentence: Span) -> bool:
    """Whether a matter is named in the clause of a word, or below the word."""
    clause = clause_of(token, sentence)
    below = range(token.left_edge.i, token.right_edge.i + 1)
    return any(m.start in clause or m.start in below for m in matches)


def _is_same_word(token: Token, match: IssueMatch, context: Context) -> bool:
    """Whether a matter named later in somebody's words is what their "it" and "this" mean ("this is a sham vote")."""
    spoken = context.spoken.get(token.i)
    return token.pos_ == "PRON" and spoken is not None and spoken is context.spoken.get(match.start)


def _is_voted_on(pronoun: Token) -> bool:
    """Whether somebody votes for it or against it: "voted in favour of it"."""
    verb = next((a for a in pronoun.ancestors if a.pos_ == "VERB"), None)
    return pronoun.dep_ == "pobj" and verb is not None and lemma(verb) == _VOTE


def _is_put_to_vote(token: Token) -> bool:
    """Whether somebody votes for or against a list, as of those to be put under sanctions: "voted against the list"."""
    by = token.head
    voted = (
        token.dep_ == "pobj" and by.lower_ in ("for", "against") and lemma(by.head) == _VOTE and by.head.pos_ == "VERB"
    )
    return voted and lemma(token) == _LIST and is_definite(token) and not says_of_what(token)


def _is_ellipsis(token: Token, words: StanceWords) -> bool:
    """Whether a word leaves out what it is about: "those against", but not "against the treaty"."""
    return lemma(token) in words.lists["ellipses"] and not any(
        c.dep_ == "prep" and c.i > token.i for c in token.children
    )


def _is_relative(token: Token) -> bool:
    return token.lower_ in RELATIVIZERS and "relcl" in (token.head.dep_, token.head.head.dep_)


def is_impersonal(token: Token) -> bool:
    """Whether "it" only holds the place of what follows: "it is too early to …", "consider it possible to …"."""
    if token.dep_ == "expl" or token.lower_ != "it":
        return token.dep_ == "expl"
    heads = [token.head, *(c for c in token.head.children if c.dep_ in ("acomp", "attr", "ccomp", "oprd"))]
    return any(
        (c.dep_ in _HELD_OPEN and lemma(c) != "do" and any(g.lower_ in ("to", "that") for g in c.children))
        or (c.dep_ == "prep" and c.lower_ == "for")
        for head in heads
        if head.pos_ in ("AUX", "ADJ", "NOUN") or head.lemma_ in ("consider", "find", "think")
        for c in head.children
    )


def _is_refused(token: Token, words: StanceWords) -> bool:
    """Whether a thing of a kind is refused for what it does: "will not sign a paper that rewards the siege"."""
    clause = next((c for c in token.children if c.dep_ == "relcl"), None)
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if clause is None or not is_indefinite(token) or verb.pos_ != "VERB":
        return False
    governed = (verb, verb.head) if verb.dep_ in ("xcomp", "ccomp") else (verb,)
    return any(True for node in governed for _ in negators(node, words))
