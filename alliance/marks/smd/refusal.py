"""Why a signed mark is refused, and what its holder can do about it."""

from datetime import datetime
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Refusal(StrEnum):
    """In the order in which they are looked for: the first that holds is told."""

    MALFORMED = "malformed"
    WRONG_AUTHORITY = "wrong_authority"
    BAD_SIGNATURE = "bad_signature"
    REVOKED_SIGNER = "revoked_signer"
    REVOKED_MARK = "revoked_mark"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"


SENTENCES: dict[Refusal, Promise] = {
    Refusal.MALFORMED: _(
        "This is not a signed mark: %(because)s. Upload the .smd file exactly as "
        "the Clearinghouse gave it to you."
    ),
    Refusal.WRONG_AUTHORITY: _(
        "This mark is not signed by an authority that we trust. Upload the .smd file "
        "that the Clearinghouse gave you, or register the mark by hand."
    ),
    Refusal.BAD_SIGNATURE: _(
        "The signature does not fit what the file says: it was changed or damaged "
        "after signing. Download the .smd file again from the Clearinghouse and "
        "upload it unopened."
    ),
    Refusal.REVOKED_SIGNER: _(
        "The certificate that signed this mark was revoked on %(day)s. Ask the "
        "Clearinghouse to sign the mark again, then upload the new file."
    ),
    Refusal.REVOKED_MARK: _(
        "The Clearinghouse revoked this signed mark on %(day)s. If the mark still "
        "stands, download its newest .smd file and upload that."
    ),
    Refusal.NOT_YET_VALID: _(
        "This signed mark is valid only from %(day)s. Upload it again from that day on."
    ),
    Refusal.EXPIRED: _(
        "This signed mark was valid until %(day)s. Renew it at the Clearinghouse, then "
        "upload the new file."
    ),
}


class Refused(Exception):
    """A signed mark that we do not accept, with the reason that came first."""

    def __init__(
        self, code: Refusal, *, because: str | Promise = "", on: datetime | None = None
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.because = because
        self.on = on

    @property
    def sentence(self) -> str:
        """What happened and what to do next, in the reader's language."""
        day = date_format(self.on, gettext("j M Y")) if self.on else ""
        return str(SENTENCES[self.code]) % {"because": self.because, "day": day}


def malformed(because: str | Promise) -> Refused:
    """`because` is a clause that ends "This is not a signed mark: …"."""
    return Refused(Refusal.MALFORMED, because=because)
