"""Why the server would not, or could not, compute something that may be right."""

from __future__ import annotations

from app.web.http.problem import Problem


def busy() -> Problem:
    told = "More requests wait than can be answered soon. Try again in a moment."
    return Problem.of(503, "busy", "All workers are busy", told, headers={"Retry-After": "2"})


def crowded_out() -> Problem:
    told = "Others wait, and too many long computations are under way already. Try again in a moment."
    return Problem.of(503, "busy", "All workers are busy", told, headers={"Retry-After": "5"})


def share_used(share: int) -> Problem:
    told = f"{share} requests from your address are being computed or wait already. Try again when they are answered."
    return Problem.of(429, "busy", "Too many requests at once", told, headers={"Retry-After": "2"})


def stopping() -> Problem:
    told = "This server is about to stop. Try again in a moment."
    return Problem.of(503, "busy", "The server is stopping", told, headers={"Retry-After": "5"})


def crashed() -> Problem:
    told = "The process that computed this stopped unexpectedly; the server goes on without it."
    return Problem.of(503, "crash", "The worker stopped", told)


def too_much(memory: int) -> Problem:
    told = f"The computation needs more than {memory} MiB. Smaller tensors, or fewer of them, may do."
    return Problem.of(503, "memory", "This needs too much memory", told)


def too_long(deadline: float) -> Problem:
    told = f"There was no answer within {deadline:g} seconds. A smaller program, smaller tensors or fewer steps may do."
    return Problem.of(503, "deadline", "This took too long", told)
