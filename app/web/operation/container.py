"""What this process may use of its machine: the limits of its container (cgroup v2) where it is in one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

CGROUPS, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def cores(folder: Path | None = None) -> float:
    """Processors that may be used at once; less than one in a small container."""
    allowed = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    quotas = (each.partition(" ") for each in limits("cpu.max", folder))
    return min([allowed, *(int(quota) / int(period) for quota, _, period in quotas if quota.isdigit())])


def memory(folder: Path | None = None) -> int:
    """Bytes of memory that may be used, before the kernel ends processes or holds them back."""
    pages = {"SC_PAGE_SIZE", "SC_PHYS_PAGES"} <= set(getattr(os, "sysconf_names", ()))
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if pages else 8 * 2**30
    found = [*limits("memory.max", folder), *limits("memory.high", folder)]
    return min([whole, *(int(most) for most in found if most.isdigit())])


def limits(name: str, folder: Path | None) -> Iterator[str]:
    """A limit of our control group and of all that it stands in, as the kernel writes them; nothing where there is none."""
    own = folder or own_group()
    for group in (own, *own.parents):
        with suppress(OSError):
            yield (group / name).read_text(encoding="ascii").strip()


def own_group() -> Path:
    """Where the limits of our control group stand: at the top as a container sees it, else below."""
    with suppress(OSError):
        lines = OWN.read_text(encoding="utf-8").splitlines()
        path = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), "")
        if (CGROUPS / path).is_dir():
            return CGROUPS / path
    return CGROUPS
