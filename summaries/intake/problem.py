"""What can be wrong with something that was sent in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Problem(StrEnum):
    """Why a link, file or text did not become an article.

    The comment of each member says what a reader is told; keys in brackets stand in
    ``IntakeError.detail``.
    """

    NOT_A_URL = "not_a_url"  # Das ist kein Link, den ich öffnen kann. [url]
    SCHEME = "scheme"  # Nur Links mit http und https werden geöffnet. [scheme]
    PORT = "port"  # Dieser Anschluss ist nicht erlaubt, nur 80 und 443. [port]
    USERINFO = "userinfo"  # Der Link enthält Zugangsdaten oder täuscht einen anderen Namen vor.
    URL_TOO_LONG = "url_too_long"  # Der Link ist zu lang. [limit]
    PRIVATE_ADDRESS = "private_address"  # Die Adresse ist nicht öffentlich und wird nicht geöffnet. [host]
    UNKNOWN_HOST = "unknown_host"  # Die Adresse gibt es nicht. [host]
    CONNECTION = "connection"  # Es kam keine Verbindung zustande. [host]
    TLS = "tls"  # Das Zertifikat der Seite ist ungültig. [host]
    TIMEOUT = "timeout"  # Die Seite hat zu lange gebraucht. [seconds]
    TOO_MANY_REDIRECTS = "too_many_redirects"  # Die Seite leitet zu oft weiter. [limit]
    DOWNGRADE = "downgrade"  # Die Seite leitet auf eine unverschlüsselte Adresse weiter. [host]
    TOO_LARGE = "too_large"  # Die Seite oder Datei ist zu groß. [limit]
    BAD_ENCODING = "bad_encoding"  # Die Antwort ist beschädigt oder unbekannt verpackt. [encoding]
    BAD_RESPONSE = "bad_response"  # Der Server hat keine gültige Antwort gegeben.
    LOGIN_REQUIRED = "login_required"  # 401: Die Seite verlangt eine Anmeldung. [status]
    FORBIDDEN = "forbidden"  # 403: Die Seite lässt Automaten nicht zu. [status]
    NOT_FOUND = "not_found"  # 404: Den Artikel gibt es nicht (mehr). [status]
    GONE = "gone"  # 410: Der Artikel wurde zurückgezogen. [status]
    RATE_LIMITED = "rate_limited"  # 429: Die Seite bittet um eine Pause. [status, retry_after]
    LEGAL = "legal"  # 451: Aus rechtlichen Gründen gesperrt. [status]
    TAKEN_DOWN = "taken_down"  # Der Artikel wurde auf Verlangen entfernt.
    RESERVED = "reserved"  # Die Seite untersagt Maschinen das Abrufen oder Auswerten. [by]
    SERVER_ERROR = "server_error"  # 5xx: Die Seite ist gerade gestört. [status]
    BAD_STATUS = "bad_status"  # Jede andere Antwort ohne Inhalt. [status]
    PAYWALL = "paywall"  # Der Artikel steht hinter einer Bezahlschranke.
    CONSENT_WALL = "consent_wall"  # Statt des Artikels kam eine Einwilligungs- oder Prüfseite.
    NO_ARTICLE = "no_article"  # Auf der Seite steht kein lesbarer Artikeltext.
    NOT_HTML = "not_html"  # Das ist keine Textseite. [type: pdf|image|video|audio|archive|other]
    EMPTY = "empty"  # Da steht kein Text.
    BINARY = "binary"  # Die Datei enthält keinen Text.
    TOO_LONG = "too_long"  # Der Text ist zu lang. [chars, limit]
    UNREADABLE = "unreadable"  # Die Seite ist so gebaut, dass sie sich nicht auslesen lässt.
    LOCKED = "locked"  # Das PDF ist mit einem Passwort geschützt.
    SCANNED = "scanned"  # Das PDF besteht aus Bildern, es steht kein Text darin.
    NO_FEED = "no_feed"  # Unter der Adresse steht kein RSS- oder Atom-Feed.
    MISSING_FILE = "missing_file"  # Die Datei gibt es nicht oder sie ist nicht lesbar. [file]
    OUTSIDE_FOLDER = "outside_folder"  # Die Datei liegt außerhalb des Ordners der Liste. [file]
    BAD_LINE = "bad_line"  # Die Zeile der Liste ist kein gültiger Eintrag. [field]
    BAD_DATE = "bad_date"  # Die Zeitangabe fehlt oder ist ungültig. [value]


class IntakeError(Exception):
    """Raised where intake refuses something.

    Attributes:
        problem: what is wrong.
        detail: facts for the message (see ``Problem``); untrusted text, at most 200 characters each.
    """

    def __init__(self, problem: Problem, detail: Mapping[str, str] | None = None) -> None:
        self.problem = problem
        self.detail = {key: value[:200] for key, value in (detail or {}).items()}
        super().__init__(problem.value)

    def __reduce__(self) -> tuple[type[IntakeError], tuple[Problem, Mapping[str, str]]]:
        """Keep both arguments when the error crosses a process border."""
        return type(self), (self.problem, self.detail)
