"""A library that several faces ask with limits: two years, no date, English."""

from __future__ import annotations

from index import Document, make_document


def dated_library() -> list[Document]:
    """Four articles about the contract of one sawmill."""
    texts = {
        "foix-2023": "title: La scierie signe\ndate: 2023-05-02\nlanguage: fr\n---\n"
        "La scierie a signé un contrat de 2 millions d'euros.",
        "foix-2024": "title: La scierie de Foix grandit\ndate: 2024-05-02\nlanguage: fr\n---\n"
        "La scierie a signé un contrat de 5 millions d'euros.",
        "sans-date": "title: Une scierie sans date\nlanguage: fr\n---\n"
        "La scierie a signé un contrat de 9 millions d'euros.",
        "english": "title: The sawmill\ndate: 2025-05-02\nlanguage: en\n---\n"
        "The sawmill signed a contract of 7 million euros.",
    }
    return [
        make_document(f"---\n{text}\n", document_id=document_id)
        for document_id, text in texts.items()
    ]
