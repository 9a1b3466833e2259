"""What people try: each takes a good .smd file and gives one that must not pass."""

import base64
from collections.abc import Callable

from alliance.marks.smd import envelope
from alliance.marks.smd.document import SMD

Forgery = Callable[[bytes], bytes]


def remade(smd: bytes, forge: Forgery) -> bytes:
    """The .smd file with its XML forged; the lines above stay as they are."""
    head = smd.partition(envelope.BEGIN)[0]
    block = base64.encodebytes(forge(envelope.unwrap(smd)))
    return head + envelope.BEGIN + b"\n" + block + envelope.END + b"\n"


def one_letter_of_the_signature(xml: bytes) -> bytes:
    """Every digest still matches: only SignatureValue shows it."""
    place = xml.index(b">", xml.index(b"<ds:SignatureValue")) + 10
    letter = b"B" if xml[place : place + 1] != b"B" else b"C"
    return xml[:place] + letter + xml[place + 1 :]


def another_name(xml: bytes) -> bytes:
    return xml.replace(b"</mark:markName>", b" Paris</mark:markName>", 1)


def comment_in_the_number(xml: bytes) -> bytes:
    """Signed bytes have no comments, so the signature holds; the number must too."""
    before, tag, number = xml.partition(b"<smd:id>")
    return before + tag + number[:6] + b"<!-- -->" + number[6:]


def wrapped_in_another_root(xml: bytes) -> bytes:
    return b"<archive>" + _without_declaration(xml) + b"</archive>"


def original_inside_a_forgery(xml: bytes) -> bytes:
    """Signature wrapping: the signed mark lies in a corner of an unsigned one."""
    original = _without_declaration(xml)
    body, start, rest = original.partition(b"<ds:Signature ")
    signature, end, tail = rest.partition(b"</ds:Signature>")
    forged = another_name(body).replace(b' id="_', b' id="_forged-', 1)
    corner = b"<corner>" + body + tail.strip() + b"</corner>"
    return forged + corner + start + signature + end + tail


def bare_key(xml: bytes) -> bytes:
    """Signed, perhaps, but by nobody's certificate."""
    before, _tag, rest = xml.partition(b"<ds:X509Data>")
    after = rest.partition(b"</ds:X509Data>")[2]
    numbers = b"<ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent>"
    key = b"<ds:RSAKeyValue>" + numbers + b"</ds:RSAKeyValue>"
    return before + b"<ds:KeyValue>" + key + b"</ds:KeyValue>" + after


def unsigned(xml: bytes) -> bytes:
    before, _tag, rest = xml.partition(b"<ds:Signature ")
    return before + rest.partition(b"</ds:Signature>")[2]


def entity(xml: bytes) -> bytes:
    return _with_dtd(xml, b'<!ENTITY e "Aurelle">')


def external_entity(xml: bytes) -> bytes:
    return _with_dtd(xml, b'<!ENTITY e SYSTEM "file:///etc/hostname">')


def external_reference(xml: bytes) -> bytes:
    dtd = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/mark.dtd">'
    return dtd + _without_declaration(xml)


def billion_laughs(xml: bytes) -> bytes:
    laughs = b'<!ENTITY e0 "ha">' + b"".join(
        b'<!ENTITY e%d "%s">' % (depth, b"&e%d;" % (depth - 1) * 10)
        for depth in range(1, 10)
    )
    return _with_dtd(xml, laughs + b'<!ENTITY e "&e9;">')


def hidden_in_utf_16(xml: bytes) -> bytes:
    """The same entity where no search for ASCII letters finds it."""
    hidden = _with_dtd(xml, b'<!ENTITY e "Aurelle">').decode()
    return f'<?xml version="1.0" encoding="UTF-16"?>{hidden}'.encode("utf-16")


def _with_dtd(xml: bytes, declarations: bytes) -> bytes:
    document = _without_declaration(xml).replace(
        b"</mark:markName>", b"&e;</mark:markName>", 1
    )
    return b"<!DOCTYPE x [" + declarations + b"]>" + document


def _without_declaration(xml: bytes) -> bytes:
    return xml[xml.index(b"<smd:signedMark") :]


def not_a_mark(_xml: bytes) -> bytes:
    return f'<invoice xmlns="{SMD}"/>'.encode()
