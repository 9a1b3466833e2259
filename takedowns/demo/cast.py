"""The people and houses of the demo's story. None of them exists."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.access import Role
from alliance.members.models import ApiKey
from alliance.organisations.models import Organisation

PASSWORD = "every house keeps its marks"  # noqa: S105 - printed at every start
Scope = ApiKey.Scope


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    role: Role
    # What they try in the demo, as one line of its page.
    errand: str | Promise = ""
    # What their API key may do. Whoever makes one signs in with a code, too.
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    name: str
    kind: Organisation.Kind
    country: str
    address: str
    registration_number: str
    people: tuple[Person, ...]
    brands: tuple[str, ...] = ()
    # Asked to join, and have not come yet.
    invited: tuple[tuple[str, Role], ...] = ()

    @property
    def head(self) -> Person:
        return self.people[0]

    @property
    def is_office(self) -> bool:
        return self.kind == Organisation.Kind.OPERATOR

    def needs_code(self, person: Person) -> bool:
        """Staff sign in with a second factor, and whoever has an API key."""
        return self.is_office or bool(person.scopes)


IRENE = Person(
    "Irene Moreau",
    "irene@office.example",
    Role.ADMINISTRATOR,
    _("Vet Orris Vane, who ask to join. Decide about no listing: you may not."),
)
MEI = Person(
    "Mei Tanaka",
    "mei@office.example",
    Role.SENIOR_REVIEWER,
    _("Check the mark FJORD 39. Retry the order that the marketplace refused."),
)
JON = Person(
    "Jon Adeyemi",
    "jon@office.example",
    Role.REVIEWER,
    _("Claim the next item and decide it, with the keyboard alone if you like."),
    scopes=(Scope.DECIDE,),
)
LENA = Person(
    "Lena Fischer",
    "lena@office.example",
    Role.REVIEWER,
    _("Decide beside Jon, in a second browser: you never get the same item."),
)
CLAIRE = Person(
    "Claire Fontenoy",
    "claire@aurelle.example",
    Role.SIGNATORY,
    _("Register a mark from a signed file. See which mark ends in 20 days."),
    scopes=(Scope.FILE,),
)
HUGO = Person(
    "Hugo Lemaire",
    "hugo@aurelle.example",
    Role.SUBMITTER,
    _("File a notice against two listings of the market. Finish your draft."),
)
ANA = Person(
    "Ana Reis",
    "ana@aurelle.example",
    Role.OBSERVER,
    _("See what Maison Aurelle sees, and change nothing."),
)
PAOLO = Person(
    "Paolo Ricci",
    "paolo@tremolane.example",
    Role.SIGNATORY,
    _("Follow the guitar that came back, and a draft that stands still."),
)
SIGNE = Person(
    "Signe Lund",
    "signe@halvard.example",
    Role.SIGNATORY,
    _("Revoke the agency's mandate, and see its people lose the mark at once."),
)
TOM = Person(
    "Tom Okafor",
    "tom@okafor-lindqvist.example",
    Role.SIGNATORY,
    _("Read the mandate of Halvard & Lund. Invite a colleague."),
)
YUKI = Person(
    "Yuki Lindqvist",
    "yuki@okafor-lindqvist.example",
    Role.AGENT,
    _("File for Halvard & Lund under their mandate, with their mark alone."),
)
ROSA = Person(
    "Rosa Vane",
    "rosa@orrisvane.example",
    Role.SIGNATORY,
    _("See how an application looks from the outside while it waits."),
)

OFFICE = House(
    name="Alliance Office",
    kind=Organisation.Kind.OPERATOR,
    country="NL",
    address="Keizersgracht 100, Amsterdam",
    registration_number="KvK 00000001",
    people=(IRENE, MEI, JON, LENA),
)
AURELLE = House(
    name="Maison Aurelle S.A.",
    kind=Organisation.Kind.BRAND,
    country="FR",
    address="12 rue des Orfèvres, Lyon",
    registration_number="RCS Lyon 000 000 002",
    brands=("Aurelle",),
    people=(CLAIRE, HUGO, ANA),
    invited=(("noor@aurelle.example", Role.SUBMITTER),),
)
TREMOLANE = House(
    name="Tremolane S.r.l.",
    kind=Organisation.Kind.BRAND,
    country="IT",
    address="Via Liutai 5, Torino",
    registration_number="REA TO-0000003",
    brands=("Tremolane",),
    people=(PAOLO,),
)
HALVARD = House(
    name="Halvard & Lund A/S",
    kind=Organisation.Kind.BRAND,
    country="DK",
    address="Havnegade 8, Aarhus",
    registration_number="CVR 00000004",
    brands=("Halvard & Lund",),
    people=(SIGNE,),
)
AGENCY = House(
    name="Okafor & Lindqvist LLP",
    kind=Organisation.Kind.AGENCY,
    country="GB",
    address="4 Chancery Walk, London",
    registration_number="OC000005",
    people=(TOM, YUKI),
    invited=(("femi@okafor-lindqvist.example", Role.AGENT),),
)
APPLICANT = House(
    name="Orris Vane Ltd",
    kind=Organisation.Kind.BRAND,
    country="GB",
    address="9 Distillers Row, Bristol",
    registration_number="00000006",
    brands=("Orris Vane",),
    people=(ROSA,),
)
MEMBERS = (AURELLE, TREMOLANE, HALVARD, AGENCY)
HOUSES = (OFFICE, *MEMBERS, APPLICANT)
