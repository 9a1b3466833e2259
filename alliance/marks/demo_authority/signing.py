"""Signing as the Clearinghouse does: two references, exclusive c14n, RSA-SHA256.

Written out by hand, from RFC 7848 section 2.3 and XML-DSig, so that our verifier is
not tested by its own mirror image.
"""

import base64

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from alliance.marks.demo_authority.writing import moment
from alliance.marks.smd import envelope
from alliance.marks.smd.document import DS
from alliance.marks.smd.marks import SignedMark

EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def sign(
    root: etree._Element, *, key: RSAPrivateKey, certificate: x509.Certificate
) -> bytes:
    """The document with the root's signature as its last child."""
    mark_digest = _digest(root)
    signature = etree.SubElement(root, f"{{{DS}}}Signature", nsmap={"ds": DS})
    info = _add(signature, "SignedInfo")
    value = _add(signature, "SignatureValue")
    key_info = _add_key_info(signature, certificate, f"{root.get('id')}-key")
    _add(info, "CanonicalizationMethod", Algorithm=EXCLUSIVE)
    _add(info, "SignatureMethod", Algorithm=RSA_SHA256)
    _add_reference(info, root, mark_digest, transforms=(ENVELOPED, EXCLUSIVE))
    _add_reference(info, key_info, _digest(key_info), transforms=(EXCLUSIVE,))
    value.text = _lines(key.sign(_canonical(info), PKCS1v15(), SHA256()))
    return DECLARATION + etree.tostring(root, encoding="utf-8") + b"\n"


def smd_file(xml: bytes, signed_mark: SignedMark) -> bytes:
    """The XML in its .smd envelope, below lines that nobody has signed."""
    names = ", ".join(mark.mark_name for mark in signed_mark.marks)
    labels = ", ".join(label for mark in signed_mark.marks for label in mark.labels)
    head = (
        f"Marks: {names}\nsmdID: {signed_mark.smd_id}\nU-labels: {labels}\n"
        f"notBefore: {moment(signed_mark.not_before)}\n"
        f"notAfter: {moment(signed_mark.not_after)}\n"
    )
    block = base64.encodebytes(xml)
    return head.encode() + envelope.BEGIN + b"\n" + block + envelope.END + b"\n"


def _add_key_info(
    signature: etree._Element, certificate: x509.Certificate, xml_id: str
) -> etree._Element:
    key_info = _add(signature, "KeyInfo", Id=xml_id)
    encoded = _add(_add(key_info, "X509Data"), "X509Certificate")
    encoded.text = _lines(certificate.public_bytes(Encoding.DER))
    return key_info


def _add_reference(
    info: etree._Element,
    to: etree._Element,
    digest: str,
    *,
    transforms: tuple[str, ...],
) -> None:
    uri = to.get("id") or to.get("Id")
    reference = _add(info, "Reference", URI=f"#{uri}")
    steps = _add(reference, "Transforms")
    for algorithm in transforms:
        _add(steps, "Transform", Algorithm=algorithm)
    _add(reference, "DigestMethod", Algorithm=SHA_256)
    _add(reference, "DigestValue").text = digest


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attributes)


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _digest(element: etree._Element) -> str:
    digest = Hash(SHA256())
    digest.update(_canonical(element))
    return base64.b64encode(digest.finalize()).decode()


def _lines(value: bytes) -> str:
    """Base64 with the carriage returns (`&#13;`) that real files have."""
    return base64.encodebytes(value).decode().rstrip().replace("\n", "\r\n")
