"""What can be wrong with the store, as a value that the bot can put into words."""

from enum import StrEnum


class StorageProblem(StrEnum):
    """Why the store cannot be used."""

    MISSING = "missing"  # the file or its folder is gone, or was never created
    REPLACED = "replaced"  # another file lies where the open one was
    EMPTY = "empty"  # zero bytes
    NOT_A_DATABASE = "not_a_database"
    DAMAGED = "damaged"
    FOREIGN = "foreign"  # a database, but not one of Lagebild
    OLDER_SCHEMA = "older_schema"  # `upgrade` has to run first
    NEWER_SCHEMA = "newer_schema"  # written by a later version of the program
    HALF_MIGRATED = "half_migrated"
    READ_ONLY = "read_only"
    DISK_FULL = "disk_full"
    BUSY = "busy"  # somebody else keeps it locked; worth another try
    IN_USE = "in_use"  # the bot already runs on this data directory
    UNAVAILABLE = "unavailable"  # cannot be opened or reached


class StorageError(Exception):
    """The store refuses to work; nothing was changed.

    ``problem`` says why, ``detail`` holds the path or the reason in English for the log.
    """

    def __init__(self, problem: StorageProblem, detail: str) -> None:
        super().__init__(f"{problem.value}: {detail}")
        self.problem = problem
        self.detail = detail
