"""Who published: outlets from hosts and names, and the publishers that several outlets belong to."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from importlib import resources
from typing import Final

from tld import get_fld

from summaries.model import Outlet

_TABLE: Final = "data/outlets.toml"


def _read_table() -> dict[str, tuple[str, str | None]]:
    """Return registrable domain → (name shown, family); what the table stands on is written at its head."""
    text = resources.files("summaries.intake").joinpath(_TABLE).read_text(encoding="utf-8")
    families = tomllib.loads(text).items()
    return {domain: (name, family or None) for family, own in families for domain, name in own.items()}


_KNOWN: Final[Mapping[str, tuple[str, str | None]]] = _read_table()
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_DOMAIN = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{1,61}$")


def outlet_of_host(host: str, name: str | None = None) -> Outlet:
    """Return the outlet that publishes under a host name.

    Args:
        host: host of a URL, ASCII or Unicode.
        name: a name to show for a domain that is not in the table.
    """
    key = registrable_domain(host)
    known = _KNOWN.get(key)
    return Outlet(key, known[0] if known else name or readable_host(key))


def outlet_of_name(name: str) -> Outlet:
    """Return the outlet of a given name: a known one's domain, else a slug, is its key."""
    shown = " ".join(name.split())[:80]
    if _DOMAIN.match(shown.casefold()):
        return outlet_of_host(shown.casefold())
    slug = slug_of(shown)
    return Outlet(_BY_SLUG.get(slug, slug), shown)


def family_of(outlet_key: str) -> str | None:
    """Return the publisher or network that an outlet belongs to, None if it stands alone or is unknown."""
    known = _KNOWN.get(outlet_key)
    return known[1] if known else None


def is_known_domain(host: str) -> bool:
    """Tell whether the host belongs to an outlet of the table; all of those are served by https."""
    return registrable_domain(host) in _KNOWN


def registrable_domain(host: str) -> str:
    """Return the part of a host name that somebody can register ("www.zeit.de" → "zeit.de")."""
    host = host.rstrip(".").lower()
    found = get_fld(f"https://{host}", fail_silently=True) if host else None
    return str(found) if found else host.removeprefix("www.")


def readable_host(host: str) -> str:
    """Return a host as a reader should see it: Unicode where it mixes no scripts, else punycode."""
    try:
        decoded = host.encode("ascii").decode("idna")
    except UnicodeError:
        decoded = host
    scripts = {unicodedata.name(char, "?").split()[0] for char in decoded if char.isalpha()}
    return decoded if scripts <= {"LATIN"} else host


def slug_of(name: str) -> str:
    """Return a key of lower-case ASCII letters, digits and hyphens for a name; never empty."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return slug or "-".join(f"{ord(char):x}" for char in name.strip()[:12]) or "unknown"


_BY_SLUG: Final = {slug_of(name): domain for domain, (name, _) in reversed(list(_KNOWN.items()))}
