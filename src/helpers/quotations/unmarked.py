"""Direct speech whose quotation marks are lost: Nothing will be signed, Varossi declared."""

from helpers.quotations.tree import Candidate, Tree

_PERSONS = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours", "you", "your", "yours", "let", "myself"))
_PRESENT = frozenset(("VBP", "VBZ"))
_FUTURE = frozenset(("will", "can", "must", "shall", "wo", "ca"))


def mark_unmarked(tree: Tree, candidate: Candidate, quoted: list[bool]) -> Candidate:
    """Recognise direct speech without marks among the clauses put before their cue.

    It speaks in the first or second person, or in the present or future although its cue is in the past and
    ends the paragraph. Then the sentences before it in its paragraph belong to it, as far as they are in the
    first or second person too and nothing in the paragraph is quoted.

    Args:
        tree: The parse.
        candidate: What another rule found.
        quoted: For each token, whether it stands between quotation marks.

    Returns:
        The candidate, or one of the rule `unmarked` with the flag `marks_missing`.
    """
    if candidate.rule not in ("preposed", "colon", "dash") or candidate.thought or candidate.cue is None:
        return candidate
    start, end = candidate.contents[0][0], candidate.contents[-1][1]
    paragraph_start, paragraph_end = tree.paragraphs[tree.paragraph[start]]
    if any(quoted[start:end]) or "marks_missing" in candidate.flags:
        return candidate
    last = tree.sentence[candidate.cue[0]] == tree.sentence[paragraph_end - 1]
    grows = candidate.rule == "preposed" and last and not any(quoted[paragraph_start:paragraph_end])
    first = _start_of_speech(tree, paragraph_start, start) if grows else start
    if not _personal(tree, first, end) and not (grows and _is_live(tree, candidate.cue[0], start, end)):
        return candidate
    contents = ((first, candidate.contents[0][1]), *candidate.contents[1:])
    return candidate._replace(contents=contents, rule="unmarked", flags=(*candidate.flags, "marks_missing"))


def _personal(tree: Tree, start: int, end: int) -> bool:
    return any(tree.lower[index] in _PERSONS for index in range(start, end))


def _start_of_speech(tree: Tree, paragraph_start: int, start: int) -> int:
    """The paragraph's start if what precedes the clause is in the first or second person, too."""
    return paragraph_start if _personal(tree, paragraph_start, start) else start


def _is_live(tree: Tree, cue: int, start: int, end: int) -> bool:
    """Whether the clause's verb keeps the present or future under a cue in the past."""
    if tree.tag[cue] != "VBD":
        return False
    verbs = [c for c in tree.children[cue] if start <= c < end and tree.dep[c] in ("ccomp", "parataxis")]
    for verb in verbs:
        auxiliaries = [c for c in tree.children[verb] if tree.dep[c] in ("aux", "auxpass")]
        if auxiliaries:
            return tree.lower[auxiliaries[0]] in _FUTURE or tree.tag[auxiliaries[0]] in _PRESENT
        return tree.tag[verb] in _PRESENT
    return False
