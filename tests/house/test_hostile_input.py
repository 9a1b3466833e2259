"""Whatever is sent to any door, the portal answers in words: never with an error of its own.

The forms are those that stand on the pages, found by reading them, so that a new form is
tried by itself.
"""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.urls import NoReverseMatch, resolve, reverse
from drf_spectacular.generators import SchemaGenerator

from tests.house.routes import ROUTES
from tests.house.test_routes import tell

HOSTILE = {
    "nul": "before\x00after",
    "right to left": "\u202egnp.exe",
    "long": "x" * 100_000,
    "emoji": "🧵👜" * 40,
    "html": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://evil.example")',
    "header": "one\r\nBcc: all@house.example",
    "number": "9999999999999999999",
    "percent": "%(name)s %s {0} %",
    "pasted": "https://a@b:99999/\\..//[::1]\nhttp://[\x00]/\nhttps://lantern.example/item/%00",
}
HUGE = "9" * 19
VISITORS = ["brand signatory", "senior", "applicant"]
# Sent in place of choices, too, which a form does not let one type.
CHOICES = {"nul", "number", "long"}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """The forms of a page, with what a reader would send who touched nothing."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found, self._select = url, [], ""

    def handle_starttag(self, tag, given):
        told = {name: value or "" for name, value in given}
        name = told.get("name", "")
        if tag == "form":
            action = urljoin(self.url, told.get("action") or self.url)
            self.found.append(Form(action, told.get("method", "get").lower()))
        elif self.found and name and tag in {"input", "textarea", "select", "button"}:
            self._field(tag, name, told)
        elif tag == "option" and self._select and told.get("value"):
            self.found[-1].fields[self._select] = told["value"]

    def _field(self, tag, name, told):
        form, kind = self.found[-1], told.get("type", "text")
        self._select = name if tag == "select" else ""
        if name == "csrfmiddlewaretoken" or kind == "file":
            return
        form.fields.setdefault(name, told.get("value", ""))
        if tag == "textarea" or kind in {"text", "email", "url", "search", "date"}:
            form.typed.add(name)


def forms_seen_by(visitor, world, doors):
    """One of each sort: the same door with the same fields is tried once."""
    seen = {}
    for route in ROUTES.values():
        if route.look and not route.is_api and route.name != "account_logout":
            for side in (visitor.side, world.side("brand")):
                for url in route.urls(side):
                    for form in _forms_of(visitor, url, doors):
                        name = resolve(urlsplit(form.action).path).url_name
                        seen.setdefault((name, *sorted(form.fields)), form)
    return list(seen.values())


def _forms_of(visitor, url, doors):
    answer = doors.ask(visitor, url)
    if answer.kind != "text/html":
        return []
    read = Forms(url)
    read.feed(answer.body)
    return read.found


def send(doors, visitor, form, fields):
    if form.method == "post":
        return doors.ask(visitor, form.action, "post", data=fields)
    return doors.ask(visitor, f"{urlsplit(form.action).path}?{urlencode(fields)}")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", VISITORS)
def test_no_form_breaks(name, world, doors):
    visitor, faults = world.visitors[name], set()
    forms = forms_seen_by(visitor, world, doors)

    for form in forms:
        for what, text in HOSTILE.items():
            for fields in _ways(form, what, text):
                answer = send(doors, visitor, form, fields)
                if answer.status >= 500:
                    touched = [n for n in fields if fields[n] == text]
                    faults.add(f"{form.method} {form.action} {what} in {touched}")

    assert len(forms) > 2
    assert not faults, tell(sorted(faults))


def _ways(form, what, text):
    if form.typed:
        yield form.fields | dict.fromkeys(form.typed, text)
    if what in CHOICES:
        yield dict.fromkeys(form.fields, text)


# --- addresses -------------------------------------------------------------------

ASKED = [
    "after", "before", "case", "cursor", "day", "event", "from", "kind", "lang",
    "mark", "marketplace", "next", "page", "page_size", "person", "q", "reason",
    "side", "standing", "state", "to", "view",
]  # fmt: skip
TEXTS = ["before\x00after", HUGE, "WyJ4Il0", "-1"]


@pytest.mark.parametrize("name", [r.name for r in ROUTES.values() if r.look])
def test_no_question_breaks_an_address(name, world, doors):
    route, visitor = ROUTES[name], world.visitors["senior"]
    url = route.url(world.side("brand"))
    questions = [dict.fromkeys(ASKED, text) for text in TEXTS]
    # A wrong place in a list hides what else is asked.
    questions += [
        dict.fromkeys(set(ASKED) - {"after", "before", "cursor"}, text)
        for text in TEXTS
    ]

    faults = [
        repr(asked)[:200]
        for asked in questions
        if url and doors.ask(visitor, f"{url}?{urlencode(asked)}").status >= 500
    ]

    assert not faults, tell(faults)


@pytest.mark.parametrize("name", ROUTES)
def test_no_part_of_an_address_breaks_it(name, world, doors):
    route, faults = ROUTES[name], []
    visitor = world.visitors["senior" if "review" in name else "brand signatory"]
    made = route.of(world.side("brand")) if route.url(world.side("brand")) else {}

    for text in (int(HUGE), "a\x00b", "\u202egnp", "x" * 3000):
        for part in made:
            try:
                url = reverse(name, kwargs=made | {part: text})
            except NoReverseMatch:
                continue
            for method, audience in (("get", route.look), ("post", route.act)):
                if audience and doors.ask(visitor, url, method).status >= 500:
                    faults.append(f"{method} {url[:120]}")

    assert not faults, tell(faults)


# --- bodies ----------------------------------------------------------------------

BODIES = {
    "nothing": b"",
    "a number": b"5",
    "a list": b"[]",
    "null": b"null",
    "a word": b'"word"',
    "not JSON": b"{",
    "deep": b"[" * 100_000,
    "deep in an object": b'{"reason":' * 50_000,
    "invalid utf-8": b'{"reason": "\xff\xfe"}',
    "half a pair": b'{"reason": "\\ud800", "name": "\\ud800"}',
    "without end": b'{"mark": 1e999, "brand": 1e999}',
    "many digits": b'{"mark": ' + b"9" * 5000 + b"}",
}
KINDS = [
    "application/json",
    "application/json; charset=klingon",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
]
OTHERWISE = [(body, kind) for kind in KINDS[1:] for body in ("a number", "not JSON")]
SENT = [(body, KINDS[0]) for body in BODIES] + OTHERWISE


@pytest.mark.parametrize("name", [r.name for r in ROUTES.values() if r.act])
def test_no_body_breaks_a_door(name, world, doors):
    route, faults = ROUTES[name], []
    visitor = world.visitors["senior" if "review" in name else "brand signatory"]
    side = world.side("brand")

    for body, kind in SENT if route.is_api else OTHERWISE:
        answer = doors.ask(
            visitor,
            route.url(side) or f"/{name}/",
            "post",
            data=BODIES[body],
            content_type=kind,
        )
        if answer.status >= 500:
            faults.append(f"{body} as {kind}")

    assert not faults, tell(faults)


ODD = [
    *HOSTILE.values(), None, True, -1, 0, 10**19, 10**400, 1.5, float("inf"), [], {},
    [[]], [{}], {"a": {"b": []}}, ["\x00"], [None], [10**19], "\ud800", ["\ud800"],
]  # fmt: skip


def shapes():
    """The fields that each door of the API takes, from its own schema."""
    schema = SchemaGenerator().get_schema(public=True)
    parts = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            taken = told.get("requestBody", {}).get("content", {})
            shape = taken.get("application/json", {}).get("schema", {})
            named = parts.get(shape.get("$ref", "").rpartition("/")[2], {})
            if fields := list(named.get("properties", {})):
                yield f"{method} {path}", fields


@pytest.mark.parametrize(("door", "fields"), list(shapes()))
def test_no_value_breaks_the_api(door, fields, world, doors):
    method, _, path = door.partition(" ")
    side, faults = world.side("brand"), []
    url = path.replace("{reference}", side.draft.reference)
    url = url.replace("{id}", str(side.item.pk))
    visitor = world.visitors["reviewer" if "review" in path else "brand signatory"]
    good = {
        "mark": side.mark.pk,
        "marketplace": side.market.slug,
        "reason": "TM_COUNTERFEIT",
        "explanation": "The label is printed where ours is woven.",
        "addresses": ["https://lantern.example/item/L900"],
        "outcome": "upheld",
        "code": "TM_COUNTERFEIT",
        "facts": "The label is printed where ours is woven.",
        "signed_name": "Ada Moreau",
        "declarations": {"good_faith": True, "accuracy": True, "authority": True},
    }

    for name in fields:
        for odd in ODD:
            body = {key: good[key] for key in fields if key in good} | {name: odd}
            answer = doors.ask(
                visitor,
                url,
                method,
                data=json.dumps(body),
                content_type="application/json",
            )
            if answer.status >= 500:
                faults.append(f"{name}: {odd!r}"[:120])

    assert not faults, tell(faults)
