"""From article files to ranked, cited sentences. Pure and synchronous; knows nothing of `bot`.

articles = read_articles(Path("seeds"))
engine = Engine(articles.documents)
answer = ask(engine, "Quel est le montant du contrat ?")
"""

from index.answering.answer import Answer, Citation, ask
from index.documents import (
    Articles,
    Document,
    Verification,
    make_document,
    read_articles,
    read_document,
    verify_quote,
)
from index.engine import Engine, Ranking
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
    "Ranking",
    "UnknownDocumentError",
    "Verification",
    "WeightsError",
    "ask",
    "make_document",
    "read_articles",
    "read_document",
    "verify_quote",
]
