"""How much of an article names a matter: what stands for one that it names in passing may mean anything else."""

from collections.abc import Iterable

UNSURE = 0.45  # confidence, at most, of what stands for a matter named in passing
_SHARE = 9  # an article is about a matter that one in so many of its sentences names
_BACK = 1  # sentences before in which a matter is named that "it", "the bill" may mean all the same


class Prominence:
    """By issue, the numbers of the sentences that name it.

    Args:
        named: Sentence numbers and issues.
        sentences: How many sentences the article has.
    """

    def __init__(self, named: Iterable[tuple[int, str]], sentences: int) -> None:
        self._sentences = sentences
        self._named: dict[str, set[int]] = {}
        for number, issue_id in named:
            self._named.setdefault(issue_id, set()).add(number)

    def is_passing(self, issue_id: str, number: int, *, vague: bool) -> bool:
        """Whether the article names a matter too seldom for a word of a sentence to stand for it.

        Args:
            issue_id: The matter.
            number: Of the sentence.
            vague: The word leaves out of what it is ("drew criticism", "his endorsement"), so that the sentence
                before tells little.
        """
        own = self._named.get(issue_id, set())
        if _SHARE * len(own) >= self._sentences:
            return False
        return vague or not any(number - back in own for back in range(_BACK + 1))
