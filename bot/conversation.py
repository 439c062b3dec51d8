"""What every face that holds a conversation shares: the stored turn before, and fixed replies.

How a message is read is decided by `index.questions.read_follow_up`, from the words and the last
answered turn alone.
"""

from __future__ import annotations

import hashlib
from typing import Protocol

from index import Answer, Engine, Limits, UnknownDocumentError
from index.questions import (
    PreviousTurn,
    Reading,
    Reply,
    check_question,
    detect_question_language,
    read_follow_up,
)

# Said instead of an answer, in French and English; the spaces before ":" and "!" do not break.
_REPLIES: dict[str, dict[Reply, str]] = {
    "fr": {
        "thanks": "Avec plaisir\u00a0! Si vous avez une autre question, je cherche.",
        "greeting": "Bonjour\u00a0! Posez-moi une question sur les articles.",
        "ok": "Très bien. Posez-moi votre question suivante quand vous voulez.",
        "sure": "Je ne fais que citer, mot pour mot. Pour vérifier ma réponse à «\u00a0{question}"
        "\u00a0», relisez le §\u00a0{passage} de l’article «\u00a0{title}\u00a0».",
        "more": "Les autres passages les plus proches, moins sûrs\u00a0:",
        "invite": "Posez-moi d’abord une question sur les articles.",
        "in_full": "Je ne suis pas sûr de comprendre. Posez la question en entier, avec les noms.",
    },
    "en": {
        "thanks": "You are welcome! If you have another question, I will look.",
        "greeting": "Hello! Ask me a question about the articles.",
        "ok": "All right. Ask me your next question whenever you like.",
        "sure": "I only quote, word for word. To check my answer to “{question}”, read "
        "§\u00a0{passage} of the article “{title}”.",
        "more": "The next nearest passages, less certain:",
        "invite": "Ask me a question about the articles first.",
        "in_full": "I am not sure that I understand. Please ask the whole question, with names.",
    },
}
_LONGEST = 100  # characters of a title or question that a reply names
_NO_OTHERS = {"fr": "Il n’y a pas d’autre passage.", "en": "There is no other passage."}


class Before(Protocol):
    """The last turn that was answered: a stored one, or one that a client tells of."""

    @property
    def question(self) -> str:
        """The question as it was answered."""

    @property
    def language(self) -> str:
        """The language that it was answered in."""

    @property
    def status(self) -> str:
        """`answered` or `no_answer`."""

    @property
    def answer(self) -> Answer | None:
        """What was answered, where it is known."""


def previous_turn(turn: Before | None) -> PreviousTurn | None:
    """Return what a follow-up may refer to in `turn`, the last one that was answered."""
    if turn is None or turn.status != "answered":
        return None
    answer = turn.answer
    citations = sorted(answer.citations, key=lambda c: -c.score) if answer else ()
    return PreviousTurn(
        question=turn.question,
        language=turn.language,
        answer=answer.answer if answer else None,
        cited=tuple(citation.cited_text for citation in citations),
    )


def limits_before(engine: Engine, reading: Reading, turn: Before | None) -> Limits | None:
    """Return the limits of the answer in `turn`, where `reading` is a follow-up to it.

    "Dans cet article, …" is asked of the article that it quotes first. Another question that is
    complete is asked of all articles, whatever was asked before; so is one after an answer from an
    article that is gone.
    """
    answer = turn.answer if turn else None
    if answer is None:
        return None
    limits = None
    if answer.citations and engine.asks_of_the_same(reading.question):
        limits = Limits((answer.citations[0].document_id,))
    elif answer.limits and reading.interpreted_as is not None:
        limits = answer.limits.limits
    try:
        check_articles(engine, limits)
    except UnknownDocumentError:
        return None
    return limits


def answer_in_language_of(
    engine: Engine, question: str, *, asked: str, limits: Limits | None = None
) -> Answer:
    """Return the answer to `question` in the language of what was `asked`.

    A follow-up may be read as a question in another language than its own. `limits` say which
    articles may answer.
    """
    language = spoken_language(question, asked=asked)
    return engine.ask(question, limits=limits, language=language)


def spoken_language(question: str, *, asked: str) -> str:
    """Return the language of what was `asked`, where it was read as another `question`; else ""."""
    return "" if question == asked else detect_question_language(asked, default="")


def answer_alone(engine: Engine, question: str, *, limits: Limits | None = None) -> Answer:
    """Return the answer to a question that nothing came before, or the reply to what is none.

    Raises what `Engine.ask` raises.
    """
    question = check_question(question)
    reading = read_follow_up(question, None)
    if reading.reply:
        check_articles(engine, limits)
        return reply_as_answer(engine, reading.reply, question, None)
    return engine.ask(reading.question, limits=limits)


def check_articles(engine: Engine, limits: Limits | None) -> None:
    """Raise `UnknownDocumentError` for a limit to an article that is not there, as `ask` does."""
    for name in limits.document_ids if limits else ():
        engine.document(name)


def words_of_reply(reply: Reply, asked: str, turn: Before | None, *, language: str = "") -> str:
    """Return the sentence of `reply` to what was `asked`, in its language.

    `turn` is the last answered one. `language` counts where the words do not tell theirs.
    """
    spoken = detect_question_language(asked, default=language or (turn.language if turn else ""))
    spoken = spoken if spoken in _REPLIES else "en"
    answer = turn.answer if turn else None
    if reply == "more" and not (answer and answer.others):
        return _NO_OTHERS[spoken]
    if reply == "sure":
        if not (turn and answer and answer.citations):
            return _REPLIES[spoken]["invite"]
        best = max(answer.citations, key=lambda citation: citation.score)
        return _REPLIES[spoken][reply].format(
            question=_shortened(turn.question),
            passage=best.passage,
            title=_shortened(best.document_title),
        )
    return _REPLIES[spoken][reply]


def _shortened(text: str) -> str:
    """Return `text` on one line, so short that a chat's message has room for it."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def reply_as_answer(engine: Engine, reply: Reply, asked: str, turn: Before | None) -> Answer:
    """Return `reply` in the form of an answer that quotes nothing, for programs.

    Asked for more, its `closest` are the further passages of the last answer.
    """
    words = words_of_reply(reply, asked, turn)
    default = turn.language if turn else "en"
    key = f"{engine.fingerprint}\n{reply}\n{asked}"
    return Answer(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        question=asked,
        language=detect_question_language(asked, default=default),
        status="no_answer",
        no_answer_reason=words,
        confidence=0.0,
        answer=None,
        citations=(),
        closest=turn.answer.others if reply == "more" and turn and turn.answer else (),
    )
