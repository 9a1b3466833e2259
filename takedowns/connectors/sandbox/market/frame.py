"""What stands around every page."""

import re
from html import escape as e

from takedowns.connectors.sandbox.market.shop import Shop

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page(shop: Shop, title: str, main: str, asked: str = "", *, head: str = "") -> str:
    categories = sorted({each.category for each in shop.listings.values()})
    links = "".join(
        f"<li><a href='/category/{e(c)}'>{e(c.title())}</a>" for c in categories
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{e(title)} · Lantern Market</title><link rel="icon" href="/icon.svg">'
        f'<link rel="stylesheet" href="/market.css">{head}'
        '<header><a class=brand href="/">Lantern Market <span lang="zh">灯市</span></a>'
        '<form role=search action="/search"><label class=vh for=q>Search</label>'
        f'<input id=q name=q type=search value="{e(asked)}" placeholder="Search">'
        "<button>Search</button></form>"
        f"<nav aria-label=Categories><ul>{links}</ul></nav></header><main>{main}</main>"
        "<footer><p>A marketplace to practise on. Nothing here "
        'is for sale, and no brand here exists. <a href="/log">Log</a> · '
        '<a href="/control">Control</a></p></footer></html>'
    )


def lang(words: str) -> str:
    return ' lang="zh"' if CHINESE.search(words) else ""
