"""What Prometheus reads at `/metrics`. A counter of any package is made here, so that each name stands once.

Several workers answer for one another: each counts in the run directory, and any of them adds up.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from cms.watching.draining import METRICS

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("mortar_requests", "Requests that Django answered", ["route", "method", "status"])
SECONDS_OF_REQUESTS = Histogram("mortar_request_seconds", "How long Django took", ["route"], buckets=SECONDS)
QUERIES = Counter("mortar_queries", "SQL statements of requests", ["route"])
SECONDS_OF_QUERIES = Counter("mortar_query_seconds", "Time that requests waited for the database", ["route"])
SHED = Counter("mortar_shed", "Requests answered 503 since they had waited too long for a thread")
UNAVAILABLE = Counter("mortar_unavailable", "Requests answered 503 before Django: page, turn, error", ["why"])
LIMITED = Counter("mortar_limited", "Costly requests that were not begun: limit, busy, late", ["why"])
CACHED = Counter("mortar_cache", "Answers that the response cache gave: hit, miss, stale, passed", ["outcome"])
WEBHOOKS = Counter("mortar_webhooks", "Calls of webhooks: arrived, failed, disabled; held: not made up", ["outcome"])
LEASE_WAITS = Histogram("mortar_cache_lease_wait_seconds", "Waits for a confirmed generation", buckets=SECONDS)


def gathered() -> bytes:
    """Everything of all workers, and what the database knows now, in Prometheus' text format."""
    if not settings.RUN_DIRECTORY:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(Path(settings.RUN_DIRECTORY) / METRICS))
    return generate_latest(registry)


class _OfNow(Collector):
    """Gauges that stand nowhere. A `Gauge` is kept in the run directory, where what it said last is read on under the
    process's number, also of one that is dead.
    """

    def __init__(self, values: dict[tuple[str, str], float]) -> None:
        self.values = values

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for (name, words), value in self.values.items():
            yield GaugeMetricFamily(name, words, value=value)


def of_now(values: dict[tuple[str, str], float]) -> bytes:
    """Gauges that are true for the network at the moment: (name, help) to value."""
    registry = CollectorRegistry()
    registry.register(_OfNow(values))
    return generate_latest(registry)
