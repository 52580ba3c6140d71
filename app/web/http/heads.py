"""What the head of a request must be: HTTP/1.1 has heads that two readers take differently, and those are answered by nobody here."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEAD = 256 * 1024
"""The most bytes that the first line and the headers of a request may have: addresses carry whole programs."""
PATH = 2**16 - 1
"""The most bytes of an address before its query, which is where uvicorn's reader of addresses ends."""
SPOKEN = ("1.0", "1.1")
HOST = re.compile(rb"(?:\[[\da-fA-F:.]+\]|[\w.~%!$&'()*+;=-]+)(?::\d*)?")
"""A name or a number, and a port (RFC 3986, 3.2.2), without commas, which would make a list of it."""
WHOLE_SERVER = b"*", b"OPTIONS"
"""The address, and the only method, of a request about nothing that stands at the server but about the server (RFC 9110, 7.1)."""
MALFORMED = "The request is not HTTP/1.1 as it should be."

Fault = tuple[int, str]
"""A status, and what is to be told with it."""


def fault_of(method: bytes, version: str, address: bytes, headers: Sequence[tuple[bytes, bytes]]) -> Fault | None:
    """What is wrong with a head, whose headers have names of small letters; None where nothing is."""
    if len(address) + sum(len(name) + len(value) for name, value in headers) > HEAD:
        return too_long(address)
    if len(address.partition(b"?")[0]) > PATH:
        return 414, f"The path of an address may have {PATH} bytes."
    if version not in SPOKEN or method == b"CONNECT":
        return 400, MALFORMED
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (version == "1.1" and not hosts) or not all(map(HOST.fullmatch, hosts)):
        return 400, "A request should name one host, as in a.example or a.example:8000."
    if not address.startswith(b"/") and (address, method) != WHOLE_SERVER and not is_at(address, hosts):
        return 400, "The address should be one of the host that the request names."
    codings = [value for name, value in headers if name == b"transfer-encoding"]
    if codings and version == "1.0":
        return 400, MALFORMED
    if codings and [coding.lower() for coding in codings] != [b"chunked"]:
        return 501, "A body may come as it is or in chunks, in no other transfer coding."
    return None


def is_at(address: bytes, hosts: Sequence[bytes]) -> bool:
    """Whether an address with all its parts, as proxies are asked, is at the one of the `hosts`."""
    return any(
        address.lower().startswith((b"http://%b/" % host, b"https://%b/" % host)) for host in map(bytes.lower, hosts)
    )


def too_long(address: bytes) -> Fault:
    """That a head has too many bytes, of which the `address` has so many."""
    return 414 if len(address) > HEAD // 2 else 431, f"The address and the headers of a request may have {HEAD} bytes."
