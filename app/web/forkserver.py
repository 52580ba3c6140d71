"""What the process holds from which all workers are forked: importing this makes it ready, and is done there alone.

A signal to the whole process group means the server, which ends its workers when what they do is answered.
"""

from __future__ import annotations

import signal

from app.web import tasks

__all__ = ["tasks"]
signal.signal(signal.SIGTERM, signal.SIG_IGN)
