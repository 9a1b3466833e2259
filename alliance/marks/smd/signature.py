"""The XML signature of a signed mark (RFC 7848, section 2.3)."""

import base64
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.utils.translation import gettext_lazy as _
from lxml import etree
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from alliance.marks.smd import document
from alliance.marks.smd.refusal import Refusal, Refused, malformed

# What signxml, lxml and cryptography raise over nonsense in a signature.
NONSENSE = (
    SignXMLException,
    InvalidSignature,
    UnsupportedAlgorithm,
    etree.LxmlError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    NotImplementedError,
    AssertionError,
)


def signer(root: etree._Element) -> x509.Certificate:
    """The certificate that the signature names: whose it is, not yet that it is true.

    Without one, a bare KeyValue at most, nobody vouches: wrong authority.
    """
    signature = root.find(f"{{{document.DS}}}Signature")
    if signature is None:
        raise malformed(_("it is not signed"))
    certificate = signature.find(_TO_CERTIFICATE)
    if certificate is None:
        raise Refused(Refusal.WRONG_AUTHORITY)
    try:
        return x509.load_der_x509_certificate(base64.b64decode(certificate.text or ""))
    except (ValueError, x509.InvalidVersion) as error:
        raise malformed(_("its signer's certificate cannot be read")) from error


def signed_part(
    root: etree._Element, signer: x509.Certificate, *, at: datetime
) -> etree._Element:
    """The signed mark parsed from the bytes that were signed, and from nothing else.

    Digests alone prove nothing: SignatureValue is checked with the signer's key.
    """
    signed = dict(_references(root, signer, at))
    if signed.keys() != {document.ROOT, f"{{{document.DS}}}KeyInfo"}:
        raise Refused(Refusal.BAD_SIGNATURE)
    mark = document.parse(signed[document.ROOT])
    if not root.get("id") or mark.get("id") != root.get("id"):
        raise Refused(Refusal.BAD_SIGNATURE)  # another mark than the file's own
    return mark


def _references(
    root: etree._Element, signer: x509.Certificate, at: datetime
) -> list[tuple[str, bytes]]:
    """What was signed: each element's tag and its canonical bytes.

    signxml's own defaults leave out SHA-1, for digests and for signatures.
    """
    configuration = SignatureConfiguration(
        location="./",
        expect_references=2,  # the signed mark, and the KeyInfo that names its signer
        verification_time=at,
    )
    try:
        results = XMLVerifier().verify(
            root,
            x509_cert=signer,
            parser=document.parser(),
            expect_config=configuration,
        )
    except NONSENSE as error:
        raise Refused(Refusal.BAD_SIGNATURE) from error
    results = [results] if isinstance(results, VerifyResult) else results
    return [
        (str(each.signed_xml.tag), each.signed_data)
        for each in results
        if each.signed_xml is not None
    ]


_TO_CERTIFICATE = "/".join(
    f"{{{document.DS}}}{name}" for name in ("KeyInfo", "X509Data", "X509Certificate")
)
