"""Where a mandate reaches. Codes are ISO 3166-1 alpha-2, and "EU" for the Union."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.countries import COUNTRIES

# Member states of the European Union since 1 February 2020 (europa.eu, country profiles).
EUROPEAN_UNION = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
     "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)  # fmt: skip


def reaching(territory: str) -> list[str]:
    """The codes that cover a territory: FR is covered by FR and by EU."""
    return [territory, "EU"] if territory in EUROPEAN_UNION else [territory]


# What a mandate may name: the Union first, then each country.
TERRITORIES: Mapping[str, str | Promise] = {
    "EU": _("European Union"),
    **COUNTRIES,
}
