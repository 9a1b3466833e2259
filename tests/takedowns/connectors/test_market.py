"""The sandbox marketplace itself: what people see, and what may not get in."""

import base64
import json
import re
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from takedowns.connectors import clock, signing
from takedowns.connectors.sandbox.market.drawing import jpeg
from takedowns.connectors.sandbox.market.goods import Likeness
from takedowns.connectors.sandbox.market.things import THINGS
from tests.fakes.marketplace import FAKE_GUITAR, GENUINE_GUITAR, running_marketplace

PAGES = [
    "/",
    "/category/guitars",
    "/search?q=tremolane",
    "/seller/starqin",
    "/log",
    "/control",
]


def picture(colour="teal", kind="PNG"):
    written = BytesIO()
    Image.new("RGB", (90, 60), colour).save(written, kind)
    return written.getvalue()


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_are_there_without_a_script(self, marketplace, path):
        answer = marketplace.get(path)

        assert answer.status_code == 200
        assert "<script>" not in answer.text
        assert "style=" not in answer.text
        assert answer.headers["content-security-policy"].startswith(
            "default-src 'none'"
        )

    def test_a_listing_tells_machines_what_it_is(self, marketplace):
        text = marketplace.get(f"/listing/{GENUINE_GUITAR}").text
        told = json.loads(re.search(r"ld\+json\">(.*?)</script>", text)[1])

        assert (told["@type"], told["sku"]) == ("Product", GENUINE_GUITAR)
        assert told["offers"]["price"] == "1290.00"

    def test_a_listing_may_be_called_with_its_title(self, marketplace):
        assert (
            marketplace.get(f"/listing/{GENUINE_GUITAR}/alba?ref=ad").status_code == 200
        )

    @pytest.mark.parametrize("words", ["tremolane", "TREMOLANE sera", "吉他", "星琴"])
    def test_search_finds_in_both_scripts(self, marketplace, words):
        answer = marketplace.client.get(
            f"{marketplace.url}/search", params={"q": words}
        )

        assert "/listing/4001" in answer.text

    @pytest.mark.parametrize(
        "path", ["/x", "/listing/1", "/seller/nobody", "/category/none"]
    )
    def test_what_is_not_there_is_404(self, marketplace, path):
        assert marketplace.get(path).status_code == 404

    def test_a_removed_listing_answers_410_and_is_found_nowhere(
        self, marketplace, fake
    ):
        marketplace.control("switch", listing=fake)

        assert marketplace.get(f"/listing/{fake}").status_code == 410
        assert "has been removed" in marketplace.get(f"/listing/{fake}").text
        assert fake not in marketplace.get("/").text
        assert fake not in marketplace.get("/seller/starqin").text
        assert marketplace.get(f"/pictures/{fake}/0.jpg").status_code == 404

    def test_no_page_shows_a_seller_s_mail(self, marketplace):
        pages = [
            *PAGES,
            "/log.json",
            f"/listing/{GENUINE_GUITAR}",
            "/control/state.json",
        ]

        assert all("@" not in _words(marketplace.get(path).text) for path in pages)

    def test_hostile_words_stay_words(self, marketplace):
        hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
        added = marketplace.control(
            "listings",
            seller="anna-k",
            title=hostile,
            description=hostile + "</script>",
            category="x onclick=alert(1)",
            price=hostile,
            currency=hostile,
        )

        for path in [
            "/",
            f"/listing/{added['listing_id']}",
            "/search?q=" + hostile,
            "/control",
        ]:
            text = marketplace.get(path).text
            assert "<script>alert" not in text
            assert "<img src=x" not in text
            assert not re.search(r"<[^>'\"]*onclick=", text)
        marketplace.control("switch", listing=added["listing_id"])


class TestPictures:
    @pytest.mark.parametrize("thing", sorted(THINGS))
    def test_are_drawn_the_same_to_the_byte(self, thing):
        likeness = Likeness(thing, 3, "Name", is_snapshot=True)

        assert jpeg(likeness) == jpeg(likeness)
        assert jpeg(likeness) != jpeg(Likeness(thing, 4, "Name", is_snapshot=True))

    def test_are_pictures(self, marketplace):
        answer = marketplace.get(f"/pictures/{FAKE_GUITAR}/0.jpg")

        assert Image.open(BytesIO(answer.content)).size == (640, 640)

    def test_a_relisting_may_copy_mirror_crop_or_redraw(self, marketplace):
        def shown(listing_id):
            return marketplace.get(f"/pictures/{listing_id}/0.jpg").content

        again = {
            edit: shown(
                marketplace.control("relist", listing=GENUINE_GUITAR, edit=edit)[
                    "listing_id"
                ]
            )
            for edit in ("same", "mirrored", "cropped", "redrawn")
        }

        assert again["same"] == shown(GENUINE_GUITAR)
        assert len(set(again.values())) == 4


class TestControl:
    @pytest.mark.parametrize("as_form", [True, False])
    def test_adds_a_listing_with_a_picture_of_one_s_own(self, marketplace, as_form):
        fields = {"seller": "anna-k", "title": "Lamp 灯", "price": "7.50"}
        if as_form:
            answer = marketplace.client.post(
                f"{marketplace.url}/control/listings",
                data=fields,
                files={"picture": ("lamp.png", picture("gold"), "image/png")},
            )
            assert answer.status_code == 303
            listing_id = marketplace.log("added")[-1]["listing_id"]
        else:
            encoded = base64.b64encode(picture("navy")).decode()
            listing_id = marketplace.control("listings", **fields, picture=encoded)[
                "listing_id"
            ]

        assert "Lamp 灯" in marketplace.get(f"/listing/{listing_id}").text
        shown = marketplace.get(f"/pictures/{listing_id}/0.jpg").content
        assert Image.open(BytesIO(shown)).size == (90, 60)

    def test_a_relisting_has_the_same_seller_and_says_what_it_was(self, marketplace):
        added = marketplace.control("relist", listing=FAKE_GUITAR, title="New name")

        assert marketplace.log("relisted")[-1]["relisted_from"] == FAKE_GUITAR
        text = marketplace.get(f"/listing/{added['listing_id']}").text
        assert "New name" in text
        assert "星琴乐器批发" in text

    @pytest.mark.parametrize(
        ("command", "fields"),
        [
            ("behaviour", {"kind": "sing"}),
            ("behaviour", {"kind": "lie", "form": "white"}),
            ("behaviour", {"kind": "fail", "place": "moon"}),
            ("behaviour", {"kind": "fail", "status": 200}),
            ("behaviour", {"kind": "slow", "seconds": "long"}),
            ("behaviour", {"kind": "fail", "listing": "1"}),
            ("relist", {"listing": "1"}),
            ("relist", {"listing": FAKE_GUITAR, "edit": "eaten"}),
            ("listings", {"seller": "nobody", "title": "x"}),
            ("listings", {"seller": "anna-k"}),
            ("listings", {"seller": "anna-k", "title": "x", "picture": "PHN2Zy8+"}),
            ("switch", {}),
        ],
    )
    def test_what_makes_no_sense_is_said_to_make_none(
        self, marketplace, command, fields
    ):
        answer = marketplace.client.post(
            f"{marketplace.url}/control/{command}", json=fields
        )

        assert answer.status_code == 400
        assert answer.json()["error"]

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Host": "evil.example"},
            {"Origin": "null"},
        ],
    )
    def test_is_deaf_to_other_people_s_pages(self, marketplace, headers):
        answer = marketplace.client.post(
            f"{marketplace.url}/control/pause", json={}, headers=headers
        )

        assert answer.status_code == 403


class TestSignatures:
    PATH = "/alliance/v1/orders"

    def post(self, marketplace, body, headers):
        return marketplace.client.post(
            marketplace.url + self.PATH, content=body, headers=headers
        )

    def signed(self, marketplace, body, key="k-1"):
        return signing.headers(marketplace.secret, key, body, at=clock.now())

    @pytest.mark.parametrize("path", ["/orders/k", "/listings/400100000001", "/feed"])
    def test_nothing_is_told_to_strangers(self, marketplace, path):
        answer = marketplace.get(f"/alliance/v1{path}")

        assert answer.status_code == 401
        assert answer.json()["code"] == "bad_signature"

    def test_an_order_unsigned_or_changed_is_refused_and_has_no_effect(
        self, marketplace, fake
    ):
        body = json.dumps(
            {"key": "k-1", "listing_id": fake, "action": "remove"}
        ).encode()
        good = self.signed(marketplace, body)

        assert self.post(marketplace, body, {}).status_code == 401
        assert self.post(marketplace, body + b" ", good).status_code == 401
        other = good | {"webhook-id": "k-2"}
        assert self.post(marketplace, body, other).status_code == 401
        assert marketplace.log("order", listing_id=fake) == []

    @pytest.mark.parametrize(
        ("told", "status", "code"),
        [
            (b"{", 400, "not_json"),
            (b"[]", 400, "not_json"),
            (b"[" * 50_000, 400, "not_json"),
            (b'{"key": "k-2"}', 400, "bad_key"),
            (b'{"key": "k-1"}', 422, "bad_order"),
            (b'{"key": "k-1", "listing_id": "7", "action": "burn"}', 422, "bad_order"),
            (b'{"key": "k-1", "listing_id": 7, "action": "remove"}', 422, "bad_order"),
        ],
    )
    def test_a_signed_order_of_no_sense_is_a_problem(
        self, marketplace, told, status, code
    ):
        answer = self.post(marketplace, told, self.signed(marketplace, told))

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_a_signature_for_one_listing_opens_no_other(self, marketplace):
        target = f"/alliance/v1/listings/{GENUINE_GUITAR}"
        signed = signing.payload("GET", target, b"")
        headers = self.signed(marketplace, signed)

        def status(path):
            return marketplace.client.get(
                marketplace.url + path, headers=headers
            ).status_code

        assert status(target) == 200
        assert status(f"/alliance/v1/listings/{FAKE_GUITAR}") == 401


class TestProcess:
    def test_keeps_everything_over_a_restart(self, tmp_path):
        with running_marketplace(tmp_path) as market:
            first = market.connector.take_down(market.request("k-1"))
            relisted = market.control("relist", listing=FAKE_GUITAR, edit="cropped")
            market.control("behaviour", kind="fail", times=2, listing=GENUINE_GUITAR)
            before = market.log()
            assert market.stop() == 0
            market.start()

            assert market.log() == before
            assert market.get(f"/listing/{FAKE_GUITAR}").status_code == 410
            assert market.get(f"/listing/{relisted['listing_id']}").status_code == 200
            assert market.get("/control/state.json").json()["rules"][0]["times"] == 2
            assert market.connector.take_down(market.request("k-1")) == first
            assert len(market.log("down", listing_id=FAKE_GUITAR)) == 1

    def test_is_killed_at_any_moment_and_stays_consistent(self, tmp_path):
        """Orders fly while it dies; half a line of the journal never happened."""
        with running_marketplace(tmp_path) as market:
            requests = [
                market.request(f"k-{n}", str(400100000001 + n)) for n in range(30)
            ]
            with ThreadPoolExecutor(8) as crowd:
                sent = [
                    crowd.submit(market.connector.take_down, each) for each in requests
                ]
                sent[5].result()
                market.kill()
            with (tmp_path / "journal.jsonl").open("a") as journal:
                journal.write('[{"event": "down", "listing')
            market.start()
            for request in requests:
                market.connector.take_down(request)

            downs = [row["listing_id"] for row in market.log("down")]
            assert sorted(downs) == sorted(each.listing_id for each in requests)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_stops_when_asked_even_with_a_client_on_the_line(self, tmp_path, number):
        with running_marketplace(tmp_path) as market:
            market.control("behaviour", kind="slow", place="pages", seconds=30)
            host, port = market.url.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))) as line:
                line.sendall(
                    f"GET /listing/{FAKE_GUITAR} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
                )
                market.process.send_signal(number)

                assert market.process.wait(timeout=5) == 0
            market.process.stdout.close()

    def test_listens_on_this_machine_alone(self, running):
        _, port = running.url.removeprefix("http://").split(":")
        for address in {
            row[4][0] for row in socket.getaddrinfo(socket.gethostname(), None)
        }:
            if not address.startswith("127."):
                with socket.socket() as line:
                    line.bind((address, int(port)))  # it is free there

    def test_knows_nothing_of_django(self, running):
        modules = f"/proc/{running.process.pid}/maps"
        with open(modules) as loaded:  # noqa: PTH123
            assert "psycopg" not in loaded.read()

    def test_a_body_that_is_too_long_is_not_read(self, running):
        host, port = running.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall(
                b"POST /control/pause HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"
            )

            assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def _words(text):
    """Without JSON-LD's own "@type" and the styles' "@media"."""
    return re.sub(r'"@(context|type|id|graph)"', "", text)
