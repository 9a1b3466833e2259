from pathlib import Path

import httpx

LARGEST = 50 * 1024 * 1024  # bytes
TIMEOUT = 30  # seconds for each step


class Unfetched(Exception):
    """The list could not be had: not there, too large, or not by https."""


def fetch(source: str) -> bytes:
    """The bytes of a file, or of an https address; no redirects are followed."""
    if "://" not in source:
        try:
            return Path(source).read_bytes()
        except OSError as error:
            raise Unfetched(str(error)) from error
    if not source.startswith("https://"):
        raise Unfetched(f"{source}: only https addresses and files are read")
    try:
        with httpx.stream("GET", source, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            return _capped(answer, source)
    except httpx.HTTPError as error:
        raise Unfetched(f"{source}: {error}") from error


def _capped(answer: httpx.Response, source: str) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise Unfetched(f"{source}: larger than {LARGEST} bytes")
    return bytes(body)
