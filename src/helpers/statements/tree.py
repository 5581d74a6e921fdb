"""What a dependency parse says about one word: its subject, its auxiliaries, what negates it."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from helpers.statements.lexicon import StanceWords, lower_lemma

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
NAMED_ACTORS = ("GPE", "NORP", "ORG", "PERSON")  # labels of entities that may take a position
OBJECTS = ("dobj", "obj", "iobj", "dative")
_HOPES, _HOPE = frozenset(("hopes", "hoped", "hoping")), "hope"  # which the lemmatiser takes for hops
PREFIXES = ("anti", "pro")  # which say on what side something is: "an anti-pipeline rally"
_OF_WHAT = ("with", "on", "for", "toward", "towards", "about", "against")  # before what a plan or bill is of
# What somebody writes or holds, and what is done with it: "signed a letter opposing the matter".
_TEXTS = frozenset(
    "ad amendment article bill brief column ed email essay legislation letter measure memo motion op-ed petition plan "
    "proposal rally resolution speech statement tweet video".split()
)
_AUTHORING = frozenset(
    "air author back begin circulate co-sponsor cosponsor deliver draft file give hold introduce issue launch make "
    "offer open pass pen post propose publish release run send sign sponsor start submit support unveil write".split()
)
_CONDUCT = ("conduct", "honesty", "judgement", "judgment", "motive", "record", "role", "wisdom")
_CHANGES = ("rise", "increase", "reduction", "expansion", "restriction")
_OWN_BODIES = ("government", "state", "council", "city", "party", "cabinet", "commission", "ministry", "coalition")
_UTMOST = ("everything", "all", "best", "utmost", "lot", "much", "thing")
RELATIVIZERS = ("that", "which", "who", "whom", "whose")


def lemma(token: Token) -> str:
    """The token's lemma in lower case."""
    found = lower_lemma(token)
    return _HOPE if found.startswith("hop") and token.lower_ in _HOPES else found


def forms(sentence: Span) -> frozenset[str]:
    """All words and lemmas of a sentence in lower case, by which most of what to look for can be seen to be absent."""
    found = {token.lower_ for token in sentence}
    hopes = () if found.isdisjoint(_HOPES) else (_HOPE,)
    return frozenset(found.union(map(lower_lemma, sentence), hopes))


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that the token is part of; the token itself if there is none."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of the relations."""
    return next((c for c in token.children if c.dep_ in deps), None)


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive."""
    return child(verb, "auxpass", *PASSIVE_SUBJECTS) is not None


def is_past(verb: Token) -> bool:
    """Whether the verb stands in the past tense."""
    auxiliary = child(verb, "aux", "auxpass")
    return (verb if auxiliary is None else auxiliary).tag_ == "VBD"


def agent(verb: Token) -> Token | None:
    """Who does it, of a passive: the noun after "by"."""
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def subject(verb: Token) -> Token | None:
    """Who does what the verb says, followed through control, coordination and relative clauses.

    Returns:
        The head of the subject (of a passive: the agent), or None when nobody is named.
    """
    start = verb
    for _ in range(12):
        if is_passive(verb):
            return agent(verb) if verb == start else child(verb, *PASSIVE_SUBJECTS)
        own = child(verb, *SUBJECTS) or _swallowed(verb)
        if own is not None:
            return _antecedent(own, verb)
        if (inverted := _inverted(verb)) is not None:
            return inverted
        if verb.head == verb:
            return None
        if verb.dep_ == "xcomp" and (controller := child(verb.head, *OBJECTS)) is not None and controller.i < verb.i:
            return controller
        if (blamed := _blamed(verb)) is not None:
            return blamed
        if verb.dep_ == "csubj" and verb.tag_ == "VBG":
            return said_to_be(verb)
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.lower_ == "those":
            return verb.head
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN"):
            if verb.tag_ in ("VBG", "VBN"):
                return (_author(verb.head) or verb.head) if verb.tag_ == "VBG" else agent(verb)
            owner = child(verb.head, "poss") or _of(verb.head)
            if owner is not None:
                return owner
            verb = verb.head
        elif verb.dep_ == "relcl" and verb.tag_ == "VB" and lemma(verb.head) in _UTMOST:
            verb = verb.head.head  # "does everything to stop it"
        elif verb.dep_ == "relcl":
            return _said_of(verb.head)
        elif verb.dep_ in ("pobj", "pcomp", "prep", "dobj", "xcomp", "conj", "advcl", "ccomp", "acomp", "attr", "oprd"):
            bare = verb.tag_ == "VB" and child(verb, "aux") is None
            if verb.dep_ == "ccomp" and (bare or verb.tag_ not in ("VB", "VBG")):
                return None
            verb = verb.head
        else:
            return None
    return None


def _swallowed(verb: Token) -> Token | None:
    """The subject of a clause that the parser joins to the one before: "it ended after X and Y refused to …"."""
    first = verb.head
    if verb.dep_ != "conj" or first.pos_ not in ("VERB", "AUX") or child(first, "cc") is not None:
        return None
    before = [c for v in (first, child(first, "xcomp", "ccomp")) if v is not None for c in v.children]
    opener = next((c for c in before if c.dep_ == "prep" and c.lower_ in ("after", "since", "before", "until")), None)
    who = child(opener, "pobj") if opener is not None and opener.i < verb.i else None
    return who if who is not None and who.pos_ == "PROPN" and who.i > first.i else None


def _inverted(verb: Token) -> Token | None:
    """Who stands behind the predicate: "also displeased is Ruritania", "in favour are X and Y"."""
    who = child(verb, "attr") if verb.pos_ == "AUX" else None
    if who is None or who.pos_ != "PROPN" or who.i < verb.i:
        return None
    return who if any(c.i < verb.i and c.dep_ in ("acomp", "prep") for c in verb.children) else None


def _blamed(verb: Token) -> Token | None:
    """Who does what somebody is blamed or thanked for: "accused Varr of backing it", "praised her for backing it"."""
    preposition = verb.head
    if verb.dep_ != "pcomp" or verb.tag_ != "VBG" or preposition.lower_ not in ("of", "for", "over", "from", "in"):
        return None
    if preposition.head.pos_ == "NOUN":  # "questioned Varr's judgement in backing it", "her record of backing it"
        return child(preposition.head, "poss")
    if preposition.lower_ == "in":
        conduct = child(preposition.head, "dobj")
        return child(conduct, "poss") if conduct is not None and lemma(conduct) in _CONDUCT else None
    whom = child(preposition.head, *OBJECTS)
    return whom if whom is not None and whom.pos_ in ("PROPN", "PRON") and whom.i < preposition.i else None


def _author(text: Token) -> Token | None:
    """Who wrote, signed or held what takes a side: "signed a letter urging …", "opened a rally blasting …"."""
    verb = text.head
    if text.lower_ == "record" and verb.lower_ == "on":  # "is on record opposing it"
        return subject(verb.head)
    if text.dep_ not in OBJECTS or lemma(text) not in _TEXTS or lemma(verb) not in _AUTHORING:
        return None
    return subject(verb)


def _antecedent(own: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for, else the subject itself."""
    if own.lower_ in RELATIVIZERS and own.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
        return _said_of(verb.head)
    if own.lower_ in ("that", "who") and verb.dep_ == "ccomp" and verb.head.pos_ == "AUX":  # "it was X that blocked it"
        return child(verb.head, "attr") or own
    return own


def _of(noun: Token) -> Token | None:
    """The name after "of": "the decision of Ruritania"."""
    preposition = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    name = child(preposition, "pobj") if preposition is not None else None
    return name if name is not None and name.pos_ == "PROPN" else None


def _said_of(noun: Token) -> Token:
    """The noun itself, or of what it is a predicate: "Ruritania is the one that …", "is among those who …"."""
    copula = noun.head if noun.dep_ == "attr" else None
    if noun.dep_ == "pobj" and noun.head.lower_ in ("among", "of"):
        whole = noun.head.head
        copula = whole if whole.pos_ == "AUX" else whole.head if whole.dep_ == "attr" else None
    return (child(copula, *SUBJECTS) if copula is not None else None) or noun


def said_to_be(group: Token) -> Token | None:
    """Who a group is: "among those opposing it were X and Y", "those voting against it were X"; None if not named.

    Args:
        group: "those", "the countries", or the participle of "voting against it were X".
    """
    copula = group.head
    if group.dep_ == "pobj" and group.head.lower_ == "among":
        copula = group.head.head
    if copula.pos_ != "AUX" or (group.dep_ not in ("nsubj", "csubj", "pobj")):
        return None
    after = [c for c in copula.children if c.dep_ in ("nsubj", "attr") and c.i > copula.i]
    return next((c for c in after if c.pos_ == "PROPN"), None)


def is_indefinite(noun: Token) -> bool:
    """Whether a noun is of any kind: "a treaty", "no treaty"."""
    return any(c.dep_ in ("det", "neg") and c.lower_ in ("a", "an", "any", "no") for c in noun.children)


def is_bare(noun: Token) -> bool:
    """Whether nothing stands beside a noun, as in fixed phrases: "to court", "on hold"."""
    return all(c.dep_ in ("prep", "punct", "cc", "conj", "det") for c in noun.children)


def auxiliaries(verb: Token) -> list[Token]:
    """The verb's auxiliaries; those of the first verb of a coordination count for all."""
    own = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if not own and verb.dep_ == "conj" and child(verb, *SUBJECTS, *PASSIVE_SUBJECTS) is None:
        return auxiliaries(verb.head)
    return own


def has_modal(verb: Token, words: StanceWords, kind: str) -> bool:
    """Whether an auxiliary of the verb is in the list `kind`; "have" and "need" only before an infinitive."""
    if kind == "obligation" and verb.dep_ == "xcomp" and lemma(verb.head) in ("have", "need", "ought"):
        return True
    return any(words.among(a, kind) and (a.tag_ == "MD" or lemma(a) == "ought") for a in auxiliaries(verb))


def negators(token: Token, words: StanceWords) -> Iterator[Token]:
    """The words that negate a verb, adjective or noun: "not", "no", "never", "nobody" as its subject."""
    for c in token.children:
        if c.dep_ == "neg" or (c.dep_ in ("advmod", "cc", "preconj", "det") and words.among(c, "negators")):
            if c.dep_ != "cc" or c.i < token.i:  # "did this, nor did it do that": what follows
                yield c
        elif c.dep_ == "advmod" and c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children):
            yield c
        elif c.dep_ == "prep" and (nothing := _in_no_way(c, words)) is not None:
            yield nothing
        elif c.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS, *OBJECTS, "attr"):
            if _has_exception(c):  # "no state except Ruritania": it did
                continue
            if words.among(c, "negative_subjects"):
                yield c
            else:
                yield from (g for g in c.children if _is_none(g))
    if token.i >= 2 and token.doc[token.i - 2 : token.i].text.lower() in ("anything but", "far from", "non-", "anti-"):
        yield token.doc[token.i - 2]
    first = first_conjunct(token)
    if first != token and child(token, *SUBJECTS) is None and _joined_by_or(token):
        yield from (c for c in first.children if c.dep_ == "neg" or c.lower_ == "neither")


def _has_exception(noun: Token) -> bool:
    """Whether somebody named is left out of "nobody": "nobody but Ruritania", "no state apart from Ruritania"."""
    if noun.dep_ not in (*SUBJECTS, *PASSIVE_SUBJECTS):
        return False
    for c in noun.children:
        bare = c.dep_ == "prep" and c.lower_ in ("except", "but", "besides", "save")
        inner = c if bare else child(c, "prep") if c.lower_ in ("apart", "other") else None
        left = child(inner, "pobj") if inner is not None else None
        if c.dep_ == "conj" and any(g.dep_ == "cc" and g.lower_ == "but" for g in noun.children):
            left = c
        if left is not None and left.pos_ == "PROPN":
            return True
    return False


def _is_none(word: Token) -> bool:
    """Whether a word says that there is none of a thing, or hardly any: "no chance", "little enthusiasm"."""
    if word.lower_ == "little":
        return word.dep_ == "amod" and not any(c.lower_ == "a" for c in (*word.children, *word.head.children))
    return word.dep_ in ("det", "neg", "preconj") and word.lower_ in ("no", "neither")


def _in_no_way(preposition: Token, words: StanceWords) -> Token | None:
    """The "no" of "by no means", "under no circumstances"."""
    noun = child(preposition, "pobj")
    if noun is None or not words.among(noun, "ways"):
        return None
    return next((c for c in noun.children if c.lower_ == "no"), None)


def _joined_by_or(token: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in token.head.children)


def takes_infinitive(head: Token, words: StanceWords) -> bool:
    """Whether "to …" beside this word is what it asks for ("possible to …", "voted to …"), not a purpose."""
    if lemma(head) == "do" and any(lemma(c) in _UTMOST for c in head.children if c.dep_ in OBJECTS):
        return True  # "did everything to …"
    return head.pos_ in ("ADJ", "NOUN", "PRON") or bool(words.phrases("demands", lemma(head)))


def says_of_what(noun: Token) -> bool:
    """Whether a noun says itself what it is of: "the deal with the hunters", "the housing bill"."""
    for c in noun.children:
        if c.dep_ in ("acl", "ccomp") and any(g.lower_ in ("to", "that") for g in c.children):  # "the idea that …"
            return True
        if c.dep_ == "prep" and c.lower_ == "of" and lemma(noun) in _CHANGES and child(c, "pobj") is not None:
            return True  # "the rise of a rival"
        if c.dep_ == "conj" and c.pos_ == "NOUN":  # "the ideas and the strength to …"
            return True
        if c.dep_ == "compound" and c.pos_ == "NOUN" and not c.ent_type_ and c.lower_ not in _OWN_BODIES:
            return True
        if c.dep_ == "prep" and c.lower_ in _OF_WHAT and c.i > noun.i:
            about = child(c, "pobj", "pcomp")
            if about is not None and about.ent_type_ not in (*NAMED_ACTORS, "DATE", "TIME") and about.pos_ != "PRON":
                return True
    return False
