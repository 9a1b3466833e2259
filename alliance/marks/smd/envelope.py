"""The .smd file: unsigned lines for human eyes, then the signed XML in base64."""

import base64
import binascii

from django.utils.translation import gettext_lazy as _

from alliance.marks.smd.refusal import malformed

# Real files are below 10 kB; a mark with hundreds of labels stays below 100 kB.
MAX_BYTES = 512 * 1024
TOO_LARGE = _("it is larger than 512 kB")
BEGIN = b"-----BEGIN ENCODED SMD-----"
END = b"-----END ENCODED SMD-----"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def unwrap(raw: bytes) -> bytes:
    """The XML inside the file, byte for byte. Plain XML is accepted as it is."""
    if len(raw) > MAX_BYTES:
        raise malformed(TOO_LARGE)
    if raw.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<"):
        return raw
    return _decode(_block(raw))


def _block(raw: bytes) -> bytes:
    if raw.count(BEGIN) != 1 or raw.count(END) != 1:
        raise malformed(_("it has no encoded block, or more than one"))
    block, end, _after = raw.partition(BEGIN)[2].partition(END)
    if not end:
        raise malformed(_("its encoded block ends before it begins"))
    return block


def _decode(block: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(block.split()), validate=True)
    except binascii.Error as error:
        raise malformed(_("its encoded block is damaged")) from error
