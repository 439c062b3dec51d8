"""Whether the articles have a quote: to the letter, but for typography, altered, or not at all."""

from index.verifying.past import PastArticles
from index.verifying.verdicts import (
    Attribution,
    CitationCheck,
    Difference,
    Past,
    Quoted,
    QuotePlace,
    Verification,
)
from index.verifying.verifier import Verifier

__all__ = [
    "Attribution",
    "CitationCheck",
    "Difference",
    "Past",
    "PastArticles",
    "QuotePlace",
    "Quoted",
    "Verification",
    "Verifier",
]
