"""What this process may use of its machine: the limits of its container (cgroup v2) where it is in one."""

from __future__ import annotations

import os
from pathlib import Path

CGROUPS, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def cores(folder: Path | None = None) -> float:
    """Processors that may be used at once; less than one in a small container."""
    allowed = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    quota, _, period = limit("cpu.max", folder).partition(" ")
    return min(allowed, int(quota) / int(period)) if quota.isdigit() and period.isdigit() else allowed


def memory(folder: Path | None = None) -> int:
    """Bytes of memory that may be used."""
    pages = {"SC_PAGE_SIZE", "SC_PHYS_PAGES"} <= set(getattr(os, "sysconf_names", ()))
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if pages else 8 * 2**30
    most = limit("memory.max", folder)
    return min(whole, int(most)) if most.isdigit() else whole


def limit(name: str, folder: Path | None) -> str:
    """A limit of our control group, as the kernel writes it; nothing where there is none."""
    try:
        return ((folder or own_group()) / name).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def own_group() -> Path:
    """Where the limits of our control group stand: at the top as a container sees it, else below."""
    if (CGROUPS / "memory.max").exists():
        return CGROUPS
    lines = OWN.read_text(encoding="utf-8").splitlines()
    return CGROUPS / next((line[len("0::/") :] for line in lines if line.startswith("0::/")), "")
