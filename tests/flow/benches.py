"""Workbenches for the child process: importable by name, with obvious behaviour."""

from __future__ import annotations

import os
import time
from pathlib import Path

from summaries.intake.problem import IntakeError, Problem


class Bench:
    """Does what the document's text says; the model's name is a file that counts starts."""

    def __init__(self, model):
        if model:
            with Path(model).open("a", encoding="utf-8") as file:
                file.write(f"{os.getpid()}\n")

    def warm_up(self):
        pass

    def analyse(self, order):
        if order == "hang":
            time.sleep(30)
        if order == "die":
            os._exit(9)
        if order == "refuse":
            raise IntakeError(Problem.TOO_LONG, {"chars": "9"})
        if order == "crash":
            raise KeyError(order)
        if order == "eat":
            return len(b"x" * (3 << 30))
        if order.startswith("die once "):
            mark = Path(order.removeprefix("die once "))
            if not mark.exists():
                mark.touch()
                os._exit(9)
        return order.upper()

    def extract(self, page, now):
        return self.analyse(page)
