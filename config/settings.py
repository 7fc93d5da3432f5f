"""What can be set, where it is read from, and what is said when it is wrong.

Sources, the first one wins: the environment, the file ``.env``, the file ``lagebild.toml``. A variable is the
field's name in capitals behind ``LAGEBILD_``; in the TOML file the field's name itself. A secret may also
stand in a file of its own, named by ``LAGEBILD_<FIELD>_FILE``.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from config.redaction import redact

PREFIX = "LAGEBILD_"
ENV_FILE = Path(".env")
TOML_FILE = Path("lagebild.toml")

# Telegram uses these for "an anonymous administrator", "a channel" and "an automatic forward": anybody.
_NOBODY = frozenset({1087968824, 136817688, 777000})
_MAX_SHOWN = 60


def _split(value: object) -> object:
    """Read "1, 2 3" as a list; whatever is no text goes on to pydantic unchanged."""
    return [part for part in re.split(r"[\s,;]+", value) if part] if isinstance(value, str) else value


def _token(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", secret.get_secret_value()):
        raise ValueError("it does not look like a bot token")
    return secret


def _persons(ids: tuple[int, ...]) -> tuple[int, ...]:
    for number in ids:
        if number <= 0 or number in _NOBODY:
            raise ValueError(f"{number} is not the id of one person")
    return ids


def _api_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url.rstrip("/")
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return url.rstrip("/")
    raise ValueError("the token would travel unprotected, or the address cannot be read")


def _webhook(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("Telegram sends to plain https addresses only")
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise ValueError("it is too short, or has other characters")
    return secret


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


Ids = Annotated[tuple[int, ...], BeforeValidator(_split)]


class Settings(BaseSettings):
    """All settings, checked and frozen. A field's description says what is expected of it.

    Build it with ``load_settings``; calling the class takes values by name and reads no other source.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=False
    )

    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None, description="the token that BotFather gave, such as 123456:ABC…; none: the trial chat"
    )
    allowed_chats: Ids = Field(
        default=(), description="ids of the chats the bot serves, separated by commas, such as -1001234567890"
    )
    admins: Annotated[Ids, AfterValidator(_persons)] = Field(
        default=(), description="ids of the persons who may administer it, separated by commas"
    )
    data_dir: Path = Field(default=Path("data"), description="the folder that everything is kept in")
    database_url: SecretStr | None = Field(
        default=None, description="the URL of a database; none: an SQLite file in the data folder"
    )
    timezone: str = Field(default="Europe/Berlin", description="a time zone name such as Europe/Berlin")
    language_model: str | None = Field(
        default=None, description="the name or path of a German spaCy pipeline; none: the project's own"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["console", "json"] = Field(default="console", description="console or json")
    trial_port: int = Field(
        default=8477, ge=0, le=65535, description="a port from 0 to 65535 for the trial chat; 0: any free one"
    )
    api_base_url: Annotated[str, AfterValidator(_api_url)] | None = Field(
        default=None, description="the https address of a Bot API server of one's own, or one on this machine"
    )
    contact: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^[\x20-\x7e]+$",
        description="a web or mail address that websites are told with each request, in plain ASCII",
    )
    fetch_seconds: PositiveFloat = Field(
        default=15.0, le=120, description="seconds for one page with all redirects, at most 120"
    )
    fetch_connect_seconds: PositiveFloat = Field(
        default=5.0, le=60, description="seconds to connect, at most 60"
    )
    fetch_wire_bytes: PositiveInt = Field(
        default=3_000_000, le=50_000_000, description="bytes received for one page, at most 50000000"
    )
    fetch_decoded_bytes: PositiveInt = Field(
        default=5_000_000, le=100_000_000, description="bytes of one page unpacked, at most 100000000"
    )
    fetch_redirects: int = Field(default=5, ge=0, le=20, description="redirects followed, from 0 to 20")
    fetch_parallel: int = Field(default=8, ge=1, le=64, description="pages fetched at once, from 1 to 64")
    fetch_parallel_per_host: int = Field(
        default=2, ge=1, le=16, description="pages fetched at once from one host, from 1 to 16"
    )
    respect_robots: bool = Field(
        default=True, description="True or False: leave pages alone that a site's robots.txt forbids"
    )
    respect_reservations: bool = Field(
        default=True,
        description="True or False: leave pages alone whose publisher reserves text and data mining",
    )
    retention_days: PositiveInt = Field(
        default=30, le=3650, description="days for which full texts are kept, at most 3650"
    )
    webhook_url: Annotated[str, AfterValidator(_webhook)] | None = Field(
        default=None,
        description="the https address under which Telegram reaches the bot; none: the bot asks by itself",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        default=None, description="what Telegram proves itself by: 16 to 256 letters, digits, - and _"
    )
    webhook_host: str = Field(
        default="127.0.0.1", description="the address of this machine that the proxy passes updates on to"
    )
    webhook_port: int = Field(default=8443, ge=0, le=65535, description="the port there, from 1 to 65535")
    metrics_host: str = Field(
        default="127.0.0.1", description="the address of this machine at which Prometheus finds figures"
    )
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="a port on this machine for Prometheus; 0: no metrics"
    )
    digest_max_late_hours: PositiveFloat = Field(
        default=12.0, le=24, description="hours after which a missed digest is left to the next, at most 24"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values by name only: ``load_settings`` reads the sources, because it names all problems."""
        return (init_settings,)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str | Path:
        """Where the store is: the URL that was set, or the path of the SQLite file."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return self.data_dir / "lagebild.sqlite"

    @property
    def user_agent(self) -> str:
        """What websites are told about who asks."""
        return "Lagebild/0.1" if self.contact is None else f"Lagebild/0.1 (+{self.contact})"


class ConfigError(Exception):
    """Something is wrong with the settings; ``problems`` has one line for each, without any secret."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("The settings cannot be used:\n" + "\n".join(f"  {line}" for line in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Value:
    """A raw value and the name that its owner knows it by."""

    label: str
    raw: Any
    where: str = ""


def load_settings(
    environ: Mapping[str, str] | None = None,
    env_file: Path | None = ENV_FILE,
    toml_file: Path | None = TOML_FILE,
    load_zone: Callable[[str], object] = ZoneInfo,
) -> Settings:
    """Read and check the settings.

    Args:
        environ: The environment; by default that of the process.
        env_file: A file with variables, which may be absent.
        toml_file: A TOML file with fields, which may be absent.
        load_zone: Loads a time zone by name; a test puts a machine without zone data here.

    Raises:
        ConfigError: names everything that is wrong at once.
    """
    return _Loader(os.environ if environ is None else environ, env_file, toml_file).load(load_zone)


def exposed_secrets(environ: Mapping[str, str] | None = None, env_file: Path = ENV_FILE) -> list[Path]:
    """Return files with secrets that other users of the machine can read, to warn of them."""
    environ = os.environ if environ is None else environ
    named = [Path(environ[name]) for name in _file_variables() if environ.get(name)]
    candidates = [path for path in (*named, env_file) if path.is_file()]
    return [path for path in candidates if path.stat().st_mode & 0o004]


class _Loader:
    """Collects values and problems from all sources."""

    def __init__(self, environ: Mapping[str, str], env_file: Path | None, toml_file: Path | None) -> None:
        self.problems: list[str] = []
        self.values: dict[str, _Value] = {}
        self._read_toml(toml_file)
        self._read_variables(self._env_file(env_file), f" in {env_file}")
        self._read_variables(environ, "")

    def load(self, load_zone: Callable[[str], object]) -> Settings:
        settings = self._validated()
        self._check_zone(load_zone)
        if settings is None or self.problems:
            raise ConfigError(tuple(self.problems))
        return settings

    def _validated(self) -> Settings | None:
        try:
            return Settings(**{name: value.raw for name, value in self.values.items()})
        except ValidationError as error:
            for field in dict.fromkeys(str(item["loc"][0]) for item in error.errors()):
                first = next(item for item in error.errors() if item["loc"][0] == field)
                self._complain(field, first["msg"].removeprefix("Value error, "))
            return None

    def _complain(self, field: str, what: str) -> None:
        value = self.values[field]
        shown = "" if field in _secrets() else f" {redact(str(value.raw))[:_MAX_SHOWN]!r}:"
        expected = Settings.model_fields[field].description
        self.problems.append(f"{value.label}:{shown} {what[:1].lower()}{what[1:]}; expected {expected}")

    def _read_variables(self, variables: Mapping[str, str | None], where: str) -> None:
        for name, text in sorted(variables.items()):
            if name.upper().startswith(PREFIX):
                self._read_variable(name.upper(), where, text)

    def _read_variable(self, name: str, where: str, text: str | None) -> None:
        field = name.removeprefix(PREFIX).lower()
        if field in Settings.model_fields:
            self._take(field, name, where, text)
        elif name in _file_variables():
            self._take_file(field.removesuffix("_file"), name, where, text)
        else:
            self._unknown(name + where, name, [PREFIX + known.upper() for known in _names()])

    def _take(self, field: str, name: str, where: str, text: str | None) -> None:
        if text is not None and text.strip():  # compose files pass on unset variables as empty ones
            self.values[field] = _Value(name + where, text.strip(), where)

    def _take_file(self, field: str, name: str, where: str, path: str | None) -> None:
        if path is None or not path.strip():
            return
        known = self.values.get(field)
        try:
            text = Path(path.strip()).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            # The path is not shown: somebody may have put the secret itself there.
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            self.problems.append(f"{name}{where}: cannot be read: {reason}; expected the path of a file")
            return
        if not text:
            self.problems.append(f"{name}{where}: the file is empty; expected the secret in it")
        elif known is not None and known.where == where:
            self.problems.append(f"{name}{where}: {known.label} is set as well; expected one of the two")
        else:
            self._take(field, name, where, text)

    def _env_file(self, path: Path | None) -> Mapping[str, str | None]:
        if path is None or not path.exists():
            return {}
        try:
            return DotEnvSettingsSource(Settings, env_file=path, env_file_encoding="utf-8").env_vars
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{path}: cannot be read; expected lines such as {PREFIX}TIMEZONE=UTC")
            return {}

    def _read_toml(self, path: Path | None) -> None:
        if path is None or not path.exists():
            return
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.problems.append(f"{path}: cannot be read ({redact(str(error))}); expected TOML")
            return
        for name, raw in content.items():
            if name in Settings.model_fields:
                self.values[name] = _Value(f"{name} in {path}", raw, f" in {path}")
            else:
                self._unknown(f"{name} in {path}", name, list(Settings.model_fields))

    def _unknown(self, label: str, name: str, known: list[str]) -> None:
        close = get_close_matches(name, known, n=1, cutoff=0.0)
        self.problems.append(f"{label}: unknown; the closest name is {close[0]}")

    def _check_zone(self, load_zone: Callable[[str], object]) -> None:
        default = str(Settings.model_fields["timezone"].default)
        value = self.values.get("timezone", _Value(PREFIX + "TIMEZONE", default))
        if not isinstance(value.raw, str) or _loads(load_zone, value.raw):
            return
        if _loads(load_zone, default):
            self.problems.append(
                f"{value.label}: {redact(value.raw)[:_MAX_SHOWN]!r} is not a time zone; "
                f"expected {Settings.model_fields['timezone'].description}"
            )
        else:
            self.problems.append(
                f"{value.label}: there is no time zone data on this machine; expected the package tzdata"
            )


def _loads(load_zone: Callable[[str], object], name: str) -> bool:
    try:
        load_zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _secrets() -> set[str]:
    fields = Settings.model_fields.items()
    return {name for name, field in fields if "SecretStr" in str(field.annotation)}


def _file_variables() -> list[str]:
    return sorted(f"{PREFIX}{name.upper()}_FILE" for name in _secrets())


def _names() -> Iterator[str]:
    yield from Settings.model_fields
    yield from (name.removeprefix(PREFIX).lower() for name in _file_variables())
