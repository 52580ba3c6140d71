"""`backpass serve`: the page and the API."""

from __future__ import annotations

from typing import Any

import click

from app.cli.setting_options import setting_options
from app.web.operation.settings import Settings, too_few_files
from app.web.serving import serve_until_stopped


@click.command(context_settings={"auto_envvar_prefix": "BACKPASS", "max_content_width": 120})
@setting_options
def serve(**given: Any) -> None:
    """Serve the page and the API. Each option may also be a variable; an option comes before its variable."""
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = Settings(**chosen)
    if fault := too_few_files(settings):
        raise click.ClickException(fault)
    serve_until_stopped(settings)
