"""Web addresses: finding them in text, refusing dangerous ones, and one form for each article."""

from __future__ import annotations

import ipaddress
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import idna
from courlan.clean import clean_query

from config import intake as limits
from summaries.intake.outlets import is_known_domain, registrable_domain
from summaries.intake.problem import IntakeError, Problem

_CANDIDATE = re.compile(r"(?<![\w@./-])(?:https?://|www\.)[^\s<>\"“”„»«\[\]{}|\\^`]{1,2100}", re.IGNORECASE)
_TRAILING: Final = ".,;:!?…'’‘*_~"
_FORBIDDEN = re.compile("[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\\\]")
_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_INTERNAL: Final = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "arpa",
    "onion",
    "i2p",
)
# beyond courlan's list: Webtrekk, CMS and share parameters of German publishers
_TRACKING = re.compile(
    r"^(?:wt_.*|wtmc|wt\.mc_id|ns_.*|utm_.*|at_.*|pk_.*|mtm_.*|hsa_.*|mc_.*|ml_.*|xng_.*|sc_.*|trk.*|cx_.*|vero_.*|_hs.*|__hs.*"
    r"|oc?id|ito|xtor|etcc_.*|econa?id|emcid|cmp_?id|campaign.*|kampagne|newsletter(?:id)?|nl_?id|socialsource|share(?:d|id|_id)?|sharing"
    r"|smid|smtyp|igsh(?:id)?|si|feature|fb_.*|fbclid|gclid|gclsrc|dclid|yclid|msclkid|twclid|ttclid|li_fat_id|wickedid|rss|cor|dicbo"
    r"|reduced|amp|amp_.*|outputtype|__twitter_impression|_ga|_gl|cmpid|cmp|ncid|sara_.*|t_ref|param|pcampaign|chan|link_id|linkid"
    r"|sh|src|srnd|seitenquelle|kid|dpl|gaa_.*|via|ref|referr?er|refresh|xing_share|googleamp|giftlink.*|from|origin|tpcc|ptc)$",
    re.IGNORECASE,
)
_AMP_PATH = re.compile(r"(?:/amp/?$|\.amp(?=\.html?$)|\.amp$)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:amp/|[cv]/)?s/(.+)$")
_REDIRECTORS: Final[Mapping[str, tuple[str, ...]]] = {
    "google.com": ("q", "url"),
    "google.de": ("q", "url"),
    "facebook.com": ("u",),
}
_PATH_SAFE: Final = "/%!=:,-~@;+$&'()*"


def find_urls(text: str) -> list[str]:
    """Return the web addresses in plain text, in order and each once; "www." gets its scheme.

    Punctuation of the sentence around an address and unbalanced closing brackets do not belong to it.
    """
    found: dict[str, None] = {}
    for match in _CANDIDATE.finditer(text):
        url = _trimmed(match.group())
        if "://" not in url:
            url = f"https://{url}"
        if _is_plausible(url):
            found[url] = None
    return list(found)


def check_url(url: str) -> str:
    """Check an address before anything is opened and return the form to request.

    The host comes back in ASCII, the fragment is dropped.

    Raises:
        IntakeError: NOT_A_URL, SCHEME, PORT, USERINFO, URL_TOO_LONG or PRIVATE_ADDRESS.
    """
    parts = _split(url)
    host = _host(parts)
    port = _port(parts)
    if port is not None and port not in limits.ALLOWED_PORTS:
        raise IntakeError(Problem.PORT, {"port": str(port)})
    if is_internal(host):
        raise IntakeError(Problem.PRIVATE_ADDRESS, {"host": host})
    return urlunsplit(
        (parts.scheme.lower(), _netloc(parts, host), _quoted(parts.path) or "/", parts.query, "")
    )


def canonical_url(url: str) -> str:
    """Return the one form of an address under which its article is known; applying it twice changes nothing.

    Tracking parameters, fragment, default port, dot segments, the AMP form and a trailing slash are dropped,
    parameters sorted; the host is ASCII.  Nothing is opened.

    Raises:
        IntakeError: NOT_A_URL, SCHEME, USERINFO or URL_TOO_LONG.
    """
    current = _unwrapped(url.strip())
    for _ in range(4):
        following = _canonical(current)
        if following == current:
            break
        current = following
    return current


def host_of(url: str) -> str:
    """Return the host of an address in ASCII.

    Raises:
        IntakeError: NOT_A_URL, SCHEME, USERINFO or URL_TOO_LONG.
    """
    return _host(_split(url))


def is_internal(host: str) -> bool:
    """Tell whether a host name or address literal names a place inside a network, before any look-up."""
    name = host.rstrip(".")
    if ":" in name or _is_quad(name):
        return False  # an address literal; the address policy decides
    if "." not in name or name.split(".")[-1].isdigit() or name.split(".")[-1].startswith("0x"):
        return True
    return any(name == internal or name.endswith(f".{internal}") for internal in _INTERNAL)


def _trimmed(url: str) -> str:
    """Cut off what belongs to the sentence: punctuation, and brackets that were opened before."""
    while url:
        if url[-1] in _TRAILING or (url[-1] == ")" and url.count(")") > url.count("(")):
            url = url[:-1]
        else:
            break
    return url


def _is_plausible(url: str) -> bool:
    try:
        host = host_of(url)
    except IntakeError as error:
        return error.problem is not Problem.NOT_A_URL  # worth an answer that says what is wrong
    return "." in host or ":" in host or host == "localhost"


def _split(url: str) -> SplitResult:
    url = url.strip()
    if len(url) > limits.MAX_URL_CHARS:
        raise IntakeError(Problem.URL_TOO_LONG, {"limit": str(limits.MAX_URL_CHARS)})
    if not url or _FORBIDDEN.search(url):
        raise IntakeError(Problem.NOT_A_URL, {"url": url})
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise IntakeError(Problem.NOT_A_URL, {"url": url}) from error
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        problem = (
            Problem.SCHEME if re.match(r"^[a-z][a-z0-9+.-]*:", url, re.IGNORECASE) else Problem.NOT_A_URL
        )
        raise IntakeError(problem, {"scheme": parts.scheme, "url": url})
    if "@" in parts.netloc:
        raise IntakeError(Problem.USERINFO)
    return parts


def _host(parts: SplitResult) -> str:
    """Return the host in lower-case ASCII without a trailing dot; IPv6 literals without brackets."""
    problem = IntakeError(Problem.NOT_A_URL, {"url": urlunsplit(parts)})
    try:
        host = unquote(parts.hostname or "", errors="strict")
    except ValueError as error:
        raise problem from error
    if parts.netloc.startswith("["):
        return _v6(host, problem)
    host = _ascii_host(host, problem).rstrip(".")
    labels = host.split(".")
    if not host or len(host) > 253 or not all(_LABEL.match(label) for label in labels):  # noqa: PLR2004
        raise problem
    return host


def _v6(host: str, problem: IntakeError) -> str:
    try:
        return str(ipaddress.IPv6Address(host.partition("%")[0]))
    except ValueError as error:
        raise problem from error


def _ascii_host(host: str, problem: IntakeError) -> str:
    if host.isascii() and "xn--" not in host:
        return host.lower()
    try:
        encoded = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        idna.decode(encoded)
    except (idna.IDNAError, UnicodeError) as error:
        raise problem from error
    return encoded.lower()


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise IntakeError(Problem.PORT, {"port": parts.netloc.rpartition(":")[2]}) from error


def _netloc(parts: SplitResult, host: str) -> str:
    port = _port(parts)
    shown = f"[{host}]" if ":" in host else host
    return shown if port in {None, _DEFAULT_PORTS[parts.scheme.lower()]} else f"{shown}:{port}"


def _is_quad(name: str) -> bool:
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        return False
    return True


def _quoted(path: str) -> str:
    return quote(path, safe=_PATH_SAFE)


def _canonical(url: str) -> str:
    parts = _split(url)
    host = _desktop_host(_host(parts))
    scheme = "https" if is_known_domain(host) else parts.scheme.lower()
    netloc = _netloc(parts._replace(scheme=scheme), host) if parts.port else _netloc(parts, host)
    return urlunsplit((scheme, netloc, _clean_path(parts.path), _clean_query(parts.query), ""))


def _desktop_host(host: str) -> str:
    """Map the mobile and AMP hosts of known outlets to their main one."""
    label, _, rest = host.partition(".")
    if (
        label in {"m", "amp", "mobil", "mobile"}
        and rest == registrable_domain(host)
        and is_known_domain(rest)
    ):
        return f"www.{rest}"
    return host


def _clean_path(path: str) -> str:
    path = _quoted(re.sub(r"/{2,}", "/", path))
    path = re.sub(r"%[0-9a-fA-F]{2}", lambda match: match.group().upper(), path)
    if path:
        path = posixpath.normpath(path.replace("/./", "/")) if "/." in path else path
    path = _AMP_PATH.sub("", path.rstrip("/")).rstrip("/")
    return path if path.startswith("/") else f"/{path}"


def _clean_query(query: str) -> str:
    pairs = sorted(set(parse_qsl(query, keep_blank_values=True, max_num_fields=None)))
    return urlencode([(key, value) for key, value in pairs if not _is_tracking(key, value)])


def _is_tracking(key: str, value: str) -> bool:
    """Tell parameters that follow a reader from those that name an article."""
    if _TRACKING.match(key):
        return True
    return not value.isdigit() and not clean_query(urlencode({key: "x"}))


def _unwrapped(url: str) -> str:
    """Return the address inside an AMP cache or redirector address."""
    return next(_inner(url), url)


def _inner(url: str) -> Iterator[str]:
    parts = _split(url)
    domain = registrable_domain(_host(parts))
    if domain == "ampproject.org" or (domain == "google.com" and parts.path.startswith("/amp/")):
        if match := _AMP_CACHE.match(parts.path):
            yield f"https://{match[1]}" + (f"?{parts.query}" if parts.query else "")
    elif parts.path in {"/url", "/l.php"}:
        fields = dict(parse_qsl(parts.query))
        for name in _REDIRECTORS.get(domain, ()):
            if fields.get(name, "").startswith(("http://", "https://")):
                yield fields[name]
