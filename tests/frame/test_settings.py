"""What is told about settings is what the settings class takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.settings import PREFIX, Settings, load_settings
from tests.frame.repository import read, sources

SECRETS = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
NAMES = {PREFIX + name.upper() for name in Settings.model_fields}
FILES = {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}


def told() -> dict[str, str]:
    """Return the variables of .env.example with the values that stand there."""
    return dict(re.findall(rf"^(?:# )?({PREFIX}\w+)=(.*)$", read(".env.example"), flags=re.MULTILINE))


def test_it_tells_every_setting_and_no_other() -> None:
    assert set(told()) == NAMES | FILES


def test_it_changes_nothing_when_copied_as_it_is(tmp_path: Path) -> None:
    copy = tmp_path / ".env"
    copy.write_text(read(".env.example"), encoding="utf-8")
    assert load_settings({}, copy, None) == load_settings({}, None, None)


def test_it_gives_values_that_are_accepted(tmp_path: Path) -> None:
    copy = tmp_path / ".env"
    lines = [f"{name}={value}" for name, value in told().items() if name not in FILES]
    copy.write_text("\n".join(lines), encoding="utf-8")
    assert load_settings({}, copy, None).telegram_token is not None


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_it_shows_defaults_as_they_are(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = told()[PREFIX + name.upper()]
    if default not in (None, ()):
        assert shown == str(default)


def test_it_describes_every_setting_in_the_readme() -> None:
    rows = set(re.findall(rf"^\| `({PREFIX}\w+)`", read("README.md"), flags=re.MULTILINE))
    assert rows == NAMES


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_it_shows_defaults_in_the_readme(name: str) -> None:
    row = re.search(rf"^\| `{PREFIX}{name.upper()}` \|([^|]*)\|", read("README.md"), flags=re.MULTILINE)
    default = Settings.model_fields[name].default
    assert row is not None
    assert row[1].strip().strip("`") == ("" if default in (None, ()) else str(default))


def test_it_sets_only_known_variables_in_the_container() -> None:
    used = set(
        re.findall(rf"\b({PREFIX}[A-Z_]+)", read("Dockerfile") + read("compose.yaml") + read(".ci/smoke"))
    )
    assert used - {PREFIX} <= NAMES | FILES


def test_it_tells_readers_of_known_variables_only() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sources(suffix=".j2")]
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+", "".join(texts))) <= NAMES | FILES
