"""A server under a path behind the proxies that people use, where they are installed: they pass the path on, or take it off."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.server import Served, free_port, get, served

NGINX = """
daemon off; pid {folder}/pid; error_log stderr crit; events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; location /backpass/ {{ proxy_pass http://127.0.0.1:{behind}{more}; }} }}
}}
"""
CADDY = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    {more} /backpass/* {{
        reverse_proxy 127.0.0.1:{behind}
    }}
}}
"""
PROXIES = {
    "nginx, path kept": (("nginx", "-p", ".", "-c"), NGINX, ""),
    "nginx, path taken off": (("nginx", "-p", ".", "-c"), NGINX, "/"),
    "Caddy, path kept": (("caddy", "run", "--adapter", "caddyfile", "--config"), CADDY, "handle"),
    "Caddy, path taken off": (("caddy", "run", "--adapter", "caddyfile", "--config"), CADDY, "handle_path"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served(root_path="/backpass", workers="1") as started:
        yield started


@pytest.mark.parametrize("name", PROXIES)
def test_everything_is_found_under_a_path(server: Served, tmp_path: Path, name: str) -> None:
    with proxied(server, tmp_path, name) as address:
        page = get(f"{address}/backpass/?e=z=x*y")
        assert page.status_code == 200
        linked = set(re.findall(r'(?:href|src|action)="(/[^"#?]*)', page.text))
        assert all(link.startswith("/backpass/") for link in linked)
        files = [link for link in linked if "/static/" in link]
        assert files and [link for link in files if get(f"{address}{link}").status_code != 200] == []
        assert get(f"{address}/backpass/docs/").headers["location"] == "/backpass/docs"
        assert get(f"{address}/backpass/diagram.svg?e=z=").json()["type"] == "/backpass/docs#mistakes"


def test_a_server_under_a_path(server: Served) -> None:
    page = get(server.address).text
    # A proxy takes the path off, or passes it on.
    for begun in (server.address, f"{server.address}/backpass"):
        assert get(f"{begun}/static/icon.svg").status_code == 200
        assert get(f"{begun}/docs/", headers={"Host": "evil.example"}).headers["location"] == "/backpass/docs"
        assert get(f"{begun}/nothing").json()["type"].startswith("/backpass/docs#")
    assert re.search(r'href="/backpass/static/[0-9a-f]{16}/css/base.css"', page)
    assert 'action="/backpass/"' in page
    assert not re.search(r'(?:href|src|action)="/(?!backpass)', page)


@contextmanager
def proxied(server: Served, folder: Path, name: str) -> Iterator[str]:
    """The address of a proxy in front of a server."""
    command, text, more = PROXIES[name]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    port, file = free_port(), folder / "config"
    file.write_text(text.format(folder=folder, port=port, behind=server.port, more=more))
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, str(file)], cwd=folder, env=home, stdout=quiet, stderr=quiet) as process:
        try:
            while not answering(port):
                assert process.poll() is None, "the proxy has ended"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def answering(port: int) -> bool:
    try:
        return bool(httpx.get(f"http://127.0.0.1:{port}/backpass/healthz", timeout=5).status_code)
    except httpx.TransportError:
        return False
