"""What the story needs around it: the marketplace, and the authority that signs marks.

Set up at every start, since ports may have changed and lists grow old.
"""

from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from alliance.access import SYSTEM
from alliance.marks import lists
from alliance.marks.demo_authority import DemoAuthority
from alliance.marks.models import TrustList
from portal import sealing
from takedowns.demo import specimens
from takedowns.listings.models import Listing, Marketplace

SLUG = "lantern"


def set_up() -> None:
    _open_marketplace()
    specimens.write(authority())
    _load_lists(authority())


def authority() -> DemoAuthority:
    """It lives in a folder of its own; its lists are published anew when they are due."""
    return DemoAuthority.open(settings.DEMO_AUTHORITY, at=timezone.now())


def marketplace() -> Marketplace:
    return Marketplace.objects.get(slug=SLUG)


def _open_marketplace() -> None:
    url = settings.SANDBOX_URL
    port = urlsplit(url).port
    lantern, _is_new = Marketplace.objects.update_or_create(
        slug=SLUG,
        defaults={
            "name": "Lantern Market",
            "connector": "sandbox",
            "base_url": url,
            "secret": sealing.seal(settings.SANDBOX_SECRET),
            # It sells in euros, dollars and yuan: a mark of any register is good there.
            "jurisdiction": "WO",
            "hosts": [f"127.0.0.1:{port}", f"localhost:{port}"],
            "listing_patterns": [r"^/listing/(?P<id>\d{1,20})$"],
            "listing_url": f"{url}/listing/{{id}}",
        },
    )
    # What was listed under another port has moved with the marketplace.
    moved = Listing.objects.filter(marketplace=lantern).exclude(
        url__startswith=f"{url}/"
    )
    moved.update(
        url=Concat(Value(f"{url}/listing/"), F("native_id"), output_field=CharField())
    )


def _load_lists(home: DemoAuthority) -> None:
    ca = x509.load_pem_x509_certificate(home.ca.read_bytes())
    for kind, path in (
        (TrustList.Kind.CERTIFICATES, home.crl),
        (TrustList.Kind.MARKS, home.smdrl),
    ):
        body = path.read_bytes()
        if not TrustList.objects.filter(kind=kind, body=body).exists():
            lists.refresh(ca, kind, body, source=path.name, by=SYSTEM)
