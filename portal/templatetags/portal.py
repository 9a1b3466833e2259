"""The pieces of a page as tags. A builtin library: templates need no {% load %}."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.defaulttags import querystring
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from portal.web import mistakes, words
from portal.web.lists import Page
from portal.web.preferences import THEMES
from portal.web.shapes import Clock, Fact, Picture, Task, TimelineLine, View, Way
from portal.web.tones import tone_of

register = template.Library()
_PIECES = "portal/_components/"


# --- words and states ----------------------------------------------------------


@register.inclusion_tag(_PIECES + "badge.html")
def badge(state: object, label: object = "", tone: str = "") -> dict[str, object]:
    """{% badge notice.state notice.get_state_display %}"""
    shown = (
        label or getattr(state, "label", "") or capfirst(str(state).replace("_", " "))
    )
    return {"label": shown, "tone": tone_of(tone or getattr(state, "value", state))}


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """{% moment notice.submitted_at %}: absolute, with its zone."""
    if at is None:
        return SafeString("")
    return format_html(
        '<time datetime="{}">{}</time>', at.isoformat(), words.moment(at)
    )


@register.simple_tag
def day(on: date | None) -> SafeString:
    """{% day mark.expires_on %}"""
    if on is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), words.day(on))


@register.inclusion_tag(_PIECES + "reason.html")
def reason(
    code: str, sentence: str, mend: str = "", then: str = "", tone: str = "refused"
) -> dict[str, object]:
    """{% reason code sentence mend=… then=… %}: always in this order."""
    shown = tone_of(tone)
    return {
        "code": code,
        "sentence": sentence,
        "mend": mend,
        "then": then,
        "tone": shown,
    }


@register.inclusion_tag(_PIECES + "empty.html")
def empty(sentence: str, act: str = "", href: str = "") -> dict[str, str]:
    """{% empty _("No marks yet.") _("Add your first mark") url %}"""
    return {"sentence": sentence, "act": act, "href": href}


@register.simple_tag
def receipt(number: object, href: str) -> SafeString:
    """{% receipt 1240 url %}: a number that links to the rows behind it."""
    return format_html('<a class="receipt" href="{}">{}</a>', href, number)


# --- pieces that take a shape ----------------------------------------------------


@register.inclusion_tag(_PIECES + "way.html")
def way(steps: Way, *, short: bool = False) -> dict[str, object]:
    """{% way item.way %} on a case, {% way item.way short=True %} in a list."""
    return {"way": steps, "short": short}


@register.inclusion_tag(_PIECES + "clock.html")
def clock(deadline: Clock | None, *, short: bool = False) -> dict[str, object]:
    """{% clock deadline %} on a case, {% clock deadline short=True %} in a list."""
    remaining = words.remaining(deadline) if deadline else ""
    return {"clock": deadline, "short": short, "remaining": remaining}


@register.inclusion_tag(_PIECES + "pair.html")
def pair(
    left: Picture | None, right: Picture | None, *, similarity: str = ""
) -> dict[str, object]:
    """{% pair listing_picture reference_picture %}: two pictures at one scale."""
    return {"left": left, "right": right, "similarity": similarity}


@register.inclusion_tag(_PIECES + "timeline.html")
def timeline(entries: Iterable[TimelineLine]) -> dict[str, object]:
    return {"entries": entries}


@register.inclusion_tag(_PIECES + "answers.html")
def answers(facts: Iterable[Fact], *, plain: bool = False) -> dict[str, object]:
    """{% answers facts %} on check answers, plain=True for facts on a case."""
    return {"facts": facts, "plain": plain}


@register.inclusion_tag(_PIECES + "tasks.html")
def tasks(lines: Iterable[Task]) -> dict[str, object]:
    return {"lines": lines}


@register.inclusion_tag(_PIECES + "rail.html")
def rail(views: Iterable[View], label: str) -> dict[str, object]:
    """{% rail views _("Saved views") %}"""
    return {"views": views, "label": label}


@register.inclusion_tag(_PIECES + "crumbs.html")
def crumbs(*trail: object) -> dict[str, object]:
    """{% crumbs trail %} with a list of Crumb; the last one is this page."""
    return {"trail": trail[0] if len(trail) == 1 else trail}


@register.inclusion_tag(_PIECES + "pager.html")
def pager(page: Page[Any], words: str = "") -> dict[str, object]:
    """{% pager page %}: what stands before and after a page of portal.web.lists."""
    return {"page": page, "words": words}


# --- forms -------------------------------------------------------------------------


@register.inclusion_tag(_PIECES + "button.html")
def button(label: str, kind: str = "", **options: Any) -> dict[str, object]:
    """{% button _("Send notice") "primary" name="act" value="send" key="s" %}

    Kinds: primary, danger, quiet, small; none is the plain one. With `href` it is
    a link. Further: name, value, form, action, id, key, disabled, controls,
    type.
    """
    return {"label": label, "kind": kind, **options}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """{% field form.email %}: label, hint, error, field."""
    return bound.as_field_group()


@register.inclusion_tag(_PIECES + "error_summary.html")
def error_summary(*forms: BaseForm | str) -> dict[str, object]:
    """{% error_summary form %}, first thing in the content of a page with a form."""
    # A page may name a form that its view did not give: Django hands us "".
    given = [form for form in forms if isinstance(form, BaseForm)]
    return {"mistakes": [line for form in given for line in mistakes.of_form(form)]}


@register.filter
def mistakes_of(bound: BoundField) -> list[str]:
    """{{ field|mistakes_of }}: what is wrong with it, each in a sentence."""
    return mistakes.of_field(bound)


# --- the page itself ----------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """{% query_with state="sent" after=None %}: this address, its query changed."""
    return str(querystring(context, context["request"].GET, **changes)) or "?"


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """ "light", "dark", or nothing where the system decides."""
    theme = _cookie(context, "theme")
    return theme if theme in THEMES else ""


@register.simple_tag(takes_context=True)
def shortcuts_are_on(context: Context) -> bool:
    return _cookie(context, "shortcuts") == "on"


@register.simple_tag
def is_demo() -> bool:
    return bool(settings.DEMO)


def _cookie(context: Context, name: str) -> str:
    request: HttpRequest | None = context.get("request")
    return request.COOKIES.get(name, "") if request else ""
