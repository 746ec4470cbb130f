"""Everything that is read from the environment; nothing else in the app reads `os.environ`.

`current()` reads the variables anew at each call, which takes microseconds, so tests and notebooks may change them. The
table in README.md documents every `DIGITLAB_` variable; a test compares the two.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from digitcore.errors import BadInput

# TensorFlow reads this when it is first imported, which many places may do: only fatal errors reach the log.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

PROJECT = Path(__file__).parent.parent
ASSETS = PROJECT / "assets"

DRAWING_DAYS = 30
ROOM_DAYS = 30


@dataclass(frozen=True)
class Settings:
    """The settings in force; every field has a default that works on a fresh machine."""

    home: Path
    """The folder of users' datasets and caches (DIGITLAB_HOME)."""
    pen_folder: Path | None
    """A folder with pen strokes for tuning and benchmarks (DIGITLAB_PEN)."""
    database_url: str
    """The store, as an SQLAlchemy URL (DIGITLAB_DATABASE); a file in `home` by default."""
    scheduler: str | None
    """The Dask scheduler that hands out training (DIGITLAB_SCHEDULER); None is one process on this machine."""
    certificates: Path | None
    """The folder with the certificates of a scheduler on another machine (DIGITLAB_CERTIFICATES)."""
    drawing_days: int
    """Days after which visitors' drawings are deleted (DIGITLAB_DRAWING_DAYS)."""
    room_days: int
    """Days after which an unused classroom is deleted (DIGITLAB_ROOM_DAYS)."""
    hosts: frozenset[str]
    """The names under which the server answers, besides addresses in figures (DIGITLAB_HOSTS)."""
    proxies: frozenset[str]
    """The addresses of proxies that say truly where a visitor comes from (DIGITLAB_PROXIES)."""

    @property
    def cache(self) -> Path:
        """Files that can be fetched or computed again, and may be deleted."""
        return self.home / "cache"

    @property
    def datasets(self) -> Path:
        """Datasets that users added, which must not be deleted."""
        return self.home / "datasets"


def current() -> Settings:
    """Read the settings from the environment as it is now."""
    home = Path(os.environ.get("DIGITLAB_HOME") or "var").expanduser().absolute()
    return Settings(
        home=home,
        pen_folder=_folder("DIGITLAB_PEN"),
        database_url=os.environ.get("DIGITLAB_DATABASE", "").strip()
        or f"sqlite:///{home / 'digitlab.sqlite'}",
        scheduler=_scheduler(os.environ.get("DIGITLAB_SCHEDULER", "").strip()),
        certificates=_folder("DIGITLAB_CERTIFICATES"),
        drawing_days=_days("DIGITLAB_DRAWING_DAYS", DRAWING_DAYS),
        room_days=_days("DIGITLAB_ROOM_DAYS", ROOM_DAYS),
        hosts=frozenset(os.environ.get("DIGITLAB_HOSTS", "").lower().split()),
        proxies=frozenset(os.environ.get("DIGITLAB_PROXIES", "").split()),
    )


def has_screen(*, platform: str = sys.platform) -> bool:
    """Whether a browser with windows can be opened here; over SSH it would open on the wrong machine."""
    if "SSH_CONNECTION" in os.environ or "CI" in os.environ:
        return False
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return platform in ("darwin", "win32") or bool(display)


def _folder(variable: str) -> Path | None:
    value = os.environ.get(variable, "").strip()
    return Path(value).expanduser().absolute() if value else None


def _days(variable: str, default: int) -> int:
    value = os.environ.get(variable, "").strip()
    if not value:
        return default
    if not re.fullmatch(r"[1-9]\d{0,3}", value):
        raise BadInput(
            f"{variable} is {value!r}, which is no number of days.",
            "Give a whole number from 1 to 9999, or leave it out.",
        )
    return int(value)


def _scheduler(address: str) -> str | None:
    """The address; raises if others could reach it, since a Dask port runs any code sent to it."""
    if not address:
        return None
    loopback = re.fullmatch(r"(tcp://)?(127(\.\d{1,3}){3}|localhost|\[::1\]):\d{1,5}", address)
    if loopback and not address.startswith("tcp://"):
        return f"tcp://{address}"
    if not loopback and not re.fullmatch(r"tls://[^\s/@]+:\d{1,5}", address):
        raise BadInput(
            f"DIGITLAB_SCHEDULER is {address!r}, and a scheduler runs any code that reaches it.",
            "Use a tls:// address, or one on this machine such as tcp://127.0.0.1:8786.",
        )
    return address
