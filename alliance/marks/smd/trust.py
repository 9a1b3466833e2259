"""Whose signed marks count, and what those authorities have taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cryptography import x509
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from alliance.marks.smd import revocation
from alliance.marks.smd.revocation import RevocationList


@dataclass(frozen=True, slots=True)
class Authority:
    """One Clearinghouse: its root certificate and its two revocation lists."""

    ca: x509.Certificate
    crl: RevocationList[int]
    smdrl: RevocationList[str]

    @classmethod
    def read(cls, *, ca: bytes, crl: bytes, smdrl: bytes) -> Self:
        """From the files as published: certificate PEM, CRL PEM or DER, list CSV.

        Raises BadList if a list is damaged or not the authority's, ValueError if the
        certificate is not one.
        """
        certificate = x509.load_pem_x509_certificate(ca)
        return cls(
            ca=certificate,
            crl=revocation.read_crl(crl, ca=certificate),
            smdrl=revocation.read_smdrl(smdrl),
        )

    @property
    def name(self) -> str:
        names = self.ca.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.ca.subject.rfc4514_string()

    def vouches_for(self, signer: x509.Certificate, *, at: datetime) -> bool:
        """Whether this authority itself issued the certificate, for signing."""
        policy = (
            PolicyBuilder()
            .store(Store([self.ca]))
            .time(at)
            .extension_policies(
                ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=_SIGNING
            )
        )
        try:
            # Nobody in between: this authority's CRL would not know them.
            policy.build_client_verifier().verify(signer, [])
        except VerificationError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Trust:
    authorities: tuple[Authority, ...]

    def authority_of(
        self, signer: x509.Certificate, *, at: datetime
    ) -> Authority | None:
        vouching = (
            each for each in self.authorities if each.vouches_for(signer, at=at)
        )
        return next(vouching, None)


def _is_for_signing(
    _policy: Policy, _certificate: x509.Certificate, usage: x509.KeyUsage
) -> None:
    if not usage.digital_signature:
        raise ValueError("the certificate is not for signing")


_SIGNING = ExtensionPolicy.permit_all().require_present(
    x509.KeyUsage, Criticality.AGNOSTIC, _is_for_signing
)
