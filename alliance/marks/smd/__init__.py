"""Signed marks (RFC 7848): a trademark that its authority has signed for us.

`verify` is the one door: it reads nothing that has not been proved.
"""

from alliance.marks.smd.marks import Address as Address
from alliance.marks.smd.marks import Contact as Contact
from alliance.marks.smd.marks import Holder as Holder
from alliance.marks.smd.marks import Issuer as Issuer
from alliance.marks.smd.marks import Kind as Kind
from alliance.marks.smd.marks import Mark as Mark
from alliance.marks.smd.marks import Protection as Protection
from alliance.marks.smd.marks import SignedMark as SignedMark
from alliance.marks.smd.refusal import Refusal as Refusal
from alliance.marks.smd.refusal import Refused as Refused
from alliance.marks.smd.revocation import BadList as BadList
from alliance.marks.smd.revocation import RevocationList as RevocationList
from alliance.marks.smd.trust import Authority as Authority
from alliance.marks.smd.trust import Trust as Trust
from alliance.marks.smd.verification import verify as verify
