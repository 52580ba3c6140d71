"""Classes and their instances, modules with parameters, and what stands for things that have no bearing on the figure."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.attributes import Attributes
from app.autodiff.interpreter.instances import (
    Class,
    Instance,
    Method,
    Parameter,
    Super,
    adopt,
    as_parameters,
    dotted,
    has_parameters,
    joined,
    lineage,
)
from app.autodiff.interpreter.literals import creates
from app.autodiff.interpreter.operators import PassOver
from app.autodiff.interpreter.spelling import nearest
from app.autodiff.interpreter.values import OPAQUE, Function, Named, Native, Opaque, Operation, Value, Values, Written
from app.language import Span, syntax
from app.language.syntax import Expr

CALLED = ("forward", "__call__", "call", "apply")
"""The methods that run when an instance is called, in order of preference."""
SETTING_UP = frozenset({"__init__", "reset_parameters", "init_weights", "setup", "build"})
"""Methods in which arrays that are made from nothing are parameters."""
UNCHANGED = frozenset("eval train to cuda cpu float double half requires_grad_ compile apply".split())
"""Methods that leave a module as it is."""
PARAMETERS = frozenset(
    "parameters named_parameters state_dict load_state_dict zero_grad modules children buffers".split()
)
"""Methods that hand parameters to an optimizer."""


class Objects(Attributes):
    """Adds objects: classes, instances, methods and parameters, and what stands for things without bearing on the figure.

    Expects from above how an input is made: a parameter becomes one when it is first read.
    """

    def __init__(self, *arguments: Value) -> None:
        super().__init__(*arguments)
        self.methods: list[Method] = []

    def call(self, function: Value, arguments: Values, keywords: Named, span: Span, written: Written = ()) -> Value:
        if isinstance(function, Opaque):
            return OPAQUE
        if any(isinstance(argument, Opaque) for argument in arguments) and not isinstance(
            function, Class | Method | Native | Function
        ):
            raise PassOver
        if isinstance(function, Class):
            return self.instantiate(function, arguments, keywords, span)
        if isinstance(function, Method):
            return self.call_method(function, arguments, keywords, span)
        if isinstance(function, Instance):
            return self.call_instance(function, arguments, keywords, span)
        if isinstance(function, Operation) and (own := self.own_operation(function, arguments)) is not None:
            return self.call_method(own, arguments[1:], keywords, span)
        return super().call(function, arguments, keywords, span, written)

    def own_operation(self, function: Operation, arguments: Values) -> Method | None:
        """An object's own meaning of an operation: `kl_divergence(p, q)` of two distributions."""
        first = arguments[0] if arguments else None
        if not isinstance(first, Instance):
            return None
        names = (function.row.name, *function.row.names)
        return next((own for name in names if (own := self.method(first, name)) is not None), None)

    def instantiate(self, cls: Class, arguments: Values, keywords: Named, span: Span) -> Value:
        instance = Instance(cls)
        method = self.method(instance, "__init__")
        if method is not None:
            self.call_method(method, arguments, keywords, span)
        elif arguments or keywords:
            self.refuse(span, f"`{cls.name}` takes no arguments", "it has no `__init__`")
        return instance

    def call_instance(self, instance: Instance, arguments: Values, keywords: Named, span: Span) -> Value:
        """Run an object's forward pass; its nodes belong to a scope under the object's own name."""
        method = next((found for name in CALLED if (found := self.method(instance, name)) is not None), None)
        if method is None:
            self.refuse(span, f"`{instance.cls.name}` cannot be called", "it has no `forward` or `__call__`")
        return self.call_method(
            method, arguments, keywords, span, instance.path or instance.variable or instance.cls.name
        )

    def call_method(self, method: Method, arguments: Values, keywords: Named, span: Span, name: str = "") -> Value:
        self.methods.append(method)
        function = method.function
        kind = "definition" if method.owner.ours else "call"
        named = replace(function, name=name or function.name, kind=kind)
        try:
            return self.call_function(named, (method.instance, *arguments), keywords, span)
        finally:
            self.methods.pop()

    def method(self, instance: Instance, name: str, above: Class | None = None) -> Method | None:
        """The method of an object; with `above`, only from the bases of that class, as `super()` looks it up."""
        classes = lineage(instance.cls) if above is None else [each for base in above.bases for each in lineage(base)]
        owner = next((cls for cls in classes if isinstance(cls.members.get(name), Function)), None)
        return Method(owner.members[name], instance, owner) if owner else None

    def attribute(self, value: Value, name: str, span: Span) -> Value:
        if isinstance(value, Opaque):
            # `tape.gradient(loss, …)` says what the output is, as `loss.backward()` does.
            found = {"gradient": "taped", "is_available": "is_available"}.get(name)
            return OPAQUE if found is None else super().builtin(found)
        if name == "grad" and isinstance(value, Tensor):
            return OPAQUE
        if isinstance(value, Instance):
            return self.instance_attribute(value, name, span)
        if isinstance(value, Class):
            return value.find(name)
        if isinstance(value, Super):
            method = self.method(value.method.instance, name, value.method.owner)
            return method or Native(name, lambda calls, span, *arguments, **keywords: None)
        return super().attribute(value, name, span)

    def instance_attribute(self, instance: Instance, name: str, span: Span) -> Value:
        if name in instance.attributes:
            self.prefix_roots()
            return self.materialise(instance.attributes, name, joined(instance.path, name), span)
        if (method := self.method(instance, name)) is not None:
            if "property" in method.function.decorators:
                return self.call_method(method, (), {}, span)
            return method.function if "staticmethod" in method.function.decorators else method
        if (shared := instance.cls.find(name)) is not None:
            return shared
        if name == "training":
            return False
        if name in UNCHANGED:
            return Native(name, lambda calls, span, *arguments, **keywords: instance)
        if name in PARAMETERS:
            return OPAQUE
        if name in ("register_buffer", "register_parameter"):
            return Native(name, lambda calls, span, key, value, **keywords: instance.attributes.update({key: value}))
        if instance.open:
            instance.attributes[name] = self.unbound_attribute(instance, name, span)
            return instance.attributes[name]
        known = [*instance.attributes, *instance.cls.members]
        self.refuse(span, f"`{instance.cls.name}` has no attribute `{name}`", nearest(name, known))

    @abstractmethod
    def unbound_attribute(self, owner: Instance, name: str, span: Span) -> Value: ...

    def prefix_roots(self) -> None:
        """Where several objects at the top have parameters, their variables tell these apart."""
        roots = [root for root in self.roots() if has_parameters(root)]
        if len(roots) > 1:
            for root in roots:
                root.prefixed = True

    @abstractmethod
    def spare(self, name: str) -> str: ...

    @abstractmethod
    def roots(self) -> list[Instance]: ...

    def materialise(self, container: dict[Value, Value], key: Value, name: str, span: Span) -> Value:
        """An item of an object or dict; parameters become inputs under their dotted names when they are first read."""
        value = container[key]
        if (
            has_parameters(value)
            and not isinstance(value, Instance)
            and (not self.initialising() or isinstance(value, Parameter))
        ):
            container[key] = value = self.parameter_input(value, name, span)
        return value

    def parameter_input(self, value: Value, name: str, span: Span) -> Value:
        """A parameter as an input, each one of a list or dict under a dotted name of its own; all else as it is."""
        if isinstance(value, Parameter):
            return self.parameter_input(value.value, name, span)
        if isinstance(value, (list, tuple)):
            return type(value)(
                self.parameter_input(item, joined(name, str(position)), span) for position, item in enumerate(value)
            )
        if isinstance(value, dict):
            value.update({key: self.parameter_input(item, joined(name, str(key)), span) for key, item in value.items()})
            return value
        if not isinstance(value, (float, int, np.ndarray)) or isinstance(value, bool):
            return value
        return self.input(self.spare(name), value, span)

    @abstractmethod
    def input(self, name: str, value: Value, span: Span) -> Tensor: ...

    def store(self, target: syntax.Attribute, owner: Value, value: Value, made: Expr | None) -> None:
        """`owner.name = value`; in an `__init__`, arrays made from nothing are parameters."""
        if isinstance(owner, Instance):
            if made is not None and self.initialising() and creates(made):
                value = as_parameters(value)
            owner.attributes[target.name] = value
            # PyTorch calls the modules of a Sequential by their position alone.
            adopt(owner, "" if owner.cls.ours and owner.cls.name == "Sequential" else target.name, value)
        elif isinstance(owner, Opaque) or (
            isinstance(owner, Tensor) and target.name in ("data", "grad", "requires_grad")
        ):
            raise PassOver
        else:
            self.refuse(target.span, f"{describe(owner)} cannot be given an attribute", "a name stands left of `=`")

    def initialising(self) -> bool:
        """Whether a method that sets an object up is being run."""
        return bool(self.methods) and self.methods[-1].function.name in SETTING_UP

    def item(self, value: Value, key: Value, expr: syntax.Subscript) -> Value:
        """An item of a dict of parameters becomes an input under a dotted name: `params["W1"]` is `params.W1`."""
        if isinstance(value, Opaque):
            return OPAQUE
        if isinstance(value, Operation):
            return self.call(value, key if isinstance(key, tuple) else (key,), {}, expr.span)
        if isinstance(value, dict) and isinstance(value.get(key) if isinstance(key, (str, int)) else None, Parameter):
            return self.materialise(value, key, f"{dotted(expr.value)}.{key}", expr.span)
        if isinstance(value, Instance):
            if value.open:
                return self.instance_attribute(value, str(key), expr.span)
            method = self.method(value, "__getitem__")
            items = value.attributes.get("modules")
            return (
                self.index(items, key, expr.span) if method is None else self.call_method(method, (key,), {}, expr.span)
            )
        return super().item(value, key, expr)

    def builtin(self, name: str) -> Value:
        if name == "super" and self.methods:
            return Native("super", lambda calls, span, *arguments: Super(self.methods[-1]))
        return super().builtin(name)
