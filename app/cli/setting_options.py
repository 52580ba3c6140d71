"""The options of `serve`, one for each row of the table of settings, and with each its variable."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from app.web.operation import settings

Command = TypeVar("Command", bound=Callable[..., Any])
KINDS: Mapping[str, click.ParamType[Any]] = {"str": click.STRING, "int": click.INT, "float": click.FLOAT}


class Setting(click.ParamType[Any]):
    """A value of the table of settings."""

    def __init__(self, row: dataclasses.Field[Any]) -> None:
        self.row, self.kind = row, KINDS[str(row.type)]
        self.name = self.kind.name

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Any:
        try:
            return settings.checked(self.row, self.kind.convert(value, param, context))
        except click.BadParameter as error:
            told = error.message.removesuffix(".")
        except ValueError as error:
            told = f"{value} {error}"
        self.fail(f"{told} (also set by BACKPASS_{self.row.name.upper()})", param, context)


def setting_options(command: Command) -> Command:
    """An option, and with it a variable, for each row of the table of settings."""
    for row in settings.table()[::-1]:
        told = f"{row.metadata['told']}  [default: {row.metadata['shown']}]"
        name = f"--{row.name.replace('_', '-')}"
        flag = {"is_flag": True, "default": None} if row.type == "bool" else {"type": Setting(row)}
        command = click.option(name, row.name, help=told, show_envvar=True, **flag)(command)
    return command
