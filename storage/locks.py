"""Locks between processes, by flock: the system releases them when a process dies, however it dies."""

import fcntl
import os
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.errors import StorageError, StorageProblem

_POLL_SECONDS = 0.005


class FileLock:
    """An exclusive lock on a file, between threads and between processes; not reentrant."""

    def __init__(self, path: Path, timeout: float) -> None:
        """Remember the ``path`` of the lock file and how many seconds to wait for it."""
        self._path = path
        self._timeout = timeout
        self._threads = threading.Lock()
        self._owner: int | None = None
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            StorageError: BUSY after the timeout, MISSING or UNAVAILABLE if the file cannot be opened.
            RuntimeError: the calling thread already holds it.
        """
        if self._owner == threading.get_ident():
            raise RuntimeError("a writing session is already open in this thread")
        deadline = time.monotonic() + self._timeout
        if not self._threads.acquire(timeout=self._timeout):
            raise StorageError(StorageProblem.BUSY, f"{self._path} is held by another thread")
        try:
            self._file = _locked_file(self._path, deadline)
        except BaseException:
            self._threads.release()
            raise
        self._owner = threading.get_ident()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        file, self._file, self._owner = self._file, None, None
        if file is not None:
            os.close(file)
        self._threads.release()


class ThreadLock:
    """Lets a thread open one writing session at a time.

    Those of others and of other processes are not its matter.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._own = threading.local()

    def __enter__(self) -> Self:
        """Enter.

        Raises:
            RuntimeError: the calling thread is inside already; two of its sessions would wait for each other.
        """
        if getattr(self._own, "inside", False):
            raise RuntimeError("a writing session is already open in this thread")
        self._own.inside = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave."""
        self._own.inside = False


def _locked_file(path: Path, deadline: float) -> int:
    file = _open(path)
    while not _try_lock(file):
        if time.monotonic() >= deadline:
            os.close(file)
            raise StorageError(StorageProblem.BUSY, f"{path} is held by another process")
        time.sleep(_POLL_SECONDS)
    return file


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError as error:
        raise StorageError(StorageProblem.MISSING, f"the folder {path.parent} does not exist") from error
    except PermissionError as error:
        raise StorageError(StorageProblem.READ_ONLY, f"cannot write to {path}") from error
    except OSError as error:
        raise StorageError(StorageProblem.UNAVAILABLE, f"cannot open {path}: {error.strerror}") from error


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class InstanceLock:
    """Makes sure that one bot runs on a data directory; held until ``release`` or the end of the process."""

    def __init__(self, data_dir: Path) -> None:
        """Remember the directory; nothing is locked yet."""
        self.path = data_dir / "lagebild.pid"
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock and write the process id into it.

        Raises:
            StorageError: IN_USE if another process holds it, MISSING or READ_ONLY if it cannot be written.
        """
        file = _open(self.path)
        if not _try_lock(file):
            holder = os.pread(file, 20, 0).decode("ascii", "replace").strip()
            os.close(file)
            raise StorageError(StorageProblem.IN_USE, f"{self.path.parent} is in use by process {holder}")
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        self._file = file

    def release(self) -> None:
        """Give the lock back; without effect if it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        """Acquire."""
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release."""
        self.release()
