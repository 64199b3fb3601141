"""What schemathesis asks the API: what the document allows and what it forbids, mostly of what is there."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.asking import NETWORK

IDS = {"articles": 900041, "experts": 900012, "pages": 900051, "images": 900021, "documents": 900031}
SLUGS = {"articles": "new-treatments-for-lupus", "experts": "sample-rheumatologist", "stores": "pitman"}
PATHS = (
    "/",
    "/health/",
    "/health/new-treatments-for-lupus/",
    "/experts/sample-rheumatologist/",
    "/savings/",
    "/lupus/",
)
"""What is there, of what the document can't name."""
EXCLUDED: list[Any] = [positive_data_acceptance]
"""A slug, a path or a word that nothing has is refused, and which there are no document says."""


def put_known(case: schemathesis.Case) -> None:
    """Names what is there in three of four cases that the document allows; a case is its own die."""
    if set("_-") & set(str(case.query.get("fields", ""))):
        # What is left out by it the document can't leave out.
        case.query["fields"] = "*"
    die = sum(map(ord, f"{sorted(map(str, case.query.items()))}{case.path_parameters}"))
    if die % 4 == 0 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    resource = case.operation.path.split("/")[3]
    known: dict[str, Any] = {
        "store": ("pitman", "switchback")[die % 2],
        "path": PATHS[die % len(PATHS)],
        "html_path": PATHS[die % 6],
    }
    known |= {"slug": SLUGS.get(resource, ""), "id": IDS.get(resource, 1)}
    if case.operation.query.get("store"):
        case.query.pop("site", None)
        case.query["store"] = known["store"]
    for name in case.query.keys() & known.keys():
        case.query[name] = known[name]
    for name in ("fields", "since", "group", "state", "type", "locale", "translation_of"):
        if die % 3:
            case.query.pop(name, None)
    for name in case.path_parameters:
        case.path_parameters[name] = known[name]


@contextmanager
def connection_kept() -> Iterator[None]:
    """The connection of a test that is rolled back stays open from request to request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def fuzz(
    document: dict[str, Any], most: int, paths: Collection[str] = (), modes: Iterable[GenerationMode] = GenerationMode
) -> dict[int, int]:
    """Asks the operations so many times in each mode; how often each status was answered. Fails at what is wrong."""
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.discover())
    schema.app = get_wsgi_application()
    statuses: dict[int, int] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/live/") or (paths and operation.path not in paths):
            continue
        for mode in modes:
            # What takes no parameter can't be asked wrongly.
            with suppress(Unsatisfiable):
                ask(operation, mode, most, statuses)
    return statuses


def ask(operation: Any, mode: GenerationMode, most: int, statuses: dict[int, int]) -> None:
    """One operation, in one mode."""

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: schemathesis.Case) -> None:
        put_known(case)
        answer = case.call_and_validate(headers={"Host": NETWORK}, excluded_checks=EXCLUDED)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1

    each()
