from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from alliance.access import Permission, require
from alliance.events import Event
from alliance.organisations.models import Brand, Organisation
from portal import audit
from portal.actor import Actor


@transaction.atomic
def edit(
    organisation: Organisation, *, address: str, website: str, email: str, by: Actor
) -> None:
    """Change what was not vetted: where an organisation is reached."""
    require(Permission.ORGANISATION_EDIT, by=by, organisation_id=organisation.pk)
    given = {"address": address, "website": website, "email": email}
    Organisation.objects.filter(pk=organisation.pk).update(**given)
    audit.record(Event.ORGANISATION_EDITED, organisation, by=by, **given)


@transaction.atomic
def add_brand(
    organisation: Organisation, *, name: str, variants: Iterable[str] = (), by: Actor
) -> Brand:
    """Name another brand. ValidationError where the organisation has named it before."""
    require(Permission.ORGANISATION_EDIT, by=by, organisation_id=organisation.pk)
    brand, is_new = Brand.objects.get_or_create(
        organisation=organisation, name=name, defaults={"variants": list(variants)}
    )
    if not is_new:
        raise ValidationError(
            {"name": _("This brand is there already: %(name)s.") % {"name": name}}
        )
    audit.record(Event.BRAND_ADDED, organisation, by=by, name=name)
    return brand
