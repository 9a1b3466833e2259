"""An address, as people paste it, becomes a listing of one marketplace, or a reason why not.

Pure: nothing is fetched and nothing asked of the database. Each marketplace brings its
own rules: its hosts, the patterns of its listings' paths, and how it writes an address.
What two programs could read differently (userinfo, backslashes, control characters,
hosts that are numbers or look-alikes) is refused before anything is compared.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Protocol
from unicodedata import category, name, normalize
from urllib.parse import SplitResult, urlsplit

import tldextract
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from w3lib.url import canonicalize_url

LONGEST = 2000
LONGEST_ID = 120
LONGEST_CANONICAL = 500
# The same shop for a telephone, or with the prefix that nobody types.
PREFIXES = ("www.", "m.", "mobile.", "wap.")
# What only says where the visitor came from. Sources: Google Analytics (utm_*, gclid),
# Meta (fbclid), Alibaba (spm, scm), eBay (_trksid, _trkparms), and the common "ref".
TRACKING = re.compile(
    r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|spm|scm|_trk\w+|ref|ref_|igshid|share_\w+"
)
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_OTHER_DOTS = set("\u3002\uff0e\uff61")  # IDNA reads them as "."
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_NUMBER_HOST = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?")
# The bundled list of public suffixes: no look-up leaves this machine.
_registrable = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class Refusal(TextChoices):
    EMPTY = "empty", _("There is no address here.")
    TOO_LONG = "too_long", _("This address is longer than any listing's.")
    UNREADABLE = "unreadable", _("This is not a web address.")
    INVISIBLE = "invisible", _("This address contains characters that cannot be seen.")
    BACKSLASH = "backslash", _("This address contains a backslash.")
    USERINFO = "userinfo", _("This address contains a name before an @ sign.")
    SCHEME = "scheme", _("This is not an address that begins with http or https.")
    LOOKALIKE = "lookalike", _("The site's name is written with look-alike characters.")
    NOT_PUBLIC = "not_public", _("This address leads to a machine, not to a shop.")
    ELSEWHERE = "elsewhere", _("This is not an address of the marketplace.")
    NOT_A_LISTING = "not_a_listing", _("This page of the marketplace is not a listing.")


class Place(Protocol):
    """The address rules of a marketplace."""

    hosts: list[str]
    listing_patterns: list[str]
    listing_url: str


@dataclass(frozen=True, slots=True)
class Normalised:
    native_id: str
    url: str


def normalise(text: str, place: Place) -> Normalised | Refusal:
    """The listing that an address means. Never raises, whatever is in the text."""
    text = text.strip()
    if refusal := _refused_unread(text):
        return refusal
    try:
        parts = urlsplit(_with_scheme(text))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return Refusal.UNREADABLE
    if parts.scheme not in {"http", "https"}:
        return Refusal.SCHEME
    if "@" in parts.netloc:
        return Refusal.USERINFO
    return _refused_host(host, port, place) or _listing(parts, place)


def site_of(text: str) -> str:
    """The registrable domain of an address, to name it to people: "shop.co.uk"."""
    try:
        host = urlsplit(_with_scheme(text.strip())).hostname or ""
    except ValueError:
        return ""
    found = _registrable(host)
    return found.top_domain_under_public_suffix or host[:100]


def _refused_unread(text: str) -> Refusal | None:
    if not text:
        return Refusal.EMPTY
    if len(text) > LONGEST:
        return Refusal.TOO_LONG
    if any(category(sign) in _CONTROL for sign in text):
        return Refusal.INVISIBLE
    if "\\" in text:
        return Refusal.BACKSLASH
    if any(sign.isspace() for sign in text):
        return Refusal.UNREADABLE
    return None


def _with_scheme(text: str) -> str:
    """People leave "https://" out. "shop.example:8080/1" is a port, not a scheme."""
    if text.startswith("//"):
        return f"https:{text}"
    return text if _SCHEME.match(text) else f"https://{text}"


def _refused_host(host: str, port: int | None, place: Place) -> Refusal | None:
    if not host:
        return Refusal.UNREADABLE
    known_as = _encoded(host)
    if known_as is None or _mixes_scripts(host):
        return Refusal.LOOKALIKE
    if _is_declared(known_as, port, place):
        return None
    if known_as == "localhost" or _is_number(known_as):
        return Refusal.NOT_PUBLIC
    return Refusal.ELSEWHERE if "." in known_as else Refusal.UNREADABLE


def _encoded(host: str) -> str | None:
    """The name as the network knows it; None where its signs pass for others."""
    if host.isascii():
        return host
    if normalize("NFKC", host) != host or _OTHER_DOTS & set(host):
        return None
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return None


def _mixes_scripts(host: str) -> bool:
    """A Cyrillic letter among Latin ones, as in a forged name of a shop."""
    for label in host.split("."):
        scripts = {name(sign, "").partition(" ")[0] for sign in label if sign.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            return True
    return False


def _is_declared(host: str, port: int | None, place: Place) -> bool:
    """A host stands with its port where it listens on one of its own."""
    usual = port in {None, 80, 443}
    for declared in place.hosts:
        its_name, _colon, its_port = declared.lower().partition(":")
        right_port = str(port) == its_port if its_port else usual
        if right_port and _bare(host) == _bare(_encoded(its_name) or ""):
            return True
    return False


def _bare(host: str) -> str:
    for prefix in PREFIXES:
        rest = host.removeprefix(prefix)
        if rest != host and "." in rest:
            return rest
    return host


def _is_number(host: str) -> bool:
    """127.0.0.1, [::1], 2130706433, 0x7f.1: all of them are machines."""
    if _NUMBER_HOST.fullmatch(host):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _listing(parts: SplitResult, place: Place) -> Normalised | Refusal:
    for address in _readings(parts):
        for pattern in place.listing_patterns:
            found = _compiled(pattern).match(address)
            native_id = (found and found.groupdict().get("id")) or ""
            url = place.listing_url.replace("{id}", native_id)
            if 0 < len(native_id) <= LONGEST_ID and len(url) <= LONGEST_CANONICAL:
                return Normalised(native_id, url)
    return Refusal.NOT_A_LISTING


def _readings(parts: SplitResult) -> list[str]:
    """Path and query as they are, without what tracks, without any query; no last slash."""
    try:
        whole = urlsplit(canonicalize_url(parts._replace(fragment="").geturl()))
    except (ValueError, UnicodeError):
        return []
    kept = "&".join(
        part
        for part in whole.query.split("&")
        if part and not TRACKING.fullmatch(part.partition("=")[0])
    )
    path = whole.path or "/"
    readings = [f"{path}?{kept}"] if kept else []
    return [*readings, path, path.rstrip("/")]


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
