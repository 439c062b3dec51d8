"""Articles as they were when they were quoted, indexed again for whoever verifies an old quote."""

from __future__ import annotations

from functools import lru_cache

from index.annotations.indexed import IndexedDocument, index_document
from index.documents.versions import Version, Versions

_KEPT = 8  # versions that stay indexed; of one answer there are hardly more


class PastArticles:
    """The kept `versions` of articles, indexed when they are asked for; thread-safe."""

    def __init__(self, versions: Versions | None) -> None:
        self._versions = versions
        self._indexed = lru_cache(_KEPT)(index_document)

    def version(self, document_id: str | None, sha256: str) -> Version | None:
        """Return a version as `find` does, not indexed; None if it is not kept."""
        return self._versions.find(document_id, sha256) if self._versions else None

    def find(
        self, document_id: str | None, sha256: str
    ) -> tuple[Version, IndexedDocument] | tuple[None, None]:
        """Return a version, by id and sha256 or by sha256 alone; (None, None) if it is not kept."""
        version = self.version(document_id, sha256)
        return (version, self._indexed(version.document)) if version else (None, None)
