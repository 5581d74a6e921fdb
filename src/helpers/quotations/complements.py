"""Attributions that a verb makes through its complements: one function for each frame.

Each takes the parse and a verb and returns the ranges of the content, or nothing where the frame is not there.
"""

from collections.abc import Callable, Iterator

from helpers.quotations.cues import SPEECH, THOUGHT, Cues
from helpers.quotations.sources import adjacent_source, agent, find_source, is_passive, noun_phrase
from helpers.quotations.tree import QUOTE_MARKS, Candidate, Range, Tree

Frame = Callable[[Tree, int], tuple[Range, ...]]
_FINITE_TAGS = frozenset(("VBD", "VBP", "VBZ", "MD"))
_SEPARATORS = frozenset((",", "-", "–", "—", "--"))
_ADDRESSING = frozenset(("tell", "assure", "remind", "inform", "warn", "notify"))
_CALLS = frozenset(("!", "?"))
_MAX_OBJECT = 60  # tokens searched for quotation marks
_ASIDE = 15  # tokens between the commas around "X said", on each side of the verb, at most


def subtree(tree: Tree, index: int) -> Range:
    """The tokens below `index`, itself included."""
    return tree.left[index], tree.right[index] + 1


def has_to(tree: Tree, verb: int) -> bool:
    """Whether the verb is an infinitive with "to"."""
    return any(tree.lower[child] == "to" and tree.dep[child] == "aux" for child in tree.children[verb])


def clause(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X said that …; said …; asked whether …: a finite clause after the verb."""
    for child in tree.children[verb]:
        if child > verb and tree.dep[child] == "ccomp" and _is_clause(tree, child) and tree.left[child] > verb:
            return (subtree(tree, child),)
    listener = tree.child(verb, "dobj")
    told = None if listener is None or tree.lemma[verb] not in _ADDRESSING else tree.child(listener, "relcl")
    if told is not None and tree.lower[tree.left[told]] == "that":  # parsed as if it described the listener
        return (subtree(tree, told),)
    return ()


def _is_clause(tree: Tree, head: int) -> bool:
    if has_to(tree, head):
        return False
    if tree.tag[head] in _FINITE_TAGS:
        return True
    return any(
        tree.dep[c] in ("aux", "auxpass", "cop", "mark", "nsubj", "nsubjpass", "expl") for c in tree.children[head]
    ) and (tree.is_verb(head) or tree.child(head, "cop", "aux", "auxpass") is not None)


def preposed(tree: Tree, verb: int) -> tuple[Range, ...]:
    """…, X said; …, said X: the clause before the verb and its subject."""
    content = next((c for c in tree.children[verb] if c < verb and tree.dep[c] in ("ccomp", "parataxis")), None)
    subject = tree.child(verb, "nsubj")
    if content is None or subject is None:
        return ()
    start, end = subtree(tree, content)
    stop = min(verb, tree.left[subject] if tree.left[subject] > start else subject)
    found = tree.trim(start, min(end, stop), _SEPARATORS)
    if tree.lower[stop - 1] not in _SEPARATORS | QUOTE_MARKS | _CALLS:
        return ()
    return (found,) if found[1] - found[0] > 2 else ()


def parenthesis(tree: Tree, verb: int) -> Range | None:
    """…, X said, …; as X said, …: an aside, from one comma to the next, in a clause that is its content."""
    if tree.dep[verb] == "advcl" and tree.child(verb, "ccomp", "dobj", "xcomp") is None:
        first = tree.left[verb]
        return subtree(tree, verb) if tree.lower[first] == "as" and tree.dep[first] == "mark" else None
    if tree.dep[verb] != "parataxis" or tree.head[verb] == verb:
        return None
    start, end = verb, verb + 1
    first, last = max(verb - _ASIDE, tree.left[tree.head[verb]]), min(verb + _ASIDE, tree.right[tree.head[verb]] + 1)
    while start > first and tree.lower[start] not in _SEPARATORS:
        start -= 1
    while end < last and tree.lower[end] not in _SEPARATORS:
        end += 1
    return (start, end) if tree.lower[start] in _SEPARATORS and start > tree.left[tree.head[verb]] else None


def around(tree: Tree, verb: int, aside: Range) -> tuple[Range, ...]:
    """The clause that a parenthesis stands in, without it."""
    start, end = subtree(tree, tree.head[verb])
    pieces = (tree.trim(start, aside[0], _SEPARATORS), tree.trim(aside[1], end, _SEPARATORS | {"."}))
    return tuple(piece for piece in pieces if piece[0] < piece[1])


def infinitive(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X promised to …; refused to …."""
    child = tree.child(verb, "xcomp")
    if child is None or child < verb or not has_to(tree, child) or tree.child(verb, "dobj", "nsubjpass") is not None:
        return ()
    return (subtree(tree, child),)


def gerund(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X denied taking …; suggested waiting."""
    child = tree.child(verb, "xcomp", "ccomp")
    if child is None or child < verb or tree.tag[child] != "VBG" or tree.child(verb, "dobj") is not None:
        return ()
    return (subtree(tree, child),)


def object_infinitive(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X urged Y to …; asked for Y to …; called on Y to …."""
    last = next(
        (c for c in tree.children[verb] if c > verb and tree.dep[c] in ("xcomp", "ccomp", "advcl") and has_to(tree, c)),
        None,
    )
    if last is None:
        return ()
    first = tree.child(verb, "dobj", "dative")
    on = tree.child(verb, "prep")
    if first is None and on is not None and tree.lower[on] in ("on", "upon", "for", "with", "to"):
        first = tree.child(on, "pobj")
    if first is None:
        first = last if tree.child(last, "nsubj") is not None else None
    if first is None or first < verb:
        return ()
    return ((tree.left[first], tree.right[last] + 1),)


def direct_object(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X criticised Y; rejected Y; Y was criticised by X."""
    if is_passive(tree, verb):
        subject = tree.child(verb, "nsubjpass")
        return () if subject is None or agent(tree, verb) is None else (noun_phrase(tree, subject) or (0, 0),)
    child = tree.child(verb, "dobj")
    if child is None or child < verb or tree.tag[child] == "PRP$":
        return ()
    return (subtree(tree, child),)


def complement(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X called Y a …; X's readers found Y boring."""
    first = tree.child(verb, "dobj")
    last = next((c for c in tree.children[verb] if c > verb and tree.dep[c] in ("oprd", "acomp", "attr")), None)
    if last is None:
        small = tree.child(verb, "ccomp", "xcomp")
        if small is None or small < verb or _is_clause(tree, small) or has_to(tree, small):
            return ()
        return (subtree(tree, small),) if tree.child(small, "nsubj") is not None else ()
    start = tree.left[last] if first is None or first < verb else tree.left[first]
    return ((start, tree.right[last] + 1),) if verb < start <= last else ()


def quoted_object(tree: Tree, verb: int) -> tuple[Range, ...]:
    """X called Y's plan "…", where the parse takes what is quoted for a part of the object."""
    child = tree.child(verb, "dobj")
    if child is None or child < verb:
        return ()
    start, end = subtree(tree, child)
    return (
        ((start, end),)
        if any(tree.lower[index] in QUOTE_MARKS for index in range(start, min(end, start + _MAX_OBJECT)))
        else ()
    )


def object_and_preposition(tree: Tree, verb: int, preposition: int) -> tuple[Range, ...]:
    """X accused Y of …; described Y as …: the object belongs to the content."""
    first = tree.child(verb, "dobj")
    if tree.child(preposition, "pobj", "pcomp", "amod", "prep", "advmod") is None:
        return ()
    start = tree.left[first] if first is not None and verb < first < preposition else preposition
    return ((start, tree.right[preposition] + 1),)


FRAMES: dict[str, Frame] = {
    "clause": clause,
    "object_infinitive": object_infinitive,
    "infinitive": infinitive,
    "gerund": gerund,
    "complement": lambda tree, verb: complement(tree, verb) or quoted_object(tree, verb),
    "object": direct_object,
}


def verb_key(tree: Tree, verb: int) -> str:
    """The lemma, with its particle: `point out`."""
    particle = tree.child(verb, "prt")
    return tree.lemma[verb] if particle is None else f"{tree.lemma[verb]} {tree.lower[particle]}"


def iter_complements(tree: Tree, cues: Cues) -> Iterator[Candidate]:
    """Attributions by verbs and their complements, one for each verb, in order."""
    for verb in tree.verbs:
        found = _verb_candidate(tree, verb, cues) if tree.lemma[verb] in cues.beginnings else None
        if found is not None:
            yield found


def _verb_candidate(tree: Tree, verb: int, cues: Cues) -> Candidate | None:
    key = verb_key(tree, verb)
    cue = (verb, verb + 1)
    kind = cues.kind("quote", key)
    if kind is not None:
        aside = parenthesis(tree, verb)
        if aside is not None:
            source = find_source(tree, verb)
            if source is None or source[0] < aside[0] or source[1] > aside[1]:
                source = adjacent_source(tree, verb, *aside)
            contents = around(tree, verb, aside)
            return Candidate(contents, cue, source, "parenthesis", kind == THOUGHT) if contents else None
        contents = preposed(tree, verb)
        if contents:
            return Candidate(contents, cue, find_source(tree, verb), "preposed", kind == THOUGHT)
    if not tree.children[verb]:
        return None
    found = _preposition(tree, verb, key, cues)
    if found is not None:
        return found
    for frame, function in FRAMES.items():
        kind = cues.kind(frame, key)
        contents = function(tree, verb) if kind is not None else ()
        if contents and contents[0][0] < contents[0][1]:
            source = find_source(tree, _upper_report(tree, verb, cues) or verb)
            if frame == "clause":
                contents = _without_coordinated_report(tree, verb, contents, cues)
            return Candidate(contents, cue, source, frame, kind == THOUGHT)
    return None


def _preposition(tree: Tree, verb: int, lemmas: str, cues: Cues) -> Candidate | None:
    """X called for …; warned of …; accused Y of …."""
    for child in tree.children[verb]:
        if child < verb or tree.dep[child] not in ("prep", "agent") or is_passive(tree, verb):
            continue
        key = f"{lemmas} {tree.lower[child]}"
        content = tree.child(child, "pobj", "pcomp")
        has_object = tree.child(verb, "dobj") is not None
        kind = cues.kind("complement", key) if has_object else cues.kind("particle", key)
        if kind is None or content is None or (not has_object and object_infinitive(tree, verb)):
            continue
        contents = object_and_preposition(tree, verb, child) if has_object else (subtree(tree, content),)
        cue = (verb, child + 1 if child == verb + 1 else verb + 1)
        rule = "complement" if has_object else "particle"
        return Candidate(contents, cue, find_source(tree, verb), rule, kind == THOUGHT)
    return None


def _upper_report(tree: Tree, verb: int, cues: Cues) -> int | None:
    """X said that … and added that …: the first verb, where the parse coordinates the second with its content."""
    content = tree.head[verb]
    upper = tree.head[content]
    if tree.dep[verb] != "conj" or tree.dep[content] != "ccomp" or tree.child(verb, "nsubj", "aux") is not None:
        return None
    reports = cues.kind("clause", tree.lemma[verb]) == SPEECH and cues.kind("clause", tree.lemma[upper]) == SPEECH
    return upper if reports and tree.tag[verb] == tree.tag[upper] and upper < content else None


def _without_coordinated_report(tree: Tree, verb: int, contents: tuple[Range, ...], cues: Cues) -> tuple[Range, ...]:
    """The content up to "and added that …"."""
    (start, end), *more = contents
    content = tree.child(verb, "ccomp")
    for index in tree.children[content] if content is not None else ():
        if tree.dep[index] == "conj" and _upper_report(tree, index, cues) == verb:
            before = tree.left[index]
            while before > start + 1 and (tree.dep[before - 1] == "cc" or tree.lower[before - 1] == ","):
                before -= 1
            return ((start, before), *more)
    return ((start, end), *more)
