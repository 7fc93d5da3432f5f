"""Who published: outlets from hosts and names, and the publishers that several outlets belong to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from tld import get_fld

from summaries.model import Outlet

# registrable domain -> (name shown, publisher or public network whose papers share their reports)
_KNOWN: Final[Mapping[str, tuple[str, str | None]]] = {
    "abendblatt.de": ("Hamburger Abendblatt", "funke"),
    "abendzeitung-muenchen.de": ("Abendzeitung", None),
    "aerztezeitung.de": ("Ärzte Zeitung", None),
    "apa.at": ("APA", "apa"),
    "ardmediathek.de": ("ARD", "ard"),
    "augsburger-allgemeine.de": ("Augsburger Allgemeine", "pressedruck"),
    "badische-zeitung.de": ("Badische Zeitung", None),
    "berliner-kurier.de": ("Berliner Kurier", "berliner-verlag"),
    "berliner-zeitung.de": ("Berliner Zeitung", "berliner-verlag"),
    "bild.de": ("Bild", "springer"),
    "bnn.de": ("Badische Neueste Nachrichten", None),
    "br.de": ("BR24", "ard"),
    "bz-berlin.de": ("B.Z.", "springer"),
    "braunschweiger-zeitung.de": ("Braunschweiger Zeitung", "funke"),
    "capital.de": ("Capital", "rtl"),
    "correctiv.org": ("Correctiv", None),
    "deutschlandfunk.de": ("Deutschlandfunk", "deutschlandradio"),
    "deutschlandfunkkultur.de": ("Deutschlandfunk Kultur", "deutschlandradio"),
    "derstandard.at": ("Der Standard", None),
    "derwesten.de": ("Der Westen", "funke"),
    "diepresse.com": ("Die Presse", "styria"),
    "dw.com": ("Deutsche Welle", None),
    "epd.de": ("epd", "epd"),
    "euronews.com": ("Euronews", None),
    "express.de": ("Express", "dumont"),
    "faz.net": ("FAZ", "faz"),
    "finanzen.net": ("finanzen.net", "springer"),
    "focus.de": ("Focus", "burda"),
    "fr.de": ("Frankfurter Rundschau", "ippen"),
    "freitag.de": ("Der Freitag", None),
    "freiepresse.de": ("Freie Presse", "freie-presse"),
    "fnp.de": ("Frankfurter Neue Presse", "ippen"),
    "ga.de": ("General-Anzeiger", "rheinische-post"),
    "general-anzeiger-bonn.de": ("General-Anzeiger", "rheinische-post"),
    "golem.de": ("Golem", None),
    "handelsblatt.com": ("Handelsblatt", "handelsblatt"),
    "haz.de": ("Hannoversche Allgemeine", "madsack"),
    "heise.de": ("heise online", None),
    "heute.at": ("Heute", "tx"),
    "hessenschau.de": ("hessenschau", "ard"),
    "hna.de": ("HNA", "ippen"),
    "hr.de": ("hr", "ard"),
    "infranken.de": ("inFranken", None),
    "jungefreiheit.de": ("Junge Freiheit", None),
    "jungewelt.de": ("junge Welt", None),
    "katholisch.de": ("katholisch.de", None),
    "kleinezeitung.at": ("Kleine Zeitung", "styria"),
    "kn-online.de": ("Kieler Nachrichten", "madsack"),
    "krone.at": ("Kronen Zeitung", None),
    "ksta.de": ("Kölner Stadt-Anzeiger", "dumont"),
    "kurier.at": ("Kurier", None),
    "lto.de": ("Legal Tribune Online", None),
    "lvz.de": ("Leipziger Volkszeitung", "madsack"),
    "lz.de": ("Lippische Landes-Zeitung", None),
    "manager-magazin.de": ("manager magazin", "spiegel"),
    "maz-online.de": ("Märkische Allgemeine", "madsack"),
    "mdr.de": ("MDR", "ard"),
    "merkur.de": ("Münchner Merkur", "ippen"),
    "mopo.de": ("Hamburger Morgenpost", None),
    "morgenpost.de": ("Berliner Morgenpost", "funke"),
    "mz.de": ("Mitteldeutsche Zeitung", "bauer"),
    "n-tv.de": ("ntv", "rtl"),
    "nachrichten.at": ("OÖ Nachrichten", None),
    "ndr.de": ("NDR", "ard"),
    "nd-aktuell.de": ("nd", None),
    "netzpolitik.org": ("netzpolitik.org", None),
    "news.de": ("news.de", None),
    "nordkurier.de": ("Nordkurier", "schwaebisch"),
    "noz.de": ("Neue Osnabrücker Zeitung", "noz"),
    "nrz.de": ("NRZ", "funke"),
    "nw.de": ("Neue Westfälische", None),
    "nzz.ch": ("NZZ", "nzz"),
    "oe24.at": ("oe24", None),
    "orf.at": ("ORF", "orf"),
    "ostsee-zeitung.de": ("Ostsee-Zeitung", "madsack"),
    "onetz.de": ("Onetz", None),
    "op-online.de": ("Offenbach-Post", "ippen"),
    "pnn.de": ("Potsdamer Neueste Nachrichten", "dvh"),
    "pnp.de": ("Passauer Neue Presse", "bayern"),
    "presseportal.de": ("presseportal", "dpa"),
    "profil.at": ("profil", None),
    "radiobremen.de": ("Radio Bremen", "ard"),
    "rbb24.de": ("rbb24", "ard"),
    "rheinpfalz.de": ("Die Rheinpfalz", "swmh"),
    "rnd.de": ("RND", "madsack"),
    "rnz.de": ("Rhein-Neckar-Zeitung", None),
    "rp-online.de": ("Rheinische Post", "rheinische-post"),
    "rtl.de": ("RTL", "rtl"),
    "ruhr24.de": ("Ruhr24", "ippen"),
    "ruhrnachrichten.de": ("Ruhr Nachrichten", "lensing"),
    "saarbruecker-zeitung.de": ("Saarbrücker Zeitung", "rheinische-post"),
    "saechsische.de": ("Sächsische Zeitung", "madsack"),
    "salzburg24.at": ("Salzburg24", None),
    "schwaebische.de": ("Schwäbische", "schwaebisch"),
    "schwarzwaelder-bote.de": ("Schwarzwälder Bote", "swmh"),
    "shz.de": ("shz", "noz"),
    "sn.at": ("Salzburger Nachrichten", None),
    "spiegel.de": ("Spiegel", "spiegel"),
    "srf.ch": ("SRF", "srg"),
    "stern.de": ("Stern", "rtl"),
    "stuttgarter-nachrichten.de": ("Stuttgarter Nachrichten", "swmh"),
    "stuttgarter-zeitung.de": ("Stuttgarter Zeitung", "swmh"),
    "sueddeutsche.de": ("Süddeutsche Zeitung", "swmh"),
    "suedkurier.de": ("Südkurier", "pressedruck"),
    "svz.de": ("Schweriner Volkszeitung", "noz"),
    "swissinfo.ch": ("Swissinfo", "srg"),
    "swp.de": ("Südwest Presse", "neue-pressegesellschaft"),
    "swr.de": ("SWR", "ard"),
    "swr3.de": ("SWR3", "ard"),
    "sr.de": ("SR", "ard"),
    "t-online.de": ("t-online", "stroeer"),
    "tag24.de": ("Tag24", None),
    "tagblatt.ch": ("St. Galler Tagblatt", "nzz"),
    "tagesanzeiger.ch": ("Tages-Anzeiger", "tx"),
    "tagesschau.de": ("tagesschau", "ard"),
    "tagesspiegel.de": ("Tagesspiegel", "dvh"),
    "taz.de": ("taz", None),
    "telepolis.de": ("Telepolis", None),
    "thueringer-allgemeine.de": ("Thüringer Allgemeine", "funke"),
    "tichyseinblick.de": ("Tichys Einblick", None),
    "tt.com": ("Tiroler Tageszeitung", None),
    "tz.de": ("tz", "ippen"),
    "vol.at": ("VOL.at", None),
    "volksstimme.de": ("Volksstimme", "bauer"),
    "vorwaerts.de": ("vorwärts", None),
    "waz.de": ("WAZ", "funke"),
    "watson.ch": ("watson", "ch-media"),
    "watson.de": ("watson", "stroeer"),
    "wdr.de": ("WDR", "ard"),
    "welt.de": ("Welt", "springer"),
    "weser-kurier.de": ("Weser-Kurier", None),
    "wiwo.de": ("WirtschaftsWoche", "handelsblatt"),
    "wn.de": ("Westfälische Nachrichten", "aschendorff"),
    "wp.de": ("Westfalenpost", "funke"),
    "wz.de": ("Westdeutsche Zeitung", None),
    "zdf.de": ("ZDF", "zdf"),
    "zdfheute.de": ("ZDFheute", "zdf"),
    "zeit.de": ("Zeit Online", "dvh"),
    "20min.ch": ("20 Minuten", "tx"),
    "aargauerzeitung.ch": ("Aargauer Zeitung", "ch-media"),
    "blick.ch": ("Blick", "ringier"),
    "bernerzeitung.ch": ("Berner Zeitung", "tx"),
    "wikinews.org": ("Wikinews", None),
}
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
