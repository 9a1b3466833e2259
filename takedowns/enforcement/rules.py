"""What a measure rests on and how long we watch it: tables a lawyer can read."""

from datetime import timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.agents.territories import EUROPEAN_UNION
from takedowns.notices.reasons import Reason

# The right that is infringed, by where the mark is protected.
LEGAL_GROUNDS: dict[str, str | Promise] = {
    "EU": _("Art. 9(2) Regulation (EU) 2017/1001"),
    "CN": _("Art. 57 Trademark Law of the People's Republic of China"),
    "GB": _("s. 10 Trade Marks Act 1994"),
    "US": _("15 U.S.C. § 1114(1)"),
}
LEGAL_GROUND_OF_A_MEMBER_STATE = _(
    "Art. 10(2) Directive (EU) 2015/2436, as the law of {jurisdiction} has it"
)
LEGAL_GROUND_ELSEWHERE = _(
    "Art. 16(1) TRIPS Agreement, as the law of {jurisdiction} has it"
)

# Why that makes the listing illegal, by the reason that the notice was upheld for.
EXPLANATIONS: dict[str, str | Promise] = {
    Reason.TM_COUNTERFEIT: _(
        "The goods bear the mark {mark} but were not made by its owner or with the owner's "
        "consent."
    ),
    Reason.TM_UNLAWFUL_USE: _(
        "The offer uses the mark {mark} for goods that do not come from its owner, "
        "without the owner's consent."
    ),
    Reason.TM_IMPORT: _(
        "The goods bear the mark {mark} and are offered in a territory for which its owner "
        "has not consented to their sale."
    ),
    Reason.TM_IMPERSONATION: _(
        "The offer uses the mark {mark} so that buyers take the seller for its owner."
    ),
}

# The looks at a listing after its order was sent: how long after the one before.
LOOKS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
THEN_EVERY = timedelta(days=7)
WATCHED_FOR = timedelta(days=90)
# Told gone, and seen live in this many looks one after the other: not believed any more.
LOOKS_BEFORE_CONTRADICTION = 3


def next_look_in(look_count: int) -> timedelta:
    """How long to wait after so many looks. Settings shorten it for demos and tests."""
    waits = settings.LOOK_WAITS or [wait.total_seconds() for wait in LOOKS]
    if look_count < len(waits):
        return timedelta(seconds=waits[look_count])
    return timedelta(seconds=waits[-1]) if settings.LOOK_WAITS else THEN_EVERY


def legal_ground(jurisdiction: str) -> str:
    """In the language that is on."""
    if jurisdiction in LEGAL_GROUNDS:
        return str(LEGAL_GROUNDS[jurisdiction])
    ground = (
        LEGAL_GROUND_OF_A_MEMBER_STATE
        if jurisdiction in EUROPEAN_UNION
        else LEGAL_GROUND_ELSEWHERE
    )
    return ground.format(jurisdiction=jurisdiction)


def territories(jurisdiction: str) -> list[str]:
    """Where the mark is protected, as ISO 3166-1 codes."""
    return sorted(EUROPEAN_UNION) if jurisdiction == "EU" else [jurisdiction]
