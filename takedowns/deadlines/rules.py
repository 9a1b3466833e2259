"""How long each thing may take. The law and our promises, on one page.

DECIDE is a promise of ours: a notice is decided within 24 hours of business, told here
as "by the end of the next working day", in the calendar of the marketplace's place.
"""

from takedowns.deadlines.models import Deadline

WORKING_DAYS: dict[Deadline.Kind, int] = {Deadline.Kind.DECIDE: 1}
