"""Which heads are answered, by a table: what two readers could take differently is refused."""

from __future__ import annotations

import pytest

from app.web.http.heads import HEAD, PATH, fault_of

HOST, CHUNKED = (b"host", b"a"), (b"transfer-encoding", b"chunked")


@pytest.mark.parametrize(
    ("status", "version", "address", "headers"),
    [
        (None, "1.1", b"/", [HOST]),
        *((400, "1.1", address, [HOST]) for address in (b"*", b"*/", b"a")),
        (None, "1.0", b"/", []),
        (None, "1.1", b"/?" + b"a" * PATH, [HOST]),
        (414, "1.1", b"/" + b"a" * PATH, [HOST]),
        (414, "1.1", b"/?" + b"a" * HEAD, [HOST]),
        (431, "1.1", b"/", [HOST, (b"a", b"b" * HEAD)]),
        (400, "0.9", b"/", []),
        (400, "2.0", b"/", [HOST]),
        (400, "1.1", b"/", []),
        (400, "1.1", b"/", [HOST, HOST]),
        (400, "1.0", b"/", [HOST, HOST]),
        *((None, "1.1", b"/", [(b"host", host)]) for host in (b"a.example:80", b"a_b", b"[::1]:80", b"1.2.3.4", b"a:")),
        *((400, "1.1", b"/", [(b"host", host)]) for host in (b"", b"a b", b"a,b", b"a/b", b"u@a", b"<a>", b"[a", b"a:b", b"\xff")),
        (None, "1.1", b"http://a/?e=z", [HOST]),
        (None, "1.1", b"HTTPS://A/", [HOST]),
        (None, "1.1", b"http://a:80/", [(b"host", b"A:80")]),
        *((400, "1.1", address, [HOST]) for address in (b"http://b/", b"http://ab/", b"http://a@b/", b"http://a", b"ftp://a/", b"a:80")),
        (400, "1.0", b"http://b/", []),
        (None, "1.1", b"/", [HOST, CHUNKED]),
        (None, "1.1", b"/", [HOST, (b"transfer-encoding", b"Chunked")]),
        (501, "1.1", b"/", [HOST, (b"transfer-encoding", b"gzip, chunked")]),
        (501, "1.1", b"/", [HOST, (b"transfer-encoding", b"identity"), CHUNKED]),
        (400, "1.0", b"/", [HOST, CHUNKED]),
    ],
)  # fmt: skip
def test_a_head_is_answered_or_refused(
    status: int | None, version: str, address: bytes, headers: list[tuple[bytes, bytes]]
) -> None:
    fault = fault_of(b"GET", version, address, headers)
    assert (fault[0] if fault else None) == status


@pytest.mark.parametrize(("address", "status"), [(b"*", None), (b"*/", 400), (b"**", 400)])
def test_options_may_ask_about_the_whole_server(address: bytes, status: int | None) -> None:
    fault = fault_of(b"OPTIONS", "1.1", address, [HOST])
    assert (fault[0] if fault else None) == status


def test_nothing_is_connected() -> None:
    assert fault_of(b"CONNECT", "1.1", b"/", [HOST]) is not None
