"""XML from strangers, parsed so that it can neither reach out nor blow up."""

from copy import deepcopy

from django.utils.translation import gettext_lazy as _
from lxml import etree

from alliance.marks.smd.refusal import malformed

SMD = "urn:ietf:params:xml:ns:signedMark-1.0"
MARK = "urn:ietf:params:xml:ns:mark-1.0"
DS = "http://www.w3.org/2000/09/xmldsig#"
ROOT = f"{{{SMD}}}signedMark"


def parser() -> etree.XMLParser:
    """A fresh parser, always in UTF-8 as RFC 7848 has it: a document that declares
    another encoding could hide its DTD from `parse`."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )


def parse(xml: bytes) -> etree._Element:
    """The document's root, a signedMark and nothing around it, comments and all."""
    # Looked for before parsing: a DTD has already done its harm when it is parsed.
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise malformed(_("it declares a document type or entities"))
    try:
        root = etree.fromstring(xml, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise malformed(_("it is not well-formed XML")) from error
    if root.tag != ROOT:
        raise malformed(_("its outermost element is not a signed mark"))
    return root


def without_comments(root: etree._Element) -> etree._Element:
    """A copy whose text is whole: `12<!-- -->34` reads 1234, as it was signed."""
    copied = deepcopy(root)
    # Not by writing and parsing again: what lxml has read, it cannot always read twice.
    etree.strip_elements(
        copied, etree.Comment, etree.ProcessingInstruction, with_tail=False
    )
    return copied
