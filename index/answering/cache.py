"""The last answers of an engine, for all faces.

An answer depends on the articles, the question and its limits alone, so that it may be kept.
"""

from __future__ import annotations

import threading

from index.answering.answer import Answer
from index.retrieval.limits import Limits

MAX_ANSWERS = 1_024
MAX_CHARACTERS = 16_384  # of one answer's question and quotes; so all have 16 MiB of text at most


class AnswerCache:
    """Answers by question, limits and language, the least recently used dropped first.

    Thread-safe.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Limits, str], Answer] = {}
        self._lock = threading.Lock()

    def find(self, question: str, limits: Limits, language: str) -> Answer | None:
        """Return the answer to `question` in `language`, None where it is not kept."""
        key = question, limits, language
        with self._lock:
            answer = self._kept.pop(key, None)
            if answer is not None:
                self._kept[key] = answer
            return answer

    def keep(self, question: str, limits: Limits, language: str, answer: Answer) -> None:
        """Keep `answer`, unless it is too long."""
        if _characters(answer) > MAX_CHARACTERS:
            return
        with self._lock:
            self._kept[question, limits, language] = answer
            if len(self._kept) > MAX_ANSWERS:
                del self._kept[next(iter(self._kept))]


def _characters(answer: Answer) -> int:
    cited = (*answer.citations, *answer.closest, *answer.others)
    return len(answer.question) + sum(len(citation.cited_text) for citation in cited)
