"""Why there is no answer: which part of the question the articles do not cover, in plain words.

Whatever is said here is true of the articles to the letter. A word that is said not to be there
is not there as the reader wrote it, nor with another ending; an irregular form of it may be
("mourut" for "mort"), so nothing is said of what the articles mean. A number is missed only where
none of its value was found, a word with a hyphen only where it is not found without, or the other
way round. What is said never to meet is there, and meets in no sentence, nor across a sentence
and the one it leans on; a word met by a similar or related one counts as met. In doubt, nothing
particular is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from index.annotations.coreference.references import references_of
from index.answering.lacking import lacking_kind
from index.answering.reason_words import reason_words
from index.answering.respelt import JOINT, may_be_respelt
from index.questions.analysis import Question
from index.questions.normalising import load_habits
from index.questions.spelling import ALIKE
from index.ranking.features import QuestionView
from index.ranking.sentence_view import Candidate
from index.text.folding import fold
from index.text.lexicon import word_classes

NAMED = 3  # words or runs of words that a reason names at most
NEAREST = 3  # sentences that a missing kind of answer is said of
_LONGEST = 40  # characters of a word that is named
_TRIED = 8  # words that are tried together
# Kinds of answer whose nouns no answer needs to repeat: "en quelle *année*".
_ASKING_KINDS = ("date", "name", "place", "reason")


@dataclass(frozen=True, slots=True)
class Held:
    """Which words of a question stand where, each known by its start in the question as typed.

    `sentences` are the words that each ranked sentence has, best first, in any form or by a word
    of like meaning; `titles` those of the titles and headings of the same articles. `is_whole`
    says that every sentence of the articles was ranked.
    """

    sentences: tuple[frozenset[int], ...] = ()
    titles: tuple[frozenset[int], ...] = ()
    is_whole: bool = True


def held_words(
    question: Question, view: QuestionView, candidates: Sequence[Candidate]
) -> list[frozenset[int]]:
    """For each of `candidates`, that `view` was made from, its part of `Held.sentences`."""
    met = view.met > 0
    near = met | (view.similar > ALIKE) | (view.related > ALIKE)
    for column, token in enumerate(question.first_tokens):
        if token.is_name and met[:, column].any():  # "Martin" is not "matin"
            near[:, column] = met[:, column]
    return [
        words_in(
            question,
            {term for term, is_met in zip(question.terms, row, strict=True) if is_met}
            | candidate.meant
            | candidate.speakers,
        )
        for row, candidate in zip(near, candidates, strict=True)
    ]


def words_in(question: Question, terms: Iterable[str]) -> frozenset[int]:
    """Where the words of `question` whose term is one of `terms` start."""
    found = frozenset(terms)
    return frozenset(token.start for token in question.tokens if token.term in found)


def reason_in_words(
    question: Question,
    unknown: Sequence[str],
    *,
    language: str,
    matched: bool,
    sentences: Sequence[Candidate],
    held: Held,
) -> str:
    """Why there is no answer, in a sentence or two: in French, or else in English.

    `unknown` are the question's words whose stem the articles do not have, `matched` says whether
    they have any other; `sentences` are those ranked, best first, and `held` what they have.
    """
    say = reason_words().texts["fr" if language == "fr" else "en"]
    if not question.tokens:
        return say["nothing asked"]
    asked = _words(question, sentences)
    unmet = [word for word in asked if word.as_typed in set(unknown)]
    in_doubt = may_be_respelt({word.start for word in unmet}, question, sentences)
    missing = [word for word in unmet if word.start not in in_doubt]
    asked = [word for word in asked if word.start not in in_doubt]
    if not matched and not in_doubt:
        return say["nothing there"].format(words=_listed(_runs(missing), say))
    # Beside articles in another language alone, only names and numbers can be missed.
    languages = {sentence.document.language for sentence in sentences}
    is_foreign = bool(languages) and question.language not in languages
    telling = [word for word in asked if not word.is_asking and (word.is_fixed or not is_foreign)]
    covered = _covered([word for word in asked if word not in missing], sentences)
    lacks = [word for word in telling if word in missing]
    known = [word for word in telling if word not in missing]
    reason = (
        _never(lacks, covered, sentences, say, is_foreign=is_foreign)
        if lacks
        else _never_together(known, covered, sentences, held, say)
    )
    kind = lacking_kind(question, sentences[:NEAREST], language=language)
    if reason:
        return f"{reason} {say['lacking'].format(kind=kind)}" if kind else reason
    return say["but lacking"].format(kind=kind) if kind else say["unsure"]


@dataclass(frozen=True, slots=True)
class _Word:
    """A content word of a question, `written` as it is named; languages share what `is_fixed`."""

    start: int
    term: str
    surface: str
    as_typed: str
    written: str
    is_name: bool
    is_fixed: bool
    is_asking: bool
    number: int  # among the content words
    joint: str  # the space or hyphen that alone parts it from the one before, or ""


def _words(question: Question, sentences: Sequence[Candidate]) -> list[_Word]:
    """The distinct content words of `question`, in order."""
    habits = load_habits(question.language).nouns
    asking = reason_words().asking.union(
        word_classes(question.language).get("opinion", ()),
        *(habits.get(kind, ()) for kind in _ASKING_KINDS),
    )
    seen: set[str] = set()
    words: list[_Word] = []
    end = 0
    for number, (token, spelt) in enumerate(zip(question.tokens, question.spelt, strict=True)):
        typed = question.text[token.start : token.end]
        joint = question.text[end : token.start] if number else ""
        end = token.end
        if token.term in seen:
            continue
        seen.add(token.term)
        # A question's first word has a capital whatever it is; it may still begin a name.
        following = question.tokens[number + 1 : number + 2]
        is_name = token.is_name and (
            number > 0
            or question.words[0] != token.surface
            or any(token.term in sentence.names for sentence in sentences)
            or any(t.is_name and question.text[token.end : t.start] == " " for t in following)
        )
        # What was put right is shown so where the articles have it; else the reader wrote it.
        is_there = any(token.term in sentence.views["stem"] for sentence in sentences)
        written = spelt if is_there and fold(typed) != fold(spelt) else typed
        words.append(
            _Word(
                start=token.start,
                term=token.term,
                surface=token.surface,
                as_typed=typed,
                written=written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…",
                is_name=is_name,
                is_fixed=is_name or token.is_number,
                is_asking=not is_name
                and not {token.surface, token.surface.rstrip("s")}.isdisjoint(asking),
                number=number,
                joint=joint if JOINT.fullmatch(joint) else "",
            )
        )
    return words


def _covered(words: Sequence[_Word], sentences: Sequence[Candidate]) -> list[_Word]:
    """The names among `words` that one of `sentences` has itself: of the one with the most."""
    best: list[_Word] = []
    for sentence in sentences:
        named = {token.term for token in sentence.tokens if token.is_name}
        found = [word for word in words if word.is_name and word.term in named]
        if len(found) > len(best):
            best = found
    return best if len(_runs(best, sentences)) <= NAMED else []


def _never(
    lacks: Sequence[_Word],
    covered: Sequence[_Word],
    sentences: Sequence[Candidate],
    say: Mapping[str, str],
    *,
    is_foreign: bool,
) -> str:
    """That the articles do not have the words `lacks`; with what they have instead."""
    runs = _runs(lacks)
    if is_foreign:
        return say["spelt so"].format(words=_listed(runs[:1], say))
    plural = "s" if len(lacks) > 1 else ""
    key = f"but never{plural}" if covered else f"never{plural}"
    return say[key].format(
        covered=_listed(_runs(covered, sentences), say, "and"), words=_listed(runs, say)
    )


def _never_together(
    known: Sequence[_Word],
    covered: Sequence[_Word],
    sentences: Sequence[Candidate],
    held: Held,
    say: Mapping[str, str],
) -> str:
    """Which of the words `known` no sentence has with the names `covered`, or with one another."""
    groups = _groups(sentences, held)
    titled = frozenset().union(*held.titles)
    counts = {word.start: sum(word.start in group for group in groups) for word in known}
    there = {term for sentence in sentences for term in sentence.views["stem"]}
    # What a title has all its article is about, and what no ranked sentence has tells nothing;
    # what they have by another word alone is not theirs.
    loose = [
        word
        for word in known
        if counts[word.start] and word.term in there and word.start not in titled
    ]
    which = "articles" if held.is_whole else "found"
    names = {word.start for word in covered}
    apart = [
        word
        for word in loose
        if word.start not in names and not any(names | {word.start} <= group for group in groups)
    ]
    if covered and apart:
        return say["apart"].format(
            articles=say[which],
            covered=_listed(_runs(covered, sentences), say, "and"),
            words=_listed(_runs(apart), say, "or"),
        )
    # The rarest words tell most; few of them together tell more than many.
    rarest = sorted(loose, key=lambda word: (counts[word.start], word.start))[:_TRIED]
    for size in (2, 3) if not covered else ():
        for chosen in combinations(rarest, size):
            starts = {word.start for word in chosen}
            if not any(starts <= group for group in groups):
                words = [word.written for word in loose if word.start in starts]
                return say["unmet"].format(of=say[f"of {which}"], words=_listed(words, say, "and"))
    return ""


def _groups(sentences: Sequence[Candidate], held: Held) -> list[frozenset[int]]:
    """The words that stand together: in a sentence and the one it leans on, or in a title."""
    places = {(s.document.id, s.sentence.start): i for i, s in enumerate(sentences)}
    groups = list(held.titles)
    for sentence, words in zip(sentences, held.sentences, strict=True):
        leant_on = references_of(sentence.document).leans_on.get(sentence.sentence.start)
        other = places.get((sentence.document.id, leant_on[0])) if leant_on else None
        groups.append(words if other is None else words | held.sentences[other])
    return groups


def _runs(words: Sequence[_Word], sentences: Sequence[Candidate] | None = None) -> list[str]:
    """`words` as written, those that follow each other in one piece, at most `NAMED` words long.

    With `sentences`, only where one of these has them in a row as well.
    """
    runs: list[list[_Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and word.joint
            and last.number == word.number - 1
            and last.is_name == word.is_name
            and len(runs[-1]) < NAMED
            and (
                sentences is None
                or any((last.surface, word.surface) in s.views["phrase"] for s in sentences)
            )
        ):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [
        run[0].written + "".join(f"{word.joint}{word.written}" for word in run[1:]) for run in runs
    ]


def _listed(runs: Sequence[str], say: Mapping[str, str], conjunction: str = "") -> str:
    """The first `NAMED` of `runs` between quotation marks, the last behind `conjunction`."""
    quoted = [say["quote"].format(run) for run in runs[:NAMED]]
    if not conjunction or len(quoted) < 2:
        return ", ".join(quoted)
    return f"{', '.join(quoted[:-1])}{say[conjunction]}{quoted[-1]}"
