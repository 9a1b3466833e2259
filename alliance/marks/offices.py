"""Registers of trademarks: the code of their territory, its name, and the office's.

Codes are those of WIPO Standard ST.3 (which follows ISO 3166-1), but for "EU", which
the rest of the portal uses where ST.3 says EM.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Office(NamedTuple):
    territory: str | Promise
    name: str


OFFICES: dict[str, Office] = {
    "EU": Office(_("European Union"), "EUIPO"),
    "WO": Office(_("International registration (Madrid)"), "WIPO"),
    "CN": Office(_("China"), "CNIPA"),
    "US": Office(_("United States of America"), "USPTO"),
    "GB": Office(_("United Kingdom"), "UKIPO"),
    "AE": Office(_("United Arab Emirates"), "Ministry of Economy"),
    "AP": Office(_("African Regional Organization (ARIPO)"), "ARIPO"),
    "AR": Office(_("Argentina"), "INPI"),
    "AT": Office(_("Austria"), "Österreichisches Patentamt"),
    "AU": Office(_("Australia"), "IP Australia"),
    "BG": Office(_("Bulgaria"), "BPO"),
    "BR": Office(_("Brazil"), "INPI"),
    "BX": Office(_("Benelux"), "BOIP"),
    "CA": Office(_("Canada"), "CIPO"),
    "CH": Office(_("Switzerland"), "IGE/IPI"),
    "CL": Office(_("Chile"), "INAPI"),
    "CO": Office(_("Colombia"), "SIC"),
    "CY": Office(_("Cyprus"), "DRCIP"),
    "CZ": Office(_("Czechia"), "ÚPV"),
    "DE": Office(_("Germany"), "DPMA"),
    "DK": Office(_("Denmark"), "DKPTO"),
    "EE": Office(_("Estonia"), "Patendiamet"),
    "EG": Office(_("Egypt"), "EGIPA"),
    "ES": Office(_("Spain"), "OEPM"),
    "FI": Office(_("Finland"), "PRH"),
    "FR": Office(_("France"), "INPI"),
    "GR": Office(_("Greece"), "OBI"),
    "HK": Office(_("Hong Kong"), "IPD"),
    "HR": Office(_("Croatia"), "DZIV"),
    "HU": Office(_("Hungary"), "SZTNH"),
    "ID": Office(_("Indonesia"), "DGIP"),
    "IE": Office(_("Ireland"), "IPOI"),
    "IL": Office(_("Israel"), "ILPO"),
    "IN": Office(_("India"), "CGPDTM"),
    "IS": Office(_("Iceland"), "ISIPO"),
    "IT": Office(_("Italy"), "UIBM"),
    "JP": Office(_("Japan"), "JPO"),
    "KR": Office(_("Korea, Republic of"), "KIPO"),
    "LT": Office(_("Lithuania"), "VPB"),
    "LV": Office(_("Latvia"), "LRPV"),
    "MA": Office(_("Morocco"), "OMPIC"),
    "MO": Office(_("Macao"), "DSEDT"),
    "MT": Office(_("Malta"), "IPRD"),
    "MX": Office(_("Mexico"), "IMPI"),
    "MY": Office(_("Malaysia"), "MyIPO"),
    "NO": Office(_("Norway"), "NIPO"),
    "NZ": Office(_("New Zealand"), "IPONZ"),
    "OA": Office(_("African Intellectual Property Organization (OAPI)"), "OAPI"),
    "PE": Office(_("Peru"), "INDECOPI"),
    "PH": Office(_("Philippines"), "IPOPHL"),
    "PL": Office(_("Poland"), "UPRP"),
    "PT": Office(_("Portugal"), "INPI"),
    "RO": Office(_("Romania"), "OSIM"),
    "RS": Office(_("Serbia"), "IPORS"),
    "RU": Office(_("Russian Federation"), "Rospatent"),
    "SA": Office(_("Saudi Arabia"), "SAIP"),
    "SE": Office(_("Sweden"), "PRV"),
    "SG": Office(_("Singapore"), "IPOS"),
    "SI": Office(_("Slovenia"), "URSIL"),
    "SK": Office(_("Slovakia"), "ÚPV SR"),
    "TH": Office(_("Thailand"), "DIP"),
    "TR": Office(_("Türkiye"), "TÜRKPATENT"),
    "TW": Office(_("Taiwan"), "TIPO"),
    "UA": Office(_("Ukraine"), "UKRNOIVI"),
    "VN": Office(_("Viet Nam"), "IP VIETNAM"),
    "ZA": Office(_("South Africa"), "CIPC"),
}
_OURS = {"EM": "EU", "IB": "WO"}


def portal_code(st3: str) -> str:
    """The portal's code for one of ST.3: EM is EU, IB (as of old) is WO."""
    code = st3.strip().upper()
    return _OURS.get(code, code)


def office_of(code: str) -> str:
    return OFFICES[code].name if code in OFFICES else ""


def territory_of(code: str) -> str:
    """The territory in words; a code we have no words for stands for itself."""
    return str(OFFICES[code].territory) if code in OFFICES else code


def choices() -> list[tuple[str, str]]:
    """For a field: the four largest first, then as the table has them."""
    return [
        (code, f"{office.territory} — {office.name}")
        for code, office in OFFICES.items()
    ]
