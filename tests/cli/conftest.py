from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.wiring import Wiring
from config import Settings
from tests.flow.fakes import Clock, FakeAnalyser, FakeEngine, compare


@dataclass
class Line:
    """The command line over a data directory of its own."""

    wiring: Wiring
    folder: Path

    def __call__(self, *arguments: object) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments], obj=self.wiring)

    def manifest(self, *rows: dict | str) -> Path:
        path = self.folder / "liste.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


@pytest.fixture
def line(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    wiring = Wiring(
        clock=Clock(datetime(2025, 3, 10, 12, 0, tzinfo=UTC)),
        settings=lambda: settings,
        analyser=lambda _: FakeAnalyser(),
        flow_options={"engine": FakeEngine(), "compare": compare},
    )
    return Line(wiring, tmp_path)
