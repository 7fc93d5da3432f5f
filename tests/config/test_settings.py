import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config import ConfigError, Settings, load_settings
from config.settings import exposed_secrets

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


def load(**variables: str) -> Settings:
    return load_settings({f"LAGEBILD_{name}": value for name, value in variables.items()}, None, None)


def problems(**variables: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(**variables)
    return caught.value.problems


def test_everything_has_a_default() -> None:
    settings = load()
    assert settings.telegram_token is None
    assert settings.timezone == "Europe/Berlin"
    assert settings.zone == ZoneInfo("Europe/Berlin")
    assert settings.database == Path("data/lagebild.sqlite")
    assert settings.digest_max_late_hours == 12


def test_variables_are_read() -> None:
    settings = load(TELEGRAM_TOKEN=TOKEN, DATA_DIR="/srv/lagebild", TRIAL_PORT="0", LOG_FORMAT="json")
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.database == Path("/srv/lagebild/lagebild.sqlite")
    assert (settings.trial_port, settings.log_format) == (0, "json")


def test_the_environment_of_the_process_is_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LAGEBILD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LAGEBILD_TRIAL_PORT", "4711")
    assert load_settings().trial_port == 4711


@pytest.mark.parametrize("text", ["-1001,5", "-1001, 5", "-1001 5", "-1001;5", " -1001,,5, "])
def test_ids_may_be_separated_in_any_usual_way(text: str) -> None:
    assert load(ALLOWED_CHATS=text).allowed_chats == (-1001, 5)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load(TELEGRAM_TOKEN="", TRIAL_PORT=" ", DATABASE_URL="") == load()


def test_names_of_variables_may_be_written_small() -> None:
    assert load_settings({"lagebild_trial_port": "5"}, None, None).trial_port == 5


def test_variables_of_other_programs_do_not_matter() -> None:
    assert load_settings({"PATH": "/bin", "TELEGRAM_TOKEN": "x"}, None, None) == load()


def test_every_problem_is_named_at_once_in_a_line_of_its_own() -> None:
    found = problems(
        TRIAL_PORT="acht", LOG_LEVEL="LAUT", ADMINS="1,zwei", TIMEZONE="Europa/Berlin", ALOWED_CHATS="5"
    )
    assert len(found) == 5
    for name in ("TRIAL_PORT", "LOG_LEVEL", "ADMINS", "TIMEZONE", "ALOWED_CHATS"):
        assert sum(line.startswith(f"LAGEBILD_{name}:") for line in found) == 1
    assert all("\n" not in line for line in found)


def test_a_problem_says_what_is_wrong_and_what_is_expected() -> None:
    [line] = problems(TRIAL_PORT="70000")
    assert "'70000'" in line
    assert "less than or equal to 65535" in line
    assert "expected a port from 0 to 65535" in line


def test_the_text_of_the_error_has_all_problems() -> None:
    with pytest.raises(ConfigError) as caught:
        load(TRIAL_PORT="x", LOG_LEVEL="y")
    assert all(line in str(caught.value) for line in caught.value.problems)


def test_an_unknown_variable_is_told_the_closest_name() -> None:
    [line] = problems(TELEGRAM_TOKN="x")
    assert line.endswith("the closest name is LAGEBILD_TELEGRAM_TOKEN")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_expects(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize("number", ["1087968824", "136817688", "777000", "-5", "0"])
def test_nobody_in_particular_cannot_be_an_admin(number: str) -> None:
    [line] = problems(ADMINS=f"42,{number}")
    assert "not the id of one person" in line


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "http://localhost:1/", "https://api.example.org/"])
def test_a_bot_api_may_be_on_this_machine_or_behind_https(url: str) -> None:
    assert load(API_BASE_URL=url).api_base_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url", ["http://api.example.org", "ftp://127.0.0.1", "127.0.0.1:80", "https://", "http://["]
)
def test_the_token_never_goes_out_unprotected(url: str) -> None:
    [line] = problems(API_BASE_URL=url)
    assert line.startswith("LAGEBILD_API_BASE_URL:")


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "0", "1e9"])
def test_a_time_limit_is_a_real_limit(value: str) -> None:
    assert len(problems(FETCH_SECONDS=value)) == 1


def test_the_user_agent_names_the_contact() -> None:
    assert load(CONTACT="mailto:a@example.org").user_agent.endswith("(+mailto:a@example.org)")
    assert problems(CONTACT="a\r\nX-Evil: 1")


# Secrets


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    settings = load(TELEGRAM_TOKEN_FILE=str(file))
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


def test_the_url_of_a_database_is_a_secret_as_well(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://bot:geheim@db/lage")
    settings = load(DATABASE_URL_FILE=str(file))
    assert settings.database == "postgresql://bot:geheim@db/lage"
    assert "geheim" not in repr(settings)


def test_a_missing_or_empty_or_binary_secret_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "leer").write_text(" \n")
    (tmp_path / "binär").write_bytes(b"\xff\xfe\x00")
    for name, words in (
        ("fehlt", "No such file"),
        ("leer", "empty"),
        ("binär", "not text"),
        ("", "directory"),
    ):
        [line] = problems(TELEGRAM_TOKEN_FILE=str(tmp_path / name))
        assert line.startswith("LAGEBILD_TELEGRAM_TOKEN_FILE:")
        assert words in line


def test_a_secret_in_two_places_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    [line] = problems(TELEGRAM_TOKEN=TOKEN, TELEGRAM_TOKEN_FILE=str(file))
    assert "LAGEBILD_TELEGRAM_TOKEN_FILE" in line


def test_a_secret_in_two_sources_is_taken_from_the_first(tmp_path: Path) -> None:
    file, env = tmp_path / "token", tmp_path / ".env"
    file.write_text(TOKEN)
    env.write_text("LAGEBILD_TELEGRAM_TOKEN=1:other\n")
    settings = load_settings({"LAGEBILD_TELEGRAM_TOKEN_FILE": str(file)}, env, None)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


def test_only_secrets_have_files() -> None:
    [line] = problems(TIMEZONE_FILE="/etc/timezone")
    assert "unknown" in line


@pytest.mark.parametrize(
    "name", ["TELEGRAM_TOKEN", "TELEGRAM_TOKEN_FILE", "ALLOWED_CHATS", "LOG_LEVEL", "TIMEZONE"]
)
def test_a_token_in_any_place_is_never_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    value = f"{TOKEN}!" if name == "TELEGRAM_TOKEN" else TOKEN
    with pytest.raises(ConfigError) as caught:
        load(**{name: value})
    assert "AAHdqTcv" not in f"{caught.value} {caught.value!r}"


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=6, max_size=40))
def test_a_wrong_secret_is_never_shown(secret: str) -> None:
    expected = Settings.model_fields["telegram_token"].description or ""
    with pytest.raises(ConfigError) as caught:
        load(TELEGRAM_TOKEN=f"{secret} x")
    assert secret not in str(caught.value).replace(expected, "")


def test_the_settings_show_no_secret() -> None:
    settings = load(TELEGRAM_TOKEN=TOKEN)
    assert "AAHdqTcv" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_the_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load().timezone = "UTC"


def test_files_that_others_can_read_are_named(tmp_path: Path) -> None:
    token, env = tmp_path / "token", tmp_path / ".env"
    token.write_text(TOKEN)
    env.write_text("")
    token.chmod(0o644)
    env.chmod(0o600)
    environ = {"LAGEBILD_TELEGRAM_TOKEN_FILE": str(token)}
    assert exposed_secrets(environ, env) == [token]
    token.chmod(0o400)
    assert exposed_secrets(environ, env) == []


# Files


def test_the_environment_wins_over_env_and_toml(tmp_path: Path) -> None:
    env, toml = tmp_path / ".env", tmp_path / "lagebild.toml"
    env.write_text("LAGEBILD_TRIAL_PORT=2\nLAGEBILD_FETCH_REDIRECTS=2\nANDERES=1\n")
    toml.write_text("trial_port = 3\nfetch_redirects = 3\nfetch_parallel = 3\nallowed_chats = [-5, 6]\n")
    settings = load_settings({"LAGEBILD_TRIAL_PORT": "1"}, env, toml)
    assert (settings.trial_port, settings.fetch_redirects, settings.fetch_parallel) == (1, 2, 3)
    assert settings.allowed_chats == (-5, 6)


def test_files_need_not_exist(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / ".env", tmp_path / "lagebild.toml") == load()


def test_problems_in_files_are_named_with_the_file(tmp_path: Path) -> None:
    env, toml = tmp_path / ".env", tmp_path / "lagebild.toml"
    env.write_text("LAGEBILD_TRIAL_PROT=2\n")
    toml.write_text('timezon = "UTC"\nfetch_parallel = "viele"\n')
    with pytest.raises(ConfigError) as caught:
        load_settings({}, env, toml)
    assert len(caught.value.problems) == 3
    assert sum(".env" in line for line in caught.value.problems) == 1
    assert sum("lagebild.toml" in line for line in caught.value.problems) == 2
    assert "LAGEBILD_TRIAL_PORT" in str(caught.value)


@pytest.mark.parametrize("content", [b"das ist = = kein TOML", b"\xff\xfe"])
def test_a_broken_toml_file_is_a_problem(tmp_path: Path, content: bytes) -> None:
    toml = tmp_path / "lagebild.toml"
    toml.write_bytes(content)
    with pytest.raises(ConfigError, match=r"lagebild\.toml"):
        load_settings({}, None, toml)


def test_a_broken_env_file_is_a_problem(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_bytes(b"LAGEBILD_TRIAL_PORT=\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings({}, env, None)


# Time zones


@pytest.mark.parametrize("name", ["Mitteleuropa", "../../etc/passwd", "Europe", "/etc/localtime", "A\x00B"])
def test_a_time_zone_that_does_not_exist_is_a_problem(name: str) -> None:
    [line] = problems(TIMEZONE=name)
    assert "not a time zone" in line


def test_a_machine_without_time_zone_data_is_refused() -> None:
    def nothing(name: str) -> object:
        raise ZoneInfoNotFoundError(name)

    with pytest.raises(ConfigError, match="tzdata") as caught:
        load_settings({}, None, None, load_zone=nothing)
    assert len(caught.value.problems) == 1


WITHOUT_ZONES = """
import sys
sys.modules["tzdata"] = None
import zoneinfo
zoneinfo.reset_tzpath(())
from config import ConfigError, load_settings
try:
    load_settings({}, None, None)
except ConfigError as error:
    print(error)
"""


def test_a_real_process_without_time_zone_data_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ZONES], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert "expected the package tzdata" in done.stdout
