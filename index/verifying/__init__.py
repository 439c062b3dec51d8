"""Whether the articles have a quote: to the letter, but for typography, altered, or not at all."""

from index.verifying.verdicts import (
    Attribution,
    CitationCheck,
    Difference,
    Quoted,
    QuotePlace,
    Verification,
)
from index.verifying.verifier import Verifier

__all__ = [
    "Attribution",
    "CitationCheck",
    "Difference",
    "QuotePlace",
    "Quoted",
    "Verification",
    "Verifier",
]
