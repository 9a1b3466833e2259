"""One of everything, invented: what the gallery shows and its tests look at."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.web.fields import DayField
from portal.web.lists import Page
from portal.web.shapes import (
    Clock,
    Crumb,
    Fact,
    NavItem,
    Picture,
    Region,
    Stand,
    Step,
    Task,
    Tick,
    TimelineLine,
    Tone,
    View,
    Way,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("As it stands in the trade register."),
        max_length=60,
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    kind = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[
            ("counterfeit", _("A counterfeit of our product")),
            ("mark", _("Our trademark on somebody else's product")),
            ("design", _("A copy of our design")),
        ],
        widget=forms.RadioSelect,
        help_text=_("One notice names one kind. File a second notice for another."),
    )
    marketplaces = forms.MultipleChoiceField(
        label=_("Where?"),
        choices=[
            ("north", "Nordmarkt"),
            ("east", "东市"),
            ("sandbox", "Sandbox Bazaar"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    registered_on = DayField(
        label=_("When was the mark registered?"), help_text=_("For example, 27 3 2019.")
    )
    office = forms.ChoiceField(
        label=_("Office"), choices=[("", ""), ("cn", "CNIPA"), ("eu", "EUIPO")]
    )
    certificate = forms.FileField(
        label=_("Certificate"), help_text=_("PDF or picture, at most 10 MB.")
    )
    addresses = forms.CharField(
        label=_("Addresses of the listings"),
        help_text=_("One on each line, up to 300."),
        widget=forms.Textarea({"class": "lines", "rows": 5, "spellcheck": "false"}),
    )
    is_true = forms.BooleanField(
        label=_("I believe in good faith that these listings infringe the mark."),
    )


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("waiting", _("Waiting"))],
        required=False,
    )


def _drawing(body: str, strings: str) -> str:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">'
        '<rect width="200" height="200" fill="#f4efe6"/>'
        f'<g transform="rotate(-32 100 100)"><path fill="{body}" '
        'd="M60 60c22-18 58-18 80 0 '
        "8 8-6 22 2 32 16 22 14 56-12 72-18 11-42 11-60 0-26-16-28-50-12-72 "
        f'8-10-6-24 2-32z"/><circle cx="100" cy="112" r="16" fill="#2b1a10"/>'
        f'<path stroke="{strings}" stroke-width="2" d="M96-20v170m8-170v170"/>'
        '<path fill="#3b2417" d="M92-24h16V98H92z"/></g></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _steps(*stands: Stand) -> Way:
    labels = [
        _("Filed"),
        _("In review"),
        _("Decided"),
        _("Ordered"),
        _("Acknowledged"),
        _("Verified down"),
    ]
    moments = [NOON + timedelta(hours=5 * n) for n in range(len(labels))]
    reached = (Stand.DONE, Stand.FAILED)
    return Way(
        [
            Step(label, stand, at if stand in reached else None)
            for label, stand, at in zip(labels, stands, moments, strict=True)
        ]
    )


DONE, NOW, AHEAD, FAILED = Stand.DONE, Stand.NOW, Stand.AHEAD, Stand.FAILED
WAYS = {
    "review": _steps(DONE, NOW, AHEAD, AHEAD, AHEAD, AHEAD),
    "ordered": _steps(DONE, DONE, DONE, NOW, AHEAD, AHEAD),
    "refused": _steps(DONE, DONE, DONE, FAILED, AHEAD, AHEAD),
    "down": _steps(DONE, DONE, DONE, DONE, DONE, DONE),
    "rejected": _steps(DONE, DONE, FAILED, Stand.SKIPPED, Stand.SKIPPED, Stand.SKIPPED),
    "returned": Way(_steps(DONE, NOW, AHEAD, AHEAD, AHEAD, AHEAD).steps, returns=2),
}


def _clock(hours_left: float, tick: Tick = Tick.RUNNING) -> Clock:
    return Clock(
        what=_("Decision"),
        owed_by=_("by the review desk"),
        started_at=NOON - timedelta(days=4),
        due_at=NOON + timedelta(hours=hours_left),
        as_of=NOON,
        tick=tick,
        article=_("House rules, section 4.2: five working days"),
        skipped=[_("21 and 22 November: weekend")],
        pauses=[_("20 November, 09:10 to 16:40: information asked of the sender")],
    )


CLOCKS = {
    "calm": _clock(52),
    "due": _clock(5.5),
    "overdue": _clock(-3),
    "paused": _clock(30, Tick.PAUSED),
    "met": _clock(20, Tick.MET),
}

LISTING = Picture(
    src=_drawing("#b5562a", "#e8e2d4"),
    alt="A sunburst guitar offered on the marketplace",
    caption="Listing 88213, as captured",
    facts=[
        Fact(_("Captured"), "2026-11-23 09:14 UTC"),
        Fact(_("Seller"), "melody_outlet_88"),
        Fact(_("Price"), "CNY 399.00"),
        Fact(_("SHA-256"), "9f2c 41aa 0be7 … 77d0"),
    ],
    region=Region(26, 40, 46, 42),
)
REFERENCE = Picture(
    src=_drawing("#8a3417", "#f6f1e6"),
    alt="The genuine sunburst guitar, from the brand's dossier",
    caption="Reference: Aurelia S-7",
    facts=[
        Fact(_("Mark"), "AURELIA, CN 18 204 771"),
        Fact(_("Price"), "CNY 21,800.00"),
    ],
)
VEILED = Picture(LISTING.src, LISTING.alt, "Held back until asked for", is_veiled=True)

TIMELINE = [
    TimelineLine(NOON, "Filed by Maison Aurelia", "Ana Li", tone=Tone.WAITING),
    TimelineLine(
        NOON + timedelta(hours=5),
        "Upheld: counterfeit",
        "Review desk",
        "The head stock carries the registered mark; the serial number is of no make.",
        tone=Tone.DOWN,
    ),
    TimelineLine(
        NOON + timedelta(hours=6),
        "Seen gone by our own check",
        "Portal",
        tone=Tone.DOWN,
    ),
    TimelineLine(
        NOON + timedelta(days=3), "Listed again as 90117", "Portal", tone=Tone.OVERDUE
    ),
]

ROWS = [
    (
        "N-10432",
        "Aurelia S-7 electric guitar, sunburst",
        "Maison Aurelia",
        "in_review",
        "due",
    ),
    (
        "N-10431",
        "吉他 Aurelia 同款 民谣木吉他 初学者 全套配件包邮",
        "Maison Aurelia",
        "submitted",
        "calm",
    ),
    ("N-10418", "Watch strap with hallmark", "Horloger Vannier", "held", "paused"),
    ("N-10397", "Scarf “Les Rives”, 90 cm, silk", "Rives & Fils", "sent", "overdue"),
    ("N-10350", "Perfume refill, 50 ml", "Rives & Fils", "verified_down", "met"),
]
WAY_OF_ROW = ["review", "review", "returned", "refused", "down"]


def rows() -> list[dict[str, object]]:
    names = ("ref", "title", "brand", "state", "clock")
    found = []
    for line, way in zip(ROWS, WAY_OF_ROW, strict=True):
        row: dict[str, object] = dict(zip(names, line, strict=True))
        found.append(row | {"clock": CLOCKS[line[-1]], "way": WAYS[way]})
    return found


def context() -> dict[str, object]:
    """Everything the gallery shows, with one form at rest and one that failed."""
    failed = SampleForm(
        {
            "kind": "",
            "registered_on_0": "31",
            "registered_on_1": "2",
            "registered_on_2": "2024",
            "email": "not an address",
        }
    )
    failed.is_valid()
    return {
        "fresh": SampleForm(
            auto_id="fresh_%s", initial={"registered_on": date(2019, 3, 27)}
        ),
        "failed": failed,
        "filter": FilterForm(auto_id="filter_%s"),
        "states": [
            "draft",
            "submitted",
            "held",
            "overdue",
            "upheld",
            "rejected",
            "sent",
            "refused",
            "verified_down",
            "relisted",
            "restored",
        ],
        "ways": WAYS,
        "clocks": CLOCKS,
        "listing": LISTING,
        "reference": REFERENCE,
        "veiled": VEILED,
        "timeline_lines": TIMELINE,
        "rows": rows(),
        "page": Page((), next="?after=k2", previous="?before=k0"),
        "trail": [Crumb(_("Notices"), "#"), Crumb("N-10432", "#"), Crumb("Item 3")],
        "views": [
            View(
                _("Queue"),
                [
                    NavItem(
                        _("All waiting"), "#", is_current=True, count=128, key="g q"
                    ),
                    NavItem(_("Due today"), "#", count=9),
                    NavItem(_("Overdue"), "#", count=2),
                    NavItem(_("Mine"), "#", count=0),
                ],
            ),
            View(_("Later"), [NavItem(_("Held"), "#", count=14)]),
        ],
        "facts": [
            Fact(_("Mark"), "AURELIA", "#"),
            Fact(_("Marketplace"), "Nordmarkt", "#"),
            Fact(
                _("Listings"),
                "https://nordmarkt.example/i/88213\nhttps://nordmarkt.example/i/88214",
                "#",
            ),
            Fact(_("Further words"), "", "#"),
        ],
        "claim": [
            Fact(_("Mark"), "AURELIA, CN 18 204 771"),
            Fact(_("Classes"), "15"),
            Fact(_("Marketplace"), "Nordmarkt"),
            Fact(_("Address"), "https://nordmarkt.example/i/88213"),
        ],
        "tasks_": [
            Task(_("Your organisation"), _("Completed"), "#", tone=Tone.DOWN),
            Task(_("Proof of identity"), _("In progress"), "#", tone=Tone.WAITING),
            Task(_("Marks"), _("Not started"), "#"),
            Task(_("First notice"), _("Cannot start yet"), hint=_("Add a mark first.")),
        ],
        "navigation": [
            NavItem(_("Home"), "#"),
            NavItem(_("Queue"), "#", is_current=True, count=128),
            NavItem(_("Notices"), "#"),
            NavItem(_("Marks"), "#"),
            NavItem(_("Organisations"), "#", count=3),
        ],
        "organisation_name": "Maison Aurelia",
        "bell_url": "#",
        "unread_count": 4,
    }
