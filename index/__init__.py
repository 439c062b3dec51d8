"""From article files to ranked, cited sentences. Pure and synchronous; knows nothing of `bot`.

engine = Engine.from_folder("seeds")
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
from index.engine import Engine
from index.errors import (
    ArticleError,
    DatasetError,
    InputError,
    MotPourMotError,
    NoArticlesError,
    UnknownDocumentError,
    WeightsError,
)
from index.reading.weights import Weights, load_weights
from index.retrieval.embeddings import load_encoder

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
    "Weights",
    "WeightsError",
    "load_encoder",
    "load_weights",
    "make_document",
    "read_articles",
    "read_document",
    "verify_quote",
]
