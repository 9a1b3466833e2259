"""The takedowns' tables, in the order in which a case meets them."""

from takedowns.deadlines.models import Deadline
from takedowns.enforcement.models import Attempt, Measure, Order, StatementOfReasons
from takedowns.evidence.models import Evidence
from takedowns.listings.models import Capture, Listing, Marketplace, Seller
from takedowns.notices.models import Item, Notice
from takedowns.review.models import Decision, Lease

__all__ = [
    "Attempt",
    "Capture",
    "Deadline",
    "Decision",
    "Evidence",
    "Item",
    "Lease",
    "Listing",
    "Marketplace",
    "Measure",
    "Notice",
    "Order",
    "Seller",
    "StatementOfReasons",
]
