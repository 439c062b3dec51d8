"""An answer as the text of a chat message: quotes to the letter, fixed phrases, nothing else.

Front ends show Markdown, and a sign of it in a quote is not escaped: then it would not be to the
letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.asking import Asked
from bot.http.chat.schemas import Annotation, UrlCitation
from bot.links import page_url
from index import Citation

_LONGEST_TITLE = 200  # characters
_UNPRINTABLE = re.compile("[\x00- \x7f-\x9f\u2028-\u202e\u2066-\u2069]+")

# Said beside the quotes; the spaces within «» and before ":" do not break.
_PHRASES = {
    "fr": {
        "understood": "(compris comme «\u00a0{question}\u00a0»)",
        "nearest": "Les passages les plus proches, qui ne sont PAS une réponse\u00a0:",
        "context": "contexte, plus haut dans l’article\u00a0: ",
        "part": "partie d’une longue phrase",
    },
    "en": {
        "understood": "(understood as “{question}”)",
        "nearest": "The nearest passages, which are NOT an answer:",
        "context": "context, from earlier in the article: ",
        "part": "part of a long sentence",
    },
}


@dataclass(slots=True)
class Content:
    """A message in its `parts`, as they may be sent one after the other."""

    parts: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        """The whole message."""
        return "".join(self.parts)

    def add(self, text: str) -> None:
        """Add a paragraph."""
        text = f"\n\n{text}" if self.parts else text
        self.parts.append(text)
        self.length += len(text)


def content_of(asked: Asked, *, address: str) -> Content:
    """Return the message that answers: the short answer and the quotes, or why there are none.

    Where articles differ, that is said first, and each quote has its own short answer above it.

    address: that of this server, for links to the quotes in their place
    """
    answer, content = asked.answer, Content()
    phrases = _PHRASES.get(answer.language, _PHRASES["en"])
    if asked.interpreted_as is not None:
        content.add(phrases["understood"].format(question=asked.interpreted_as))
    if answer.no_answer_reason:
        content.add(answer.no_answer_reason)
        if answer.closest and not asked.is_reply:
            content.add(phrases["nearest"])
    if answer.note and answer.conflict:
        content.add(answer.note)
    if answer.answer and not answer.conflict:
        content.add(f"**{answer.answer}**")
    for citation in answer.citations or answer.closest:
        if answer.conflict and citation.short_answer:
            content.add(f"**{citation.short_answer}**")
        _add_quote(content, citation, phrases, address)
    if answer.note and not answer.conflict:
        content.add(answer.note)
    return content


def _add_quote(content: Content, citation: Citation, phrases: dict[str, str], address: str) -> None:
    """Add a quote with its number, and its source in the line below."""
    place = citation.start_char_index, citation.end_char_index
    url = page_url(
        citation.document_id, *place, public_url=address, sha256=citation.document_sha256
    )
    title = _one_line(citation.document_title)
    label = phrases["context"] if citation.role == "context" else ""
    before = f"[{citation.number}] {label}"
    start = content.length + len("\n\n" if content.parts else "") + len(before)
    end = start + len(citation.cited_text)
    content.add(f"{before}{citation.cited_text}\n— {_source(citation, title, phrases)}, {url}")
    if citation.role is not None:  # what does not answer is no evidence for a program either
        cited = UrlCitation(start_index=start, end_index=end, title=title, url=url)
        content.annotations.append(Annotation(url_citation=cited))


def _source(citation: Citation, title: str, phrases: dict[str, str]) -> str:
    """Return title, date, paragraph, days that are meant, and who speaks, in a line."""
    speaker = citation.unnamed_speaker
    parts = [
        title,
        citation.published_at.isoformat() if citation.published_at else "",
        f"§ {citation.passage}",
        phrases["part"] if citation.is_part else "",
        *(f"{_one_line(resolved.text)} = {resolved.iso}" for resolved in citation.unnamed_dates),
        f"— {_one_line(speaker)}" if speaker else "",
    ]
    return ", ".join(part for part in parts if part)


def _one_line(text: str) -> str:
    line = _UNPRINTABLE.sub(" ", text).strip()
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…"
