"""Certificates and their revocation list, shaped like the Clearinghouse's own."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

# A demo signs marks that began and ended years ago.
REACHES_BACK = timedelta(days=10 * 365)
REACHES_ON = timedelta(days=10 * 365)
LIST_RENEWED_EVERY = timedelta(days=30)


def root(key: RSAPrivateKey, *, name: str, at: datetime) -> x509.Certificate:
    usage = _usage(key_cert_sign=True, crl_sign=True)
    return (
        _certificate(key.public_key(), name, at)
        .issuer_name(_named(name))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(_issuer_key(key), critical=False)
        .sign(key, SHA256())
    )


def signer(
    public_key: RSAPublicKey,
    *,
    name: str,
    ca: x509.Certificate,
    ca_key: RSAPrivateKey,
    at: datetime,
) -> x509.Certificate:
    return (
        _certificate(public_key, name, at)
        .issuer_name(ca.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(_issuer_key(ca_key), critical=False)
        .sign(ca_key, SHA256())
    )


def revocation_list(
    revoked: Iterable[x509.Certificate],
    *,
    ca: x509.Certificate,
    ca_key: RSAPrivateKey,
    at: datetime,
) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.subject)
        .last_update(at)
        .next_update(at + LIST_RENEWED_EVERY)
    )
    for certificate in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(certificate.serial_number)
            .revocation_date(_issued_at(certificate))
            .build()
        )
    return builder.sign(ca_key, SHA256())


def _issued_at(certificate: x509.Certificate) -> datetime:
    return certificate.not_valid_before_utc + REACHES_BACK


def _certificate(key: RSAPublicKey, name: str, at: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - REACHES_BACK)
        .not_valid_after(at + REACHES_ON)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _issuer_key(key: RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _usage(
    *,
    digital_signature: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
