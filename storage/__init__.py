"""Where everything is kept: tables, sessions, queries, migrations."""

from storage.database import Database
from storage.errors import StorageError, StorageProblem
from storage.locks import InstanceLock
from storage.schema import upgrade
from storage.text import clean_text

__all__ = ["Database", "InstanceLock", "StorageError", "StorageProblem", "clean_text", "upgrade"]
