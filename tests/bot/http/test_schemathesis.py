"""The running API against its own description: every operation, all checks."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

from bot.http.app import create_app
from bot.library import Library
from index import Engine, read_articles
from tests.conftest import SEEDS

EXAMPLES = 20  # of each operation

_CHECKS = {
    # Two rules that a JSON Schema cannot name, so that what it allows may be 422: a question must
    # hold a letter or digit, and a range must lie in its article.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "422"]},
    # A text that is too long may be refused with its body, before it is looked at.
    "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "413", "415", "422"]},
}
_CONFIG = {
    "seed": 1,
    "operations": [
        *({"include-path": path, "checks": _CHECKS} for path in ("/ask", "/verify")),
        {
            "include-path": "/v1/chat/completions",
            # What is valid may ask for another model, or for what only a language model can do;
            # 400 is also what a value that breaks its rule gets, as the protocol has it.
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404"]},
                "negative_data_rejection": {"expected-statuses": ["400", "404", "413", "415"]},
            },
        },
        {
            "include-path": "/documents/{document_id}/text",
            # A valid `If-Match` may name another version.
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "412"]}
            },
        },
    ],
}

api = schemathesis.openapi.from_dict(
    create_app(Library(Engine(read_articles(SEEDS).documents))).openapi(),
    config=schemathesis.Config.from_dict(_CONFIG),
)


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_conformance(case: schemathesis.Case[Any], base_url: str) -> None:
    case.call_and_validate(base_url=base_url)
