"""First values of Keras's weights, by an initializer's name, its class, or an object that is called with a shape."""

from __future__ import annotations

from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import Class, Value
from app.autodiff.interpreter.library_classes.keras_initializers import PREFIX, SHORT
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def initializer(name: str) -> Class | None:
    """The initializer of Keras by its name: `HeNormal`, `he_normal`, and TensorFlow's `random_normal_initializer`."""
    short = SHORT.get(name, name).removesuffix("_initializer")
    camel = "".join(part[:1].upper() + part[1:] for part in short.split("_"))
    return modules().get(PREFIX + camel)


def keras_weight(run: Run, span: Span, given: Value, shape: Value) -> Value:
    """The first values that an initializer gives a weight of this shape."""
    if isinstance(given, str):
        if (found := initializer(given)) is None:
            known = [each.removeprefix(PREFIX) for each in modules() if each.startswith(PREFIX)]
            run.refuse(span, f"the initializer `{given}` of Keras is not known here", nearest(given, known))
        given = found
    made = called(run, given, span) if isinstance(given, Class) else given
    return called(run, made, span, shape)
