"""Why staff return a mark that was entered by hand: a closed list, with what to mend.

The classes of reasons follow those that Etsy and Alibaba's IPP publish for rejected
rights (not active, supplemental register, number or holder not found, class page).
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReturnCode(models.TextChoices):
    UNREADABLE = "certificate_unreadable", _("The certificate cannot be read")
    OTHER_DOCUMENT = "not_a_certificate", _("The document is not a certificate")
    NOT_ACTIVE = "not_active", _("The registration is not active")
    PENDING_ONLY = "pending_only", _("Only an application, not yet registered")
    SUPPLEMENTAL = "supplemental_register", _("Not on the principal register")
    NUMBER_DIFFERS = "number_differs", _("The number differs from the certificate")
    NAME_DIFFERS = "name_differs", _("The mark differs from the certificate")
    HOLDER_DIFFERS = "holder_differs", _("The holder differs from the certificate")
    DATES_DIFFER = "dates_differ", _("The dates differ from the certificate")
    CLASS_MISSING = "class_missing", _("A class is not shown")
    TRANSLATION_MISSING = "translation_missing", _("A translation is missing")


@dataclass(frozen=True, slots=True)
class Return:
    explanation: str | Promise
    mend: str | Promise


RETURNS: dict[ReturnCode, Return] = {
    ReturnCode.UNREADABLE: Return(
        _("We cannot read the certificate: it is blurred, cut off or too small."),
        _("Scan every page whole at 300 dpi, and upload it as a PDF or a picture."),
    ),
    ReturnCode.OTHER_DOCUMENT: Return(
        _("What was uploaded is not the certificate of this registration."),
        _("Upload the certificate that the office issued for this number."),
    ),
    ReturnCode.NOT_ACTIVE: Return(
        _("The office's register does not show this registration as active."),
        _("Upload the renewal, or the office's letter that shows that it stands."),
    ),
    ReturnCode.PENDING_ONLY: Return(
        _("An application gives no right yet on which a listing can be taken down."),
        _("Send it in again with the certificate once the mark is registered."),
    ),
    ReturnCode.SUPPLEMENTAL: Return(
        _("Marks on a supplemental register give no exclusive right."),
        _("Register another mark, one that stands on the principal register."),
    ),
    ReturnCode.NUMBER_DIFFERS: Return(
        _("The number that was entered is not the number on the certificate."),
        _("Correct the registration number, or upload the matching certificate."),
    ),
    ReturnCode.NAME_DIFFERS: Return(
        _("The mark that was entered is not the mark on the certificate."),
        _("Enter the mark letter by letter as it is registered."),
    ),
    ReturnCode.HOLDER_DIFFERS: Return(
        _("The certificate names another holder than the one that was entered."),
        _("Correct the holder, or add the assignment or licence that leads to you."),
    ),
    ReturnCode.DATES_DIFFER: Return(
        _("A date that was entered is not the date on the certificate."),
        _("Correct the dates. If the mark was renewed, add the renewal."),
    ),
    ReturnCode.CLASS_MISSING: Return(
        _("The certificate does not show one of the classes that were entered."),
        _("Upload the page that names every class, or take out the class."),
    ),
    ReturnCode.TRANSLATION_MISSING: Return(
        _("The certificate is in a language that we cannot read."),
        _("Add a translation into English or Chinese, beside the original."),
    ),
}
