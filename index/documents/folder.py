"""All articles of a folder; what cannot be read is named, and the others still load."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from index.documents.copies import merge_copies
from index.documents.document import Document
from index.documents.files import PLAIN_TYPES, SUFFIXES, may_be_article, read_with_warnings
from index.documents.formats import KeptExtracts
from index.errors import ArticleError, NoArticlesError, show

MAX_ARTICLES = 10_000


@dataclass(frozen=True, slots=True)
class Articles:
    """What a folder held: the `documents`, by id, and a problem for each file left out.

    The same article in several files is one document.

    `warnings` are sentences about what whoever put the files there should know.
    """

    documents: tuple[Document, ...]
    problems: tuple[ArticleError, ...] = ()
    warnings: tuple[str, ...] = ()


def read_articles(
    folder: Path,
    *,
    data: Path | None = None,
    merges: bool = True,
    last: Iterable[Document] = (),
) -> Articles:
    """All articles of `folder` (not of folders inside it), in order of id.

    What is extracted is kept in the folder `data`. With `merges`, an article that is in several
    files is one document, else one for each. A file that cannot be read becomes a problem and the
    others still load; an article of `last` that was read from this file stays as it was. Raises
    `NoArticlesError` where the folder is missing or no file of it could be read.
    """
    shown = show(str(folder.absolute()), limit=300)  # of a relative one nobody knows which it is
    if not folder.is_dir():
        what = "a file" if folder.exists() else "nothing"
        raise NoArticlesError(
            f"ARTICLES_DIR: must be a folder of articles; {shown} is {what}. "
            "Create it, or set ARTICLES_DIR to where the articles are"
        )
    try:
        paths = [path for path in folder.iterdir() if may_be_article(path)]
    except OSError as error:
        raise NoArticlesError(
            f"ARTICLES_DIR: {shown} cannot be listed ({error.strerror})"
        ) from None
    if len(paths) > MAX_ARTICLES:
        raise NoArticlesError(
            f"ARTICLES_DIR: a folder may hold at most {MAX_ARTICLES} articles; "
            f"{shown} holds {len(paths)}"
        )
    documents: list[Document] = []
    problems: list[ArticleError] = []
    warnings: list[str] = []
    taken = {".", ".."}  # in an address they mean a folder
    kept = KeptExtracts(data) if data else None
    by_path = {document.original: document for document in last if document.original}
    # Plain text first: a saved page beside it must not take the id that its links have.
    for path in sorted(paths, key=lambda path: (path.suffix.lower() not in PLAIN_TYPES, path)):
        document_id = _free_id(path, taken)
        try:
            document, found = read_with_warnings(path, document_id, kept)
        except ArticleError as error:
            error.file = path.name
            problems.append(error)
            if path in by_path and path.exists():
                taken.add(document_id)
                documents.append(replace(by_path[path], id=document_id, also_known_as=()))
        else:
            taken.add(document_id)
            documents.append(document)
            warnings += found
    if not documents:
        reasons = "; ".join(str(problem) for problem in problems[:5])
        raise NoArticlesError(
            f"ARTICLES_DIR: {shown} must hold at least one article "
            f"({', '.join(sorted(SUFFIXES))}); "
            + (f"none could be read: {reasons}" if problems else "it holds none. Put one there")
        )
    if kept and kept.trouble:
        warnings.append(kept.trouble)
    # Of copies the plain text counts, whose offsets are those of its file; then the first by name.
    documents = merge_copies(documents) if merges else documents
    documents.sort(key=lambda document: document.id)
    return Articles(tuple(documents), tuple(problems), tuple(warnings))


def _free_id(path: Path, taken: set[str]) -> str:
    """The file's name without its ending, or with it, or with a number, until it is free."""
    names = [name.encode("utf-8", "replace").decode("utf-8") for name in (path.stem, path.name)]
    numbered = (f"{names[1]} {number}" for number in count(2))
    return next(name for name in chain(names, numbered) if name not in taken)
