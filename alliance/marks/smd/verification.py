from datetime import datetime

from cryptography import x509

from alliance.marks.smd import document, envelope, reading, signature
from alliance.marks.smd.marks import SignedMark
from alliance.marks.smd.refusal import Refusal, Refused
from alliance.marks.smd.trust import Authority, Trust


def verify(raw: bytes, *, trust: Trust, at: datetime) -> SignedMark:
    """What an .smd file says, once it is proved; Refused with the first reason if not.

    `raw` is the file, or its XML alone, as kept in `SignedMark.xml`. `at` is an aware
    moment: the marks of 2022 run out in 2027, whatever day their files are read.
    """
    xml = envelope.unwrap(raw)
    root = document.parse(xml)
    reading.read(root)  # its shape only: nothing is believed before it is proved
    signer = signature.signer(root)
    then = _within_validity(signer, at)
    authority = trust.authority_of(signer, at=then)
    if authority is None:
        raise Refused(Refusal.WRONG_AUTHORITY)
    mark = reading.read(signature.signed_part(root, signer, at=then), xml=xml)
    _must_stand(mark, signer, authority)
    _must_be_in_force(mark, signer, at)
    return mark


def _within_validity(signer: x509.Certificate, at: datetime) -> datetime:
    """The moment nearest to `at` at which the certificate is valid.

    One that has run out still tells who signed: an old mark is told that it has
    expired, not that a stranger made it. `_must_be_in_force` judges its dates.
    """
    return min(max(at, signer.not_valid_before_utc), signer.not_valid_after_utc)


def _must_stand(
    mark: SignedMark, signer: x509.Certificate, authority: Authority
) -> None:
    # A listing counts from whenever it is dated: some marks were listed before they
    # began, and a signer who lost the key can date signatures as he likes.
    if on := authority.crl.revoked_at(signer.serial_number):
        raise Refused(Refusal.REVOKED_SIGNER, on=on)
    if on := authority.smdrl.revoked_at(mark.smd_id):
        raise Refused(Refusal.REVOKED_MARK, on=on)


def _must_be_in_force(mark: SignedMark, signer: x509.Certificate, at: datetime) -> None:
    begins = max(mark.not_before, signer.not_valid_before_utc)
    ends = min(mark.not_after, signer.not_valid_after_utc)
    if at > ends:
        raise Refused(Refusal.EXPIRED, on=ends)
    if at < begins:
        raise Refused(Refusal.NOT_YET_VALID, on=begins)
