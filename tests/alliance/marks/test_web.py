import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from alliance.marks import actions, attachments
from alliance.marks.demo_authority.specimens import YEAR
from alliance.marks.smd.refusal import SENTENCES
from alliance.models import Brand, Mark, MarkDocument, TrustList
from portal.models import Entry, StoredFile
from tests.alliance.marks.conftest import PDF, picture_file
from tests.alliance.marks.test_registration import REFUSED
from tests.factories import MarkFactory, MembershipFactory
from tests.portal.files import pictures

TYPED = {
    "name": "AURELLE",
    "feature": "word",
    "jurisdiction": "FR",
    "registration_number": "4123456",
    "holder": "Maison Aurelle S.A.",
    "registered_on_0": "4",
    "registered_on_1": "5",
    "registered_on_2": "2020",
    "expires_on_0": "4",
    "expires_on_1": "5",
    "expires_on_2": "2035",
    "nice_classes": "18, 25",
    "goods_and_services": "Bags; clothing",
    "brand": "",
}
HOSTILE = "<script>alert('é')</script>{{ 7|add:7 }}\u202e%s"


def upload(data=PDF, name="certificate.pdf"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def client(submitter, sign_in):
    return sign_in(submitter)


@pytest.fixture
def staff(reviewer, sign_in):
    return sign_in(reviewer)


@pytest.fixture
def entered(submitter, details, certificate):
    return actions.register_by_hand(
        details(), brand=None, documents=certificate, by=submitter
    )


@pytest.fixture
def returned(entered, reviewer):
    actions.return_(entered, code="name_differs", note="An accent.", by=reviewer)
    return entered


@pytest.fixture
def picture(mark, submitter):
    return attachments.add_picture(
        mark, picture_file(), kind="product", caption="Label inside", by=submitter
    )


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestTheList:
    def test_shows_one_s_own_marks_alone(self, client, mark):
        MarkFactory(name="FOREIGN")

        page = client.get("/marks/")

        assert "AURELLE" in text_of(page)
        assert "FOREIGN" not in text_of(page)

    def test_shows_an_agent_what_it_has_a_mandate_for(self, agent, mark, sign_in):
        MarkFactory(organisation=mark.organisation, name="NO MANDATE")

        page = text_of(sign_in(agent).get("/marks/"))

        assert "AURELLE" in page
        assert "NO MANDATE" not in page

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"q": "cheval"}, {"CHEVAL"}),
            ({"q": "018777"}, {"CHEVAL"}),
            ({"state": "pending"}, {"LUNE"}),
            ({"kind": "court"}, {"CHEVAL"}),
            ({"q": "100%_"}, set()),
            ({"q": "nul\0"}, {"CHEVAL", "LUNE"}),
            ({"state": "nonsense", "after": "!!", "before": "{}"}, {"CHEVAL", "LUNE"}),
        ],
    )
    def test_is_filtered_by_its_address(self, client, brand, asked, found):
        MarkFactory(
            organisation=brand,
            name="CHEVAL",
            registration_number="018777",
            kind="court",
        )
        MarkFactory(organisation=brand, name="LUNE", pending=True)

        page = text_of(client.get("/marks/", asked))

        assert {name for name in ("CHEVAL", "LUNE") if name in page} == found

    def test_costs_the_same_however_long_it_is(
        self, client, brand, picture, django_assert_max_num_queries
    ):
        client.get("/marks/")
        with django_assert_max_num_queries(50) as for_one:
            client.get("/marks/")
        for mark in MarkFactory.create_batch(3, organisation=brand):
            mark.pictures.create(kind="logo", caption="Logo", file=picture.file)

        with django_assert_max_num_queries(len(for_one)):
            page = client.get("/marks/")

        assert page.content.count(b'class="thumb"') == 4

    def test_gives_htmx_the_rows_alone(self, client, mark):
        rows = client.get("/marks/", headers={"HX-Request": "true"})

        assert b"<html" not in rows.content
        assert b"AURELLE" in rows.content


PAGES = [
    ("mark-detail", {}),
    ("mark-mend", {}),
    ("mark-check", {}),
    ("mark-renewal", {}),
    ("mark-picture-add", {}),
    ("mark-document-add", {}),
    ("mark-picture", {"picture_pk": 0, "which": "shown"}),
    ("mark-document", {"document_pk": 0, "which": "original"}),
    ("mark-picture-remove", {"picture_pk": 0}),
]


class TestAnothersMark:
    @pytest.mark.parametrize(("name", "more"), PAGES)
    def test_is_not_there(
        self, name, more, mark, picture, certificate, stranger, sign_in
    ):
        document = mark.documents.create(
            kind="certificate", file=certificate[MarkDocument.Kind.CERTIFICATE]
        )
        real = {"picture_pk": picture.pk, "document_pk": document.pk}
        address = reverse(
            name, kwargs={"pk": mark.pk} | {k: real.get(k, more[k]) for k in more}
        )
        client = sign_in(stranger)

        statuses = {client.get(address).status_code, client.post(address).status_code}

        assert statuses <= {404, 405}
        assert 404 in statuses

    def test_lends_no_picture_to_one_s_own(self, picture, stranger, sign_in):
        own = MarkFactory(organisation_id=stranger.organisation_id)
        address = reverse("mark-picture", args=[own.pk, picture.pk, "shown"])

        assert sign_in(stranger).get(address).status_code == 404


class TestRoles:
    @pytest.mark.parametrize("who", ["observer", "reviewer", "administrator", "agent"])
    @pytest.mark.parametrize(
        "name",
        [
            "mark-new",
            "mark-new-signed",
            "mark-by-hand",
            "mark-by-hand-documents",
            "mark-by-hand-check",
        ],
    )
    def test_registering_is_for_the_brand_s_own(self, who, name, request, sign_in):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(reverse(name)).status_code == 403

    @pytest.mark.parametrize("who", ["signatory", "observer", "administrator"])
    def test_checking_is_for_reviewers(self, who, entered, request, sign_in):
        client = sign_in(request.getfixturevalue(who))

        assert client.get("/marks/queue/").status_code == 403
        assert client.post(f"/marks/{entered.pk}/check/").status_code == 403
        entered.refresh_from_db()
        assert entered.state == "pending"

    @pytest.mark.parametrize("who", ["observer", "agent", "reviewer"])
    def test_pictures_are_the_brand_s_own_business(
        self, who, mark, picture, request, sign_in
    ):
        client = sign_in(request.getfixturevalue(who))
        remove = reverse("mark-picture-remove", args=[mark.pk, picture.pk])

        assert client.get(f"/marks/{mark.pk}/").status_code == 200
        assert client.get(f"/marks/{mark.pk}/pictures/add/").status_code == 403
        assert client.post(remove).status_code == 403


class TestASignedFile:
    def send(self, client, smd, **more):
        return client.post("/marks/new/signed/", {"file": upload(smd, "m.smd")} | more)

    @pytest.mark.parametrize("name", ["trademark", "court-mark", "treaty-mark"])
    def test_is_a_mark_at_once(self, client, trusted, specimens, name):
        answer = self.send(client, specimens[name].smd)

        mark = Mark.objects.get()
        page = client.get(answer["Location"])
        assert answer["Location"] == f"/marks/{mark.pk}/"
        assert "verified by its signature" in text_of(page)
        assert "Notices can be filed under this mark." in text_of(page)

    @pytest.mark.parametrize("name", REFUSED)
    def test_is_refused_in_words_with_nothing_lost(
        self, client, trusted, specimens, brand, name
    ):
        atelier = Brand.objects.create(organisation=brand, name="Atelier")

        page = self.send(client, specimens[name].smd, brand=str(atelier.pk))

        advice = str(SENTENCES[REFUSED[name]]).rpartition("%(")[2].partition(". ")[2]
        assert page.status_code == 422
        assert advice[:40] in text_of(page).replace("&#x27;", "'")
        assert f'<option value="{atelier.pk}" selected>' in page.content.decode()
        assert not Mark.objects.exists()

    def test_that_was_not_chosen_is_asked_for(self, client, trusted):
        page = client.post("/marks/new/signed/", {})

        assert "Choose the .smd file." in text_of(page)

    def test_sent_twice_is_one_mark(self, client, trusted, specimens):
        self.send(client, specimens["trademark"].smd)
        page = self.send(client, specimens["trademark"].smd)

        assert "is registered already" in text_of(page)
        assert Mark.objects.count() == 1

    def test_cannot_be_put_under_another_s_brand(self, client, trusted, specimens):
        foreign = MarkFactory().brand

        page = self.send(client, specimens["trademark"].smd, brand=str(foreign.pk))

        assert page.status_code == 422
        assert Mark.objects.count() == 1

    def test_says_how_old_the_lists_are(self, client, trusted):
        assert "Up to date" in text_of(client.get("/marks/new/signed/"))

        TrustList.objects.update(next_update_at=timezone.now() - YEAR)

        assert "Out of date" in text_of(client.get("/marks/new/signed/"))

    def test_says_when_lists_are_missing(self, client, authority, settings):
        settings.MARK_AUTHORITIES = [str(authority.ca)]

        page = text_of(client.get("/marks/new/signed/"))

        assert "Not loaded" in page
        assert "register the mark by hand" in page

    def test_keeps_saying_so_on_its_mark(self, client, trusted, specimens):
        answer = self.send(client, specimens["trademark"].smd)
        assert "out of date" not in text_of(client.get(answer["Location"]))

        TrustList.objects.update(next_update_at=timezone.now() - YEAR)

        assert "out of date" in text_of(client.get(answer["Location"]))


class TestByHand:
    def test_takes_three_pages(self, client):
        typed = client.post("/marks/new/by-hand/", TYPED)
        given = client.post(typed["Location"], {"certificate": upload()})
        check = client.get(given["Location"])
        sent = client.post(given["Location"])

        mark = Mark.objects.get()
        assert "4123456" in text_of(check)
        assert "certificate.pdf" in text_of(check)
        assert "INPI" in text_of(check)
        assert sent["Location"] == f"/marks/{mark.pk}/"
        assert (mark.state, mark.registered_on) == ("pending", date(2020, 5, 4))
        assert mark.documents.get().file.name == "certificate.pdf"

    def test_sent_twice_is_one_mark(self, client):
        client.post("/marks/new/by-hand/", TYPED)
        client.post("/marks/new/by-hand/documents/", {"certificate": upload()})

        sent = [client.post("/marks/new/by-hand/check/") for _again in range(2)]

        assert [answer.status_code for answer in sent] == [302, 302]
        assert Mark.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "wrong", "told"),
        [
            ("name", "", "Enter the mark as it is registered."),
            ("nice_classes", "bags", "Enter the classes as numbers"),
            ("nice_classes", "46", "between 1 and 45"),
            ("expires_on_2", "2021", "The registration has run out."),
            ("expires_on_1", "13", "Enter a real date"),
            ("registered_on_0", "²", "Enter a"),
            ("jurisdiction", "XX", "Select a valid choice"),
            ("name", "nul\0byte", "Null characters"),
        ],
    )
    def test_keeps_all_that_was_typed(self, client, field, wrong, told):
        page = client.post("/marks/new/by-hand/", TYPED | {field: wrong})

        assert page.status_code == 422
        assert told in text_of(page)
        assert "Bags; clothing" in page.content.decode()
        assert "Bags; clothing" in client.get("/marks/new/by-hand/").content.decode()

    def test_keeps_the_certificate_when_another_file_is_wrong(self, client):
        client.post("/marks/new/by-hand/", TYPED)

        page = client.post(
            "/marks/new/by-hand/documents/",
            {"certificate": upload(), "class_page": upload(b"<svg/>", "p.svg")},
        )

        assert page.status_code == 422
        assert "SVG" in text_of(page)
        assert "Certificate: certificate.pdf" in text_of(page)

    def test_asks_for_the_certificate(self, client):
        client.post("/marks/new/by-hand/", TYPED)

        page = client.post("/marks/new/by-hand/documents/", {})

        assert "Choose the certificate." in text_of(page)

    def test_starts_at_its_beginning(self, client):
        documents = client.get("/marks/new/by-hand/documents/")

        assert documents["Location"] == "/marks/new/by-hand/"

    def test_says_beside_its_field_that_the_number_is_there(self, client, entered):
        client.post("/marks/new/by-hand/", TYPED)
        client.post("/marks/new/by-hand/documents/", {"certificate": upload()})

        page = client.post("/marks/new/by-hand/check/")

        assert page.status_code == 422
        assert "has entered this registration already" in text_of(page)

    def test_shows_strange_words_as_they_are(self, client):
        typed = TYPED | dict.fromkeys(("name", "holder", "goods_and_services"), HOSTILE)
        client.post("/marks/new/by-hand/", typed)
        client.post(
            "/marks/new/by-hand/documents/",
            {"certificate": upload(name=f"{HOSTILE}.pdf")},
        )
        answer = client.post("/marks/new/by-hand/check/", follow=True)

        page = answer.content.decode()
        assert Mark.objects.get().name == HOSTILE
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "{{ 7|add:7 }}" in page


class TestTheQueue:
    def test_stands_oldest_first(self, staff, brand):
        for name in ("FIRST", "SECOND"):
            MarkFactory(organisation=brand, name=name, pending=True)

        page = text_of(staff.get("/marks/queue/"))

        assert page.index("FIRST") < page.index("SECOND")

    def test_says_when_nothing_waits(self, staff, mark):
        assert "No mark waits" in text_of(staff.get("/marks/queue/"))

    def test_has_renewals_too(self, staff, entered, submitter, reviewer):
        actions.verify(entered, by=reviewer)
        attachments.add_document(entered, picture_file(), kind="renewal", by=submitter)

        assert (
            f"/marks/{entered.pk}/renewal/"
            in staff.get("/marks/queue/").content.decode()
        )

    def test_costs_the_same_however_long_it_is(
        self, staff, brand, django_assert_max_num_queries
    ):
        MarkFactory(organisation=brand, pending=True)
        staff.get("/marks/queue/")
        with django_assert_max_num_queries(50) as for_one:
            staff.get("/marks/queue/")
        for _more in range(3):
            MarkFactory(pending=True)

        with django_assert_max_num_queries(len(for_one)):
            staff.get("/marks/queue/")


class TestChecking:
    def decide(self, staff, mark, **told):
        asked = {"distinctiveness": "none", "act": "decide"} | told
        return staff.post(f"/marks/{mark.pk}/check/", asked)

    def test_shows_what_was_entered_beside_the_certificate(self, staff, entered):
        page = text_of(staff.get(f"/marks/{entered.pk}/check/"))

        assert "4123456" in page
        assert "Save certificate.pdf" in page

    def test_verifies(self, staff, entered):
        answer = self.decide(staff, entered, outcome="verify")

        entered.refresh_from_db()
        assert answer["Location"] == "/marks/queue/"
        assert entered.is_usable

    def test_goes_on_to_the_next(self, staff, entered, brand):
        waiting = MarkFactory(organisation=brand, pending=True)

        answer = self.decide(staff, entered, outcome="verify", act="next")

        assert answer["Location"] == f"/marks/{waiting.pk}/check/"

    def test_returns_with_a_reason(self, staff, entered, client):
        self.decide(
            staff, entered, outcome="return", code="class_missing", note="Class 25."
        )

        page = text_of(client.get(f"/marks/{entered.pk}/"))
        assert "does not show one of the classes" in page
        assert "Class 25." in page
        assert (
            f"/marks/{entered.pk}/mend/"
            in client.get(f"/marks/{entered.pk}/").content.decode()
        )

    def test_asks_for_the_reason(self, staff, entered):
        page = self.decide(staff, entered, outcome="return", note="Class 25.")

        assert "Choose why it is returned." in text_of(page)
        assert "Class 25." in text_of(page)

    @pytest.mark.parametrize(
        ("told", "subject"),
        [
            ({"outcome": "verify"}, "Your mark is verified: AURELLE"),
            (
                {"outcome": "return", "code": "class_missing", "note": "Class 25."},
                "Please mend one thing: AURELLE",
            ),
        ],
    )
    def test_shows_the_letter_before_it_is_sent(self, staff, entered, told, subject):
        page = self.decide(staff, entered, act="preview", **told)

        entered.refresh_from_db()
        assert subject in text_of(page)
        assert told.get("note", "") in text_of(page)
        assert entered.state == "pending"

    def test_in_a_stale_tab_is_a_conflict(self, staff, entered):
        self.decide(staff, entered, outcome="verify")

        again = self.decide(staff, entered, outcome="return", code="class_missing")

        entered.refresh_from_db()
        assert again.status_code == 409
        assert entered.state == "verified"

    def test_reads_a_renewal(self, staff, entered, submitter, reviewer):
        actions.verify(entered, by=reviewer)
        attachments.add_document(entered, picture_file(), kind="renewal", by=submitter)
        until = {"expires_on_0": "4", "expires_on_1": "5", "expires_on_2": "2045"}

        staff.post(f"/marks/{entered.pk}/renewal/", until)

        entered.refresh_from_db()
        assert entered.ends_on == date(2045, 5, 4)


class TestMending:
    def test_starts_from_what_was_entered(self, client, returned):
        page = client.get(f"/marks/{returned.pk}/mend/").content.decode()

        assert 'value="4123456"' in page
        assert "An accent." in page

    def test_sends_it_in_again(self, client, returned):
        client.post(f"/marks/{returned.pk}/mend/", TYPED | {"name": "AURÈLLE"})

        returned.refresh_from_db()
        assert (returned.state, returned.name) == ("pending", "AURÈLLE")

    def test_twice_is_a_conflict(self, client, returned):
        answers = [
            client.post(f"/marks/{returned.pk}/mend/", TYPED) for _again in range(2)
        ]

        assert [answer.status_code for answer in answers] == [302, 409]


class TestPictures:
    def test_are_added_and_shown(self, client, mark):
        client.post(
            f"/marks/{mark.pk}/pictures/add/",
            {
                "kind": "product",
                "caption": HOSTILE,
                "file": upload(pictures.photo(), "p.jpg"),
            },
        )

        page = client.get(f"/marks/{mark.pk}/").content.decode()
        picture = mark.pictures.get()
        assert f"/marks/{mark.pk}/pictures/{picture.pk}/thumbnail/" in page
        assert "<script>alert" not in page

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"<svg onload=alert(1)>",
            pictures.png_claiming(13_000, 13_000),
            pictures.photo()[:-400],
            PDF,
        ],
        ids=["empty", "svg", "bomb", "truncated", "pdf"],
    )
    def test_that_are_none_are_refused_with_nothing_lost(self, client, mark, data):
        page = client.post(
            f"/marks/{mark.pk}/pictures/add/",
            {"kind": "logo", "caption": "Label inside", "file": upload(data, "p.jpg")},
        )

        assert page.status_code == 422
        assert "Label inside" in page.content.decode()
        assert not StoredFile.objects.exists()

    def test_are_drawn_anew_and_their_originals_only_saved(self, client, mark, picture):
        shown = client.get(reverse("mark-picture", args=[mark.pk, picture.pk, "shown"]))
        original = client.get(
            reverse("mark-picture", args=[mark.pk, picture.pk, "original"])
        )

        assert shown["Content-Type"] == "image/webp"
        assert original["Content-Disposition"].startswith("attachment")
        assert shown["Content-Security-Policy"].startswith("sandbox")

    def test_are_removed(self, client, mark, picture):
        client.post(reverse("mark-picture-remove", args=[mark.pk, picture.pk]))

        assert not mark.pictures.exists()
        assert StoredFile.objects.filter(pk=picture.file_id).exists()


class TestDetail:
    def test_costs_the_same_however_much_hangs_on_it(
        self, client, mark, picture, submitter, django_assert_max_num_queries
    ):
        client.get(f"/marks/{mark.pk}/")
        with django_assert_max_num_queries(50) as for_one:
            client.get(f"/marks/{mark.pk}/")
        for _more in range(3):
            mark.pictures.create(kind="logo", caption="Logo", file=picture.file)
            mark.documents.create(kind="certificate", file=picture.file)

        with django_assert_max_num_queries(len(for_one)):
            client.get(f"/marks/{mark.pk}/")

    def test_tells_what_happened(self, client, staff, entered, reviewer):
        actions.verify(entered, by=reviewer)

        page = text_of(client.get(f"/marks/{entered.pk}/"))

        assert page.index("Verified") < page.rindex("Entered")
        assert Entry.objects.of_case(f"mark-{entered.pk}").count() == 2

    def test_is_seen_by_a_new_colleague_at_once(self, mark, brand, sign_in):
        colleague = MembershipFactory(organisation=brand, role="observer").as_actor()

        assert sign_in(colleague).get(f"/marks/{mark.pk}/").status_code == 200
