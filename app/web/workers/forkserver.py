"""What the process holds from which all workers are forked: importing this makes it ready, and is done there alone.

What is read here is read once for all of them: a worker is ready after a sixth of the time that this takes.

A signal to the whole process group means the server, which ends its workers when what they do is answered.
"""

from __future__ import annotations

import gc
import signal

from app.loading import loading

with loading():
    from app.web.tasks import tasks
    from app.web.workers.worker_process import die_with_parent

    # Workers die with this process, which by itself would only end after the last of them.
    die_with_parent()
    tasks.preload()

__all__ = ["tasks"]
# Modules and tables stay for good: the collector need not look at them, which would also copy their pages into every worker.
gc.freeze()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
