"""Numbers of an installation of many processes, each with the reason for its value."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What part of the program a process is."""

    ALL = "all"
    FACE = "face"  # talks with Telegram: takes in, answers, delivers
    WORKER = "worker"  # fetches, extracts, analyses, groups, compares
    CLOCK = "clock"  # plans, feeds, housekeeping, and work of processes that are gone


# Jobs are announced in packets: a packet takes a second or two, and what comes meanwhile is the next one.
ANNOUNCED_AT_ONCE: Final = 200
# Connections of a process for its jobs: one to listen, the others to fetch and finish them.
JOB_CONNECTIONS: Final = 4
# NOTIFY says at once what there is; who misses it looks by itself.
LOOK_EVERY: Final = 2.0
# A worker tells what came of a link right after it stands in the store; without that less can be said of it.
HEARD_WITHIN: Final = timedelta(seconds=2)
# A worker shows that it lives every ten seconds; three missed beats are no hiccup.
DEAD_AFTER: Final = timedelta(seconds=30)
# Rows without a job are rare, and looking for them reads the queue.
SWEEP_EVERY: Final = 15
# Younger ones are about to be announced by who stored them.
SWEEP_AFTER: Final = timedelta(seconds=20)
# A page that is being read gets this long before a stop gives it back.
SHUTDOWN_SECONDS: Final = 4.0
# Seconds between two tries to reach a server that is away.
LONGEST_WAIT: Final = 10.0
# Machines whose clocks are further apart than this get a word in the log; all go by the server's.
MOST_SKEW: Final = timedelta(seconds=5)
# A digest that was begun is worked out within a minute; later its process is gone.
RESUMED_AFTER: Final = timedelta(minutes=3)
# How long a face that waits for its turn, or has it, takes to notice a change.
LEAD_EVERY: Final = 1.0
