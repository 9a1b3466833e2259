"""The page that tells the marketplace how to behave, for people."""

from collections.abc import Iterable, Mapping
from html import escape as e

from takedowns.connectors.sandbox.market.behaviour import (
    EDITS,
    EVERYWHERE,
    FORMS,
    KINDS,
    PLACES,
)
from takedowns.connectors.sandbox.market.frame import page
from takedowns.connectors.sandbox.market.shop import Shop


def control(shop: Shop, said: str) -> str:
    rules = "".join(
        f"<li><span class=number>{_place(rule.listing_id)}</span> · {rule.place} · "
        f"{e(rule.in_words())}</li>"
        for rule in shop.rules
    )
    paused = "Orders wait until they are resumed." if shop.is_paused else ""
    main = (
        "<h1>Control</h1><p class=quiet>Only for trying things out: tell the market "
        f"how to behave.</p>{f'<p class=said role=status>{e(said)}</p>' if said else ''}"
        f"<p>{paused}</p><h2>In force</h2><ul>{rules or '<li>It behaves.</li>'}</ul>"
        f"<div class=forms>{_behaviour_form(shop)}{_relist_form(shop)}{_add_form(shop)}"
        f"{_switch_form(shop)}<section><h2>Orders</h2>"
        f"{_button('pause', 'Let orders wait')}"
        f"{_button('resume', 'Carry them out')}{_button('reset', 'Behave again')}"
        "</section></div>"
    )
    return page(shop, "Control", main)


def _behaviour_form(shop: Shop) -> str:
    forms = [form for each in FORMS.values() for form in each]
    return _form(
        "behaviour",
        "Misbehave",
        _select("kind", "How", _same(KINDS))
        + _select("form", "In which form", {"": "the usual"} | _same(forms))
        + _select("place", "Where", {"": "the usual"} | _same(PLACES))
        + _select("listing", "Listing", {"": "all of them"} | _listings(shop))
        + _field("seconds", "Seconds, if slow")
        + _field("status", "Status, if it fails or refuses")
        + _field("times", "How many times (empty: until reset)"),
    )


def _relist_form(shop: Shop) -> str:
    return _form(
        "relist",
        "Relist",
        _select("listing", "Listing", _listings(shop), "relisted")
        + _select("edit", "Picture", _same(EDITS))
        + _field("title", "New title (empty: the same)"),
    )


def _add_form(shop: Shop) -> str:
    return _form(
        "listings",
        "Add a listing",
        _select("seller", "Seller", _same(shop.sellers))
        + _field("title", "Title", "added")
        + _field("price", "Price")
        + "<label for=picture>Picture</label><input id=picture name=picture type=file "
        'accept="image/jpeg,image/png,image/webp">',
        upload=True,
    )


def _switch_form(shop: Shop) -> str:
    return _form(
        "switch",
        "Take down or put up",
        _select("listing", "Listing", _listings(shop), "switched"),
    )


def _form(path: str, title: str, fields: str, *, upload: bool = False) -> str:
    kind = " enctype=multipart/form-data" if upload else ""
    return (
        f"<section><h2>{title}</h2><form method=post action='/control/{path}'{kind}>"
        f"{fields}<button>{title}</button></form></section>"
    )


def _button(path: str, title: str) -> str:
    return f"<form method=post action='/control/{path}'><button>{title}</button></form>"


def _select(
    name: str, label: str, choices: Mapping[str, str], of: str = "misbehaving"
) -> str:
    options = "".join(
        f"<option value='{e(value)}'>{e(words)}</option>"
        for value, words in choices.items()
    )
    return (
        f"<label for='{of}-{name}'>{label}</label>"
        f"<select id='{of}-{name}' name='{name}'>{options}</select>"
    )


def _field(name: str, label: str, of: str = "misbehaving") -> str:
    number = f"{of}-{name}"
    return f"<label for='{number}'>{label}</label><input id='{number}' name='{name}'>"


def _place(listing_id: str) -> str:
    return "every listing" if listing_id == EVERYWHERE else listing_id


def _same(values: Iterable[str]) -> dict[str, str]:
    return {value: value.replace("_", " ") for value in values}


def _listings(shop: Shop) -> dict[str, str]:
    return {
        each.id: f"{each.id} {each.title}"
        + ("" if shop.is_live(each.id) else " (down)")
        for each in shop.listings.values()
    }
