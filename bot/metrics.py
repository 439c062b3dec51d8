"""What `/metrics` says, in the format of Prometheus: numbers alone, nothing that anybody asked.

The labels are bounded: faces, statuses, stages, and routes without what their paths name.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.installed import version
from bot.library import Library
from bot.logs import asked_by

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_RECENT = 1_000  # questions that the unanswered share is of
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counts what is asked and answered; `library` is asked how many articles there are.

    connections: how many are open
    """

    def __init__(self, library: Library, *, connections: Callable[[], int] = lambda: 0) -> None:
        registry = self._registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)
        self._questions = Counter(
            "motpourmot_questions",
            "Questions, by face and by what became of them",
            ("face", "status"),
            registry=registry,
        )
        self._kept = Counter(
            "motpourmot_kept_answers",
            "Answers that were kept from when the same was asked before",
            ("face",),
            registry=registry,
        )
        self._stages = Histogram(
            "motpourmot_stage_seconds",
            "Time of each stage of an answer that was not kept",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._requests = Counter(
            "motpourmot_http_requests",
            "Requests, by method, route and status",
            ("method", "route", "status"),
            registry=registry,
        )
        self._request_seconds = Histogram(
            "motpourmot_http_request_seconds",
            "Time from the head of a request to the end of its response",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._recent: deque[bool] = deque(maxlen=_RECENT)
        registry.register(_Now(library, self._recent, connections))
        library.watch(self.note_answer)

    def note_answer(self, status: str, times: Mapping[str, float] | None) -> None:
        """Count an answer; `times` are the seconds of its stages, None where it was kept."""
        face = asked_by.get()
        if not face:  # questions to try, which nobody has asked
            return
        self._questions.labels(face, status).inc()
        self._recent.append(status == "no_answer")
        if times is None:
            self._kept.labels(face).inc()
        for stage, seconds in (times or {}).items():
            self._stages.labels(stage).observe(seconds)

    def note_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; a `status` of 0 is one without a response."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return everything, as Prometheus reads it."""
        return generate_latest(self._registry)


class _Now(Collector):
    """What is as it is at the moment that somebody asks."""

    def __init__(
        self, library: Library, recent: deque[bool], connections: Callable[[], int]
    ) -> None:
        self._library = library
        self._recent = recent
        self._connections = connections

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        yield InfoMetricFamily(
            "motpourmot", "The version that is installed", value={"version": version()}
        )
        library = self._library
        age = (datetime.now(UTC) - library.loaded_at).total_seconds()
        recent = list(self._recent)
        figures: Iterable[tuple[str, str, float]] = (
            ("articles", "Articles that answer", len(library.engine.documents)),
            ("unreadable_files", "Files that were left out", len(library.problems)),
            ("index_age_seconds", "Time since the articles were last taken up", age),
            (
                "index_outdated",
                "1 where the folder has changed and could not be taken up",
                bool(library.outdated),
            ),
            (
                "unanswered_share",
                f"Share of the last {_RECENT:,} questions that the articles did not answer",
                sum(recent) / len(recent) if recent else 0.0,
            ),
            ("connections", "Connections that are open", self._connections()),
        )
        for name, said, value in figures:
            yield GaugeMetricFamily(f"motpourmot_{name}", said, value=float(value))
