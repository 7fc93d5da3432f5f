import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage import InstanceLock, StorageError, StorageProblem
from storage.locks import FileLock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from storage import InstanceLock
with InstanceLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_start_is_refused_and_names_the_first(tmp_path: Path) -> None:
    with InstanceLock(tmp_path), pytest.raises(StorageError, match=str(os.getpid())) as caught:
        InstanceLock(tmp_path).acquire()
    assert caught.value.problem is StorageProblem.IN_USE


def test_the_lock_is_free_after_a_release(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path), InstanceLock(tmp_path)
    first.acquire()
    first.release()
    first.release()
    with second:
        assert second.path.read_text() == str(os.getpid())


def test_other_folders_are_not_concerned(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with InstanceLock(tmp_path), InstanceLock(tmp_path / "b"):
        pass


def test_the_lock_ends_with_a_killed_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(StorageError, match=str(process.pid)):
            InstanceLock(tmp_path).acquire()
        process.send_signal(signal.SIGKILL)
        process.wait()
    with InstanceLock(tmp_path):
        pass


def test_it_says_that_the_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        InstanceLock(tmp_path / "fehlt").acquire()
    assert caught.value.problem is StorageProblem.MISSING


def test_a_process_id_is_not_left_over_from_a_longer_one(tmp_path: Path) -> None:
    (tmp_path / "lagebild.pid").write_text("99999999999")
    with InstanceLock(tmp_path) as lock:
        assert lock.path.read_text() == str(os.getpid())


def test_a_file_lock_can_be_taken_again_after_a_failed_try(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    first, second = FileLock(path, 1), FileLock(path, 0.02)
    with first, pytest.raises(StorageError), second:
        pass
    with second:
        pass


def test_a_file_lock_refuses_the_thread_that_holds_it(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "x.lock", 1)
    with lock, pytest.raises(RuntimeError), lock:
        pass
    with lock:
        pass
