"""The files in HOME: half-written ones, images that no dataset lists, datasets without images.

Nothing is touched while another process writes there: each folder's lock tells.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from digitcore import settings, wording
from digitcore.data.dataset import Source
from digitcore.data.folder_lock import try_lock
from digitcore.data.sources import own_datasets
from digitcore.errors import DataUnavailable
from digitcore.lab.maintenance.backup.restoring import STAGING
from digitcore.lab.maintenance.doctor.installation import Installation, named
from digitcore.lab.maintenance.readiness import machine
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.report import Finding
from digitcore.lab.maintenance.set_aside import KEPT_FOR, listed
from digitcore.wording import counted


def disk(subject: Installation) -> Finding:
    """Free space, with the limit of `check`."""
    return machine.disk(ClassSetup())


def half_written(subject: Installation) -> Finding:
    """No file was left half-written by a process that died, in folders where nobody writes now."""
    leftovers = [path for folder, pattern in _places(subject) for path in _left_in(folder, pattern)]
    if not leftovers:
        return Finding(True, "No file was left half-written.")
    names = named([path.name for path in leftovers])
    return Finding(
        False,
        f"{counted(len(leftovers), 'file')} left half-written: {names}.",
        "Delete what was never whole; nothing refers to it.",
        lambda: _delete(leftovers),
    )


def added_datasets(subject: Installation) -> Finding:
    """Every dataset that users added has its images, and they are what was added."""
    unreadable = [path.name for path in own_datasets.unreadable_facts()]
    lost = [source.facts.title for source in own_datasets.sources() if not _is_whole(source)]
    if not unreadable and not lost:
        return Finding(True, f"{counted(len(list(own_datasets.sources())), 'added dataset')}, all whole.")
    sentences = [f"The images of {title!r} are missing or damaged." for title in lost]
    sentences += [f"{name} cannot be read." for name in unreadable]
    return Finding(False, " ".join(sentences), "Add them again on the page Data, or restore a backup.")


def unlisted_images(subject: Installation) -> Finding:
    """No images are left that no dataset lists: a deletion broke off before its last step."""
    unlisted = list(own_datasets.unlisted_arrays())
    if not unlisted:
        return Finding(True, "All images kept here belong to a dataset.")
    size = sum(path.stat().st_size for path in unlisted) / 1e6
    return Finding(
        False,
        f"{counted(len(unlisted), 'file')} of images ({size:,.1f} MB) belong to no dataset any more.",
        "Delete them: their owners did.",
        lambda: f"{counted(own_datasets.delete_unlisted_arrays(), 'file')} of images deleted.",
    )


def set_aside(subject: Installation) -> Finding:
    """What restores and repairs have set aside is named, with the day of its end; that is no fault."""
    aside = listed(subject.home)
    if not aside:
        return Finding(True, "Nothing is set aside.")
    names = ", ".join(f"{path.name} (until {wording.date(moment + KEPT_FOR)})" for path, moment in aside)
    return Finding(True, f"Set aside, with all that people drew and wrote then: {names}.")


def _places(subject: Installation) -> Iterator[tuple[Path, str]]:
    yield settings.current().datasets, f".*{own_datasets.PART}"
    yield subject.home, f"{STAGING}*"


def _left_in(folder: Path, pattern: str) -> list[Path]:
    """The matching files; empty where another process holds the lock. Restoring uses the datasets' lock."""
    lock_folder = settings.current().datasets if pattern.startswith(STAGING) else folder
    if not lock_folder.is_dir():
        return []
    with try_lock(lock_folder) as is_locked:
        return sorted(folder.glob(pattern)) if is_locked else []


def _is_whole(source: Source) -> bool:
    try:
        source.build()
    except DataUnavailable:
        return False
    return True


def _delete(paths: Iterable[Path]) -> str:
    existing = [path for path in paths if path.exists()]
    for path in existing:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return f"{counted(len(existing), 'file')} deleted."
