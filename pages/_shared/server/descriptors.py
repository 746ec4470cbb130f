"""As many open connections as the system allows: with the usual 1,024, a thousand silent ones shut everybody else out."""

from __future__ import annotations

MOST = 65_536


def raise_limit() -> None:
    """Raise the limit of this process; Windows has none."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    if soft not in (resource.RLIM_INFINITY, wanted) and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
