"""From article files to ranked, cited sentences. Pure and synchronous; knows nothing of `bot`.

articles = read_articles(Path("seeds"))
engine = Engine(articles.documents)
answer = engine.ask("Quel est le montant du contrat ?")
"""

from index.answering import Answer, Citation
from index.documents import (
    Articles,
    Document,
    Verification,
    make_document,
    read_articles,
    read_document,
    verify_quote,
)
from index.engine import Engine, ask
from index.errors import (
    ArticleError,
    DatasetError,
    InputError,
    MotPourMotError,
    NoArticlesError,
    UnknownDocumentError,
    WeightsError,
)

__all__ = [
    "Answer",
    "ArticleError",
    "Articles",
    "Citation",
    "DatasetError",
    "Document",
    "Engine",
    "InputError",
    "MotPourMotError",
    "NoArticlesError",
    "UnknownDocumentError",
    "Verification",
    "WeightsError",
    "ask",
    "make_document",
    "read_articles",
    "read_document",
    "verify_quote",
]
