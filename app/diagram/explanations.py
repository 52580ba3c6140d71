"""What each operation does to a gradient, in a sentence: the backward steps say it."""

from __future__ import annotations

from collections.abc import Mapping

LESSONS: Mapping[str, str] = {
    "add": "A plus gate hands the gradient that comes in to both of its inputs, unchanged.",
    "subtract": "A minus gate hands the gradient on: unchanged to its first input, with the sign turned to its second.",
    "multiply": "A times gate hands each input the gradient that comes in, times the other input.",
    "divide": "A division hands its upper input the gradient divided by the lower one, and turns the sign for the lower one.",
    "negate": "The sign turns on the way forward, so the gradient's sign turns on the way back.",
    "maximum": "A max gate hands the whole gradient to the larger input; the other one gets nothing.",
    "minimum": "A min gate hands the whole gradient to the smaller input; the other one gets nothing.",
    "relu": "ReLU lets the gradient pass where its input is positive, and stops it elsewhere.",
    "exp": "The exponential is its own derivative: the gradient is multiplied by the value that went out.",
    "log": "The derivative of the logarithm is one over the input: the gradient is divided by it.",
    "sigmoid": "The derivative of the sigmoid is σ(1 − σ): largest in the middle, and close to zero at both ends.",
    "tanh": "The derivative of tanh is 1 − tanh²: one in the middle, and close to zero at both ends.",
    "square": "The derivative of a square is twice the input.",
    "sum": "Every entry went into the sum with weight one, so each gets the gradient back unchanged.",
    "mean": "Every entry went into the mean with weight 1/N, so each gets that share of the gradient.",
    "max": "Only the largest entry reached the output, so it alone gets the gradient back.",
    "min": "Only the smallest entry reached the output, so it alone gets the gradient back.",
    "matmul": "A matrix product hands each factor the gradient times the other factor, transposed.",
    "matvec": "A matrix product hands each factor the gradient times the other factor, transposed.",
    "vecmat": "A matrix product hands each factor the gradient times the other factor, transposed.",
    "inner": "A dot product hands each vector the gradient times the other vector.",
    "softmax": "All scores share one sum, so each gets its part of the gradient less the average of all parts.",
    "transpose": "What was moved on the way forward is moved back.",
    "reshape": "What was moved on the way forward is moved back.",
    "index": "The entries that were chosen get the gradient, all others get zero; one chosen twice gets both.",
}

FOLDED = "The gradient that comes in passes back through every operation in this gate."
OTHERWISE = "The gradient that comes in is multiplied by the gate's local derivative."
SEED = "The way back starts at the output, with the derivative of the loss by it."
INPUTS = "The inputs have these values."
ADDED = "This value went more than one way, so all that comes back to it is added up."
ONLY_FORWARD = "Nothing flows back through this gate."


def backward(operations: tuple[str, ...]) -> str:
    """The sentence for a gate of these operations."""
    if len(operations) > 1:
        return FOLDED
    return LESSONS.get(operations[0], OTHERWISE)
