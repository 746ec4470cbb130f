"""A restore that was killed while it moved files: a note in HOME says what it was about to move, and the next start looks.

Either all of the backup is in its place, and the restore is done; or everything is moved back to where it was. The note is
on the disk before the first file moves, and this can itself be killed and begin anew.
"""

from __future__ import annotations

import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from digitcore import settings
from digitcore.data.folder_lock import try_lock
from digitcore.data.synced_files import move
from digitcore.lab.maintenance.backup.archive import DATASETS

NOTE = ".restoring.json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Moves:
    """What a restore moves, by names within HOME."""

    staged: str
    """The folder with the unpacked backup."""
    aside: str
    """The folder for what was there before; empty where nothing was."""
    members: tuple[str, ...]
    """The files of the backup."""

    def note(self, home: Path) -> None:
        """Write them down, before the first file moves."""
        written = home / self.staged / NOTE
        written.write_text(json.dumps(asdict(self)), encoding="utf-8")
        move(written, home / NOTE)

    def are_done(self, home: Path) -> bool:
        """Whether all files of the backup are in their place."""
        return not any((home / self.staged / name).exists() for name in self.members)

    def take_back(self, home: Path) -> None:
        """Put everything where it was before."""
        for name in self.members:
            if (home / name).exists() and not (home / self.staged / name).exists():
                (home / name).rename(home / self.staged / name)
        aside = home / self.aside if self.aside else None
        if aside is not None and aside.is_dir():
            for path in [path for path in sorted(aside.rglob("*")) if path.is_file()]:
                path.rename(home / path.relative_to(aside))
            shutil.rmtree(aside)

    def forget(self, home: Path) -> None:
        """Delete the note."""
        (home / NOTE).unlink(missing_ok=True)


def settle() -> None:
    """Finish or take back what a killed restore has left; does nothing where there is nothing, or one goes on."""
    home = settings.current().home
    if not (home / NOTE).exists():
        return
    with try_lock(home / DATASETS) as is_locked:
        if not is_locked or not (home / NOTE).exists():
            return
        read = json.loads((home / NOTE).read_text(encoding="utf-8"))
        moves = Moves(read["staged"], read["aside"], tuple(read["members"]))
        if moves.are_done(home):
            _log.warning("A restore was killed when all was in its place: it is done.")
        else:
            moves.take_back(home)
            _log.warning(
                "A restore was killed in the middle: everything is back where it was. Restore again."
            )
        moves.forget(home)
        shutil.rmtree(home / moves.staged, ignore_errors=True)
