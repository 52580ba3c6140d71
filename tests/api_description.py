"""A server is asked what its OpenAPI document allows, and its answers are compared with what that promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

Operation = APIOperation[Any, Any, Any, Any]
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
EXAMPLES = 25


def operations(address: str) -> Iterator[Operation]:
    """What the server at an address says that it answers to."""
    description = schemathesis.openapi.from_url(f"{address}/openapi.json")
    return (found.ok() for found in description.get_all_operations() if isinstance(found, Ok))


def keeps_to_description(operation: Operation, number: int = 0) -> None:
    """Ask for an operation in so many ways, other ones for each `number`. Raises what schemathesis finds, its request beside it."""

    @seed(number)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def visit(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    visit()
