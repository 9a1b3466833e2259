from hashlib import sha256
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.actor import Actor
from portal.files.actions import store, store_bytes
from portal.files.kinds import CAPS, Kind
from portal.files.models import StoredFile
from tests.portal.files import pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer\n%%EOF\n"
SOMEBODY = Actor(name="Somebody", user_id=3, organisation_id=7)


def put(data, *, name="photo.jpg", accept=None):
    return store_bytes(data, name=name, accept=accept or {Kind.PICTURE}, by=SOMEBODY)


def refusal(data, **options):
    with pytest.raises(ValidationError) as refused:
        put(data, **options)
    assert not StoredFile.objects.exists()
    return refused.value


def opened(field):
    with field.open("rb") as file:
        return Image.open(BytesIO(file.read()))


class TestAGoodPicture:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_is_kept_as_it_came_and_drawn_anew(self, form):
        data = pictures.photo(form, size=(1600, 900))

        row = put(data)

        with row.original.open("rb") as original:
            assert original.read() == data
        assert row.sha256 == sha256(data).hexdigest()
        assert (row.width, row.height) == (1600, 900)
        assert opened(row.shown).size == (1280, 720)
        assert opened(row.thumbnail).size == (320, 180)
        assert opened(row.shown).format == opened(row.thumbnail).format == "WEBP"

    def test_knows_who_gave_it(self):
        row = put(pictures.photo())

        assert (row.organisation_id, row.stored_by_user_id) == (7, 3)

    def test_is_not_made_larger(self):
        row = put(pictures.photo(size=(30, 20)))

        assert opened(row.shown).size == opened(row.thumbnail).size == (30, 20)

    def test_of_one_pixel_is_a_picture(self):
        row = put(pictures.encoded(Image.new("RGB", (1, 1)), "PNG"))

        assert opened(row.thumbnail).size == (1, 1)

    def test_of_great_length_keeps_a_pixel_of_width(self):
        row = put(pictures.encoded(Image.new("RGB", (40_000, 10)), "PNG"))

        assert opened(row.shown).size == (1280, 1)

    def test_is_what_its_bytes_say_whatever_its_name_says(self):
        row = put(pictures.photo("PNG"), name="invoice.pdf")

        assert row.media_type == "image/png"
        assert row.name == "invoice.png"
        assert row.original.name.endswith(".png")

    def test_comes_from_a_form_too(self):
        upload = SimpleUploadedFile(
            "bag.jpg", pictures.photo(), content_type="text/html"
        )

        row = store(upload, accept={Kind.PICTURE}, by=SOMEBODY)

        assert row.media_type == "image/jpeg"

    def test_stands_upright_without_its_metadata(self):
        row = put(pictures.lying_down())

        shown = opened(row.shown)
        assert (row.width, row.height) == shown.size == (200, 400)
        red, _, blue = shown.convert("RGB").getpixel((100, 50))
        assert (red > 200, blue < 60) == (True, True)
        assert "exif" not in shown.info

    def test_in_the_colours_of_print_is_shown_in_those_of_a_screen(self):
        cyan = Image.new("CMYK", (50, 50), (255, 0, 0, 0))

        row = put(pictures.encoded(cyan, "JPEG", quality=95))

        red, green, blue = opened(row.shown).getpixel((25, 25))
        assert (red < 30, min(green, blue) > 220) == (True, True)

    def test_in_sixteen_bits_keeps_its_brightness(self):
        grey = Image.new("I;16", (50, 50), 128 * 256)

        row = put(pictures.encoded(grey, "PNG"))

        assert opened(row.shown).getpixel((25, 25))[0] == pytest.approx(128, abs=3)

    def test_that_is_transparent_lies_on_white(self):
        row = put(pictures.encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))

        assert min(opened(row.shown).getpixel((25, 25))) > 250

    def test_that_moves_is_shown_at_its_beginning(self):
        row = put(pictures.animated_webp())

        shown = opened(row.shown)
        assert not getattr(shown, "is_animated", False)
        assert shown.convert("RGB").getpixel((30, 20))[0] > 200

    @pytest.mark.parametrize("payload", [pictures.PAYLOAD, pictures.ZIP])
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_loses_what_was_hidden_behind_it(self, form, payload):
        row = put(pictures.photo(form) + payload)

        for field in (row.shown, row.thumbnail):
            with field.open("rb") as drawn:
                assert payload not in drawn.read()

    def test_loses_what_was_hidden_in_its_comment(self):
        row = put(pictures.photo(comment=pictures.PAYLOAD))

        with row.shown.open("rb") as drawn:
            assert pictures.PAYLOAD not in drawn.read()

    @pytest.mark.skipif(
        not settings.REAL_DATA.exists(), reason="REAL_DATA is not there"
    )
    def test_may_be_a_real_photograph(self):
        photographs = sorted((settings.REAL_DATA / "photos").glob("*.jpg"))

        rows = [put(path.read_bytes(), name=path.name) for path in photographs]

        assert len(rows) >= 5
        assert {(row.width, row.height) for row in rows} == {(640, 480)}


class TestARefusal:
    def test_of_nothing(self):
        assert refusal(b"").code == "empty"

    def test_of_a_bomb(self):
        bomb = pictures.png_claiming(13_000, 13_000)

        assert len(bomb) < 50_000
        assert refusal(bomb).code == "too_many_pixels"

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_of_what_was_cut_off(self, form):
        assert refusal(pictures.photo(form)[:-500]).code == "damaged"

    @pytest.mark.parametrize(
        "start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]
    )
    def test_of_what_only_begins_like_a_picture(self, start):
        assert refusal(start + b"not a picture" * 50).code == "damaged"

    @pytest.mark.parametrize(
        ("data", "named"),
        [
            (SVG, "SVG"),
            (b"\xef\xbb\xbf  <?xml version='1.0'?>" + SVG, "SVG"),
            (b"<!DOCTYPE html><p>hello", "HTML"),
            (pictures.encoded(Image.new("P", (9, 9)), "GIF"), "GIF"),
            (pictures.encoded(Image.new("RGB", (9, 9)), "BMP"), "BMP"),
            (pictures.encoded(Image.new("RGB", (9, 9)), "TIFF"), "TIFF"),
            (pictures.ZIP, "ZIP"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ],
    )
    def test_names_what_came_and_says_what_to_send(self, data, named):
        error = refusal(data, accept={Kind.PICTURE, Kind.TEXT, Kind.PDF})

        assert error.code == "not_accepted"
        assert f"“{named}”" in error.messages[0]
        assert "JPEG, PNG or WebP" in error.messages[0]

    def test_of_a_kind_that_has_no_place_here(self):
        error = refusal(pictures.photo(), accept={Kind.PDF})

        assert "Choose a complete PDF" in error.messages[0]

    @pytest.mark.parametrize("kind", list(Kind))
    def test_of_what_is_too_large_says_how_large_it_may_be(self, kind):
        data = {Kind.PICTURE: pictures.photo(), Kind.PDF: PDF, Kind.TEXT: b"text"}[kind]
        padded = data.ljust(CAPS[kind] + 1, b" ")
        if kind == Kind.PDF:
            padded = PDF.replace(b"endobj", b" " * CAPS[kind] + b"endobj")

        error = refusal(padded, accept={kind})

        assert error.code == "too_large"
        assert f"{CAPS[kind] // 1024**2}.0" in error.messages[0]

    def test_of_size_is_made_before_a_byte_is_read(self):
        upload = SimpleUploadedFile("huge.jpg", b"x")
        upload.size = 10**12

        with pytest.raises(ValidationError, match="larger than"):
            store(upload, accept={Kind.PICTURE}, by=SOMEBODY)


class TestDocuments:
    def test_a_pdf_is_kept_and_never_drawn(self):
        row = put(PDF, name="certificate.pdf", accept={Kind.PDF})

        assert (row.kind, row.media_type) == (Kind.PDF, "application/pdf")
        assert not row.shown

    def test_a_pdf_without_its_end_is_refused(self):
        assert refusal(PDF[:-7], accept={Kind.PDF}).code == "not_accepted"

    @pytest.mark.parametrize("text", ["plain", "路易 свобода علامة", "﻿BM is a word"])
    def test_text_of_any_script_is_text(self, text):
        row = put(text.encode(), name="note.txt", accept={Kind.TEXT})

        assert row.media_type == "text/plain"

    @pytest.mark.parametrize("data", [b"null\0byte", b"\x1b[31mred", b"caf\xe9"])
    def test_text_of_another_encoding_or_with_controls_is_not(self, data):
        assert refusal(data, accept={Kind.TEXT}).code == "not_accepted"
