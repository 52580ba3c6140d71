"""Each kind of request and fault that a server did not bear once, and the test that holds its mend.

A kind that loses its test, by a new name or by deletion, is noticed here.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PROGRAM = "test_web_requests.py::test_a_strange_program_has_a_figure_or_a_mistake"
HALF = "test_web_requests.py::test_a_body_of_another_form_has_its_mistakes_told"
MANY = "test_web_requests.py::test_of_thousands_of_mistakes_the_first_are_told"
PREFIX = "test_web_proxies.py::test_a_server_under_a_path"
SLASH = "test_web_requests.py::test_a_slash_too_many_is_forgiven_without_naming_a_host"

HELD_BY = {
    "decimal integer of 310 digits": PROGRAM,
    "hex integer of 300 digits": PROGRAM,
    "nn.Linear of a 330-digit size": PROGRAM,
    "minus of a ragged list": PROGRAM,
    "slice step 0 of a text": PROGRAM,
    "slice step 0 of a literal text": PROGRAM,
    "float of two arguments": PROGRAM,
    "np.int of two arguments": PROGRAM,
    "64 axes on the page": "test_web_requests.py::test_an_array_of_many_axes",
    "carriage return in a docstring": "test_web_requests.py::test_a_carriage_return_in_a_text",
    "lone surrogate as a value": HALF,
    "lone surrogate as a name of a value": HALF,
    "sum of 400 inputs": "test_web_requests.py::test_a_sum_of_hundreds_of_inputs",
    "sum of 900 inputs": "test_web_requests.py::test_a_sum_of_hundreds_of_inputs",
    "sum of a huge range": PROGRAM,
    "max of a huge range": PROGRAM,
    "float in a huge range": PROGRAM,
    "svd of 1000x1000": "test_web_faults.py::test_the_time_in_the_queue_counts",
    "9,000 accents": MANY,
    "9,000 question marks": MANY,
    "80,000 unknown keys": "test_web_requests.py::test_a_body_with_far_too_much_in_it",
    "64 GETs closed at once": "test_web_process.py::test_work_for_clients_that_left_is_dropped",
    "63 GETs, then one innocent": "test_web_faults.py::test_long_tasks_keep_nobody_waiting",
    "kill -9 while a worker writes its answer": "test_web_faults.py::test_a_process_killed_while_it_hands_over_a_large_answer",
    "kill -9 an idle worker, 6 times": "test_web_faults.py::test_processes_killed_while_idle_cost_nothing",
    "clock 1 h back": "test_web_faults.py::test_a_clock_that_is_set_moves_no_deadline",
    "kill -9 the server while a worker computes": "test_web_process.py::test_no_process_outlives_a_server_that_is_killed",
    "SIGTERM to the process group": "test_web_process.py::test_a_signal_to_all_loses_nothing_that_is_under_way",
    "slow-loris headers": "test_web_process.py::test_clients_that_say_nothing_keep_nobody_out",
    "prefix-stripping proxy": PREFIX,
    "redirect under a prefix": PREFIX,
    "Host header in a redirect": SLASH,
    "body that is not JSON": "test_web_requests.py::test_a_body_that_is_not_json",
    "bad Range of a static file": "test_web_requests.py::test_a_piece_of_a_file",
}


@cache
def defined_in(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("kind", HELD_BY)
def test_every_kind_of_fault_has_its_test(kind: str) -> None:
    file, _, name = HELD_BY[kind].partition("::")
    assert name in defined_in(file)
