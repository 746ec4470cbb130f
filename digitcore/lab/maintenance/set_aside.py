"""What restores and repairs have set aside in HOME: kept for a month, as it holds all that people drew and wrote."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from digitcore.lab.maintenance.backup.archive import DATABASE
from digitcore.lab.maintenance.backup.restoring import ASIDE

KEPT_FOR = dt.timedelta(days=30)


def listed(home: Path) -> list[tuple[Path, dt.datetime]]:
    """The folders and files, each with when it was set aside."""
    paths = [*home.glob(f"{ASIDE}*"), *home.glob(f"{DATABASE}.damaged-*")]
    return [(path, _named_at(path)) for path in sorted(paths)]


def _named_at(path: Path) -> dt.datetime:
    """As its name says; a renamed file is as old as what is in it."""
    found = re.search(r"\d{8}-\d{6}", path.name)
    if found is None:
        return dt.datetime.fromtimestamp(path.lstat().st_mtime, dt.UTC)
    return dt.datetime.strptime(found[0], "%Y%m%d-%H%M%S").replace(tzinfo=dt.UTC)
