"""The systemd units: that they start, stop, restart and watch the bot as it wants to be."""

from __future__ import annotations

import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.frame.repository import ROOT

UNITS = ROOT / "examples" / "systemd"
NAMES = sorted(path.name for path in UNITS.iterdir())
STOPS_WITHIN = 8
CLOSED = ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces")


def unit(name: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(UNITS / name, encoding="utf-8")
    return parser


def test_it_runs_the_bot_and_restarts_it_unless_a_person_has_to_act() -> None:
    service = unit("lagebild.service")["Service"]
    assert service["ExecStart"].endswith("lagebild run")
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"].split() == ["2", "3"]
    assert int(service["TimeoutStopSec"]) > STOPS_WITHIN


def test_it_takes_from_it_what_it_does_not_need() -> None:
    service = unit("lagebild.service")["Service"]
    assert [name for name in CLOSED if service[name] != "yes"] == []
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["User"] == "lagebild"
    assert service["StateDirectoryMode"] == "0700"


def test_a_timer_looks_whether_it_is_well() -> None:
    assert unit("lagebild-health.service")["Service"]["ExecStart"].endswith("lagebild healthcheck")
    assert "Timer" in unit("lagebild-health.timer")


@pytest.mark.parametrize("name", NAMES)
def test_systemd_takes_it(name: str, tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd is not installed")
    for other in NAMES:
        text = (UNITS / other).read_text(encoding="utf-8")
        made = text.replace("/opt/lagebild/.venv/bin/lagebild", "/bin/true").replace("/opt/lagebild", "/")
        (tmp_path / other).write_text(made, encoding="utf-8")
    done = subprocess.run(
        [tool, "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "lagebild" in line] == []
    assert done.returncode == 0
