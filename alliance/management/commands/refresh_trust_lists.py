from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography import x509
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from alliance.access import SYSTEM
from alliance.marks import lists, trust
from alliance.marks.fetching import Unfetched, fetch
from alliance.marks.models import TrustList


class Command(BaseCommand):
    help = (
        "Load an authority's revocation lists from a file or an https address, check "
        "every signed mark again, and revoke those that are listed. Run it daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--authority",
            metavar="PEM",
            help="Certificate of the authority; needed where several are trusted.",
        )
        parser.add_argument(
            "--crl", metavar="PATH|URL", help="Its list of revoked certificates."
        )
        parser.add_argument(
            "--marks", metavar="PATH|URL", help="Its list of revoked signed marks."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._refresh(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (Unfetched, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        revoked = lists.recheck(by=SYSTEM)
        self.stdout.write(f"Signed marks checked again: {revoked} revoked.")

    def _refresh(self, options: dict[str, Any]) -> None:
        ca = _authority(options["authority"])
        sources = {
            TrustList.Kind.CERTIFICATES: options["crl"],
            TrustList.Kind.MARKS: options["marks"],
        }
        for kind, source in sources.items():
            if source:
                row = lists.refresh(ca, kind, fetch(source), source=source, by=SYSTEM)
                self.stdout.write(f"{row}: issued {row.issued_at:%Y-%m-%d %H:%M} UTC.")


def _authority(path: str | None) -> x509.Certificate:
    trusted = trust.certificates()
    if path:
        named = x509.load_pem_x509_certificate(Path(path).read_bytes())
        if named not in trusted:
            raise CommandError(f"{path} is not among MARK_AUTHORITIES.")
        return named
    if len(trusted) != 1:
        raise CommandError(
            f"MARK_AUTHORITIES names {len(trusted)} authorities: say which with "
            "--authority."
        )
    return trusted[0]
