"""The pages as text. Everything that is not ours goes through `e`."""

import json
from collections.abc import Iterable
from html import escape as e

from takedowns.connectors.sandbox.market.frame import lang, page
from takedowns.connectors.sandbox.market.goods import Listing, Seller
from takedowns.connectors.sandbox.market.journal import Event
from takedowns.connectors.sandbox.market.shop import Shop

SIGNS = {"EUR": "€", "USD": "US$", "CNY": "¥", "GBP": "£"}


def home(shop: Shop, listings: list[Listing]) -> str:
    hero = (
        "<section class=hero><h1>Everything, under one lantern</h1>"
        "<p>New, used and curious goods from sellers everywhere. "
        '<span lang="zh">灯市 · 万物皆有</span></p></section>'
    )
    return page(
        shop, "Lantern Market", f"{hero}<h2>New today</h2>{_grid(shop, listings)}"
    )


def results(shop: Shop, title: str, listings: list[Listing], asked: str = "") -> str:
    found = _counted(len(listings), "listing")
    main = f"<h1>{e(title)}</h1><p class=quiet>{found}</p>{_grid(shop, listings)}"
    return page(shop, title, main, asked)


def seller(shop: Shop, seller: Seller, listings: list[Listing]) -> str:
    main = (
        f"<h1{lang(seller.name)}>{e(seller.name)}</h1>"
        f"<p class=quiet>{e(seller.city)} · selling since {seller.since} · "
        f"{e(seller.rating)} % happy buyers · {_counted(len(listings), 'listing')}</p>"
    )
    return page(shop, seller.name, main + _grid(shop, listings))


def listing(shop: Shop, listing: Listing, others: list[Listing], origin: str) -> str:
    seller = shop.sellers[listing.seller_id]
    more = f"<h2>More from this seller</h2>{_grid(shop, others)}" if others else ""
    main = (
        f"<article class=goods data-listing='{listing.id}'>{_gallery(listing)}<div>"
        f"<p class=quiet><a href='/category/{e(listing.category)}'>"
        f"{e(listing.category.title())}</a></p>"
        f"<h1{lang(listing.title)}>{e(listing.title)}</h1>"
        f"<p class=price>{_price(listing)}</p>"
        f"<p{lang(listing.description)}>{e(listing.description)}</p>"
        f"<dl><div><dt>Seller</dt><dd><a href='/seller/{seller.id}'{lang(seller.name)}>"
        f"{e(seller.name)}</a></dd></div>"
        f"<div><dt>Ships from</dt><dd{lang(seller.city)}>{e(seller.city)}</dd></div>"
        f"<div><dt>Happy buyers</dt><dd>{e(seller.rating)} %</dd></div>"
        f"<div><dt>Item number</dt><dd class=number>{listing.id}</dd></div></dl>"
        f"{_report(shop)}</div></article>{more}"
    )
    data = json.dumps(structured(shop, listing, origin), ensure_ascii=False)
    data = data.replace("<", "\\u003c")
    head = (
        f'<link rel="canonical" href="{e(origin)}/listing/{listing.id}">'
        f'<script type="application/ld+json">{data}</script>'
    )
    return page(shop, listing.title, main, head=head)


def structured(shop: Shop, listing: Listing, origin: str) -> dict[str, object]:
    """schema.org Product, as search engines and rights holders read it."""
    seller = shop.sellers[listing.seller_id]
    url = f"{origin}/listing/{listing.id}"
    pictures = [
        f"{origin}{_picture(listing, n)}" for n in range(len(listing.likenesses))
    ]
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "sku": listing.id,
        "name": listing.title,
        "description": listing.description,
        "category": listing.category,
        "image": pictures,
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": listing.price,
            "priceCurrency": listing.currency,
            "availability": "https://schema.org/InStock",
            "seller": {
                "@type": "Organization",
                "identifier": seller.id,
                "name": seller.name,
                "url": f"{origin}/seller/{seller.id}",
            },
        },
    }


def removed(shop: Shop, listing_id: str) -> str:
    main = (
        "<section class=notice><h1>This listing has been removed</h1>"
        f"<p>Item <span class=number>{listing_id}</span> was removed on "
        f"{_moment(shop.down[listing_id])} after a report by "
        "the owner of a trademark.</p>"
        "<p>If you are the seller, you have been sent the reasons, and how to answer "
        'them.</p><p><a class=button href="/">Back to the market</a></p></section>'
    )
    return page(shop, "This listing has been removed", main)


def not_found(shop: Shop) -> str:
    main = (
        "<section class=notice><h1>Page not found</h1><p>There is nothing at this "
        'address.</p><p><a class=button href="/">Back to the market</a></p></section>'
    )
    return page(shop, "Page not found", main)


def failure(shop: Shop, status: int) -> str:
    main = f"<section class=notice><h1>Something broke</h1><p>{status}</p></section>"
    return page(shop, "Something broke", main)


def log(shop: Shop, entries: Iterable[Event]) -> str:
    rows = "".join(
        f"<tr><td class=number>{entry['number']}</td>"
        f"<td class=number>{_time(entry['at'])}</td>"
        f"<td><span class='tag {entry['event']}'>{entry['event']}</span></td>"
        f"<td class=number>{_linked(entry.get('listing_id', ''))}</td>"
        f"<td>{e(_told(entry))}</td>"
        f"<td class=number>{e(entry.get('key', ''))}</td></tr>"
        for entry in entries
    )
    main = (
        "<h1>What happened here</h1><p class=quiet>Every order received and every "
        "listing that went down or up, newest first. "
        '<a href="/log.json">As JSON</a></p>'
        "<div class=table role=region aria-label=Log tabindex=0><table><thead><tr>"
        "<th>No.<th>Time<th>What<th>Listing<th>How<th>Key</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    return page(shop, "What happened here", main)


def _grid(shop: Shop, listings: list[Listing]) -> str:
    if not listings:
        return "<p>Nothing here just now.</p>"
    return f"<ul class=grid>{''.join(_card(shop, each) for each in listings)}</ul>"


def _card(shop: Shop, listing: Listing) -> str:
    seller = shop.sellers[listing.seller_id]
    return (
        f"<li><a href='/listing/{listing.id}'>{_image(listing, 0, alt='')}"
        f"<span class=title{lang(listing.title)}>{e(listing.title)}</span></a>"
        f"<span class=price>{_price(listing)}</span>"
        f"<span class=quiet{lang(seller.name)}>{e(seller.name)}</span></li>"
    )


def _gallery(listing: Listing) -> str:
    alt = f"Picture of {listing.title}"
    pictures = [_image(listing, n, alt=alt) for n in range(len(listing.likenesses))]
    return f"<div class=gallery>{''.join(pictures)}</div>"


def _image(listing: Listing, number: int, *, alt: str) -> str:
    if number >= len(listing.likenesses):
        return "<span class=nopicture></span>"
    return (
        f'<img src="{_picture(listing, number)}" alt="{e(alt)}" width=640 height=640 '
        "loading=lazy>"
    )


def _picture(listing: Listing, number: int) -> str:
    return f"/pictures/{listing.id}/{number}.jpg"


def _price(listing: Listing) -> str:
    return f"{e(SIGNS.get(listing.currency, listing.currency))} {e(listing.price)}"


def _report(shop: Shop) -> str:
    if not shop.portal_url.startswith(("http://", "https://")):
        return ""
    url = e(shop.portal_url)
    return f'<p><a class=quiet href="{url}">Report a counterfeit</a></p>'


def _told(entry: Event) -> str:
    if entry["event"] == "order":
        again = "again" if entry["is_repeat"] else "first time"
        return f"{entry['action']}, {again}: {entry['outcome'].replace('_', ' ')}"
    if entry["event"] == "relisted":
        return f"once {entry['relisted_from']}"
    return str(entry.get("words") or entry.get("by") or "")


def _linked(listing_id: str) -> str:
    return (
        f"<a href='/listing/{listing_id}'>{listing_id}</a>"
        if listing_id.isdigit()
        else ""
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _moment(iso: str) -> str:
    return f"{iso[:10]} at {iso[11:16]} UTC"


def _time(iso: str) -> str:
    return f"{iso[5:10]} {iso[11:23]}"
