"""What an operator can set, by environment variables that start with BACKPASS_."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. Each field is read from `BACKPASS_` and its name in capitals.

    `workers` are the processes that compute; `deadline` is what one request may take there, in seconds, and `memory` what it may need
    beyond what a worker starts with, in MiB; `waiting` is how many requests may queue for a worker before others are turned away;
    `body` is the largest request in bytes, and `patience` how long it may take to arrive, in seconds; `root_path` is where a proxy
    mounts us. `embedders` are the sites whose pages may hold a figure in a frame, as `frame-ancestors` of a policy lists them.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = max(1, min(4, os.cpu_count() or 1))
    deadline: float = 10.0
    memory: int = 4096
    waiting: int = 256
    share: int = 64
    recycle: int = 10_000
    nodes: int = 2_000
    elements: int = 1_000_000
    body: int = 1_000_000
    patience: float = 20.0
    cache: int = 64
    trusted: str = "127.0.0.1,::1"
    root_path: str = ""
    embedders: str = "*"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that the environment asks for. Raises ValueError, naming the variable, where one cannot be read."""
        source = os.environ if environment is None else environment
        chosen: dict[str, object] = {}
        for field in fields(cls):
            variable = f"BACKPASS_{field.name.upper()}"
            if variable in source:
                chosen[field.name] = converted(variable, source[variable], type(field.default))
        return cls(**chosen)  # type: ignore[arg-type]


def converted(variable: str, text: str, kind: type) -> object:
    try:
        setting = kind(text)
    except ValueError:
        raise ValueError(f"{variable} is {text!r}, but should be a number") from None
    if kind is not str and setting <= 0:
        raise ValueError(f"{variable} is {text}, but should be above zero")
    return setting
