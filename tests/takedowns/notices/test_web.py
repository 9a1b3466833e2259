"""The pages, as somebody without JavaScript uses them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.models import Mandate, Mark
from takedowns.evidence.models import Evidence
from takedowns.notices import actions
from takedowns.notices.models import Notice
from takedowns.notices.states import State
from tests.factories import ItemFactory, MarkFactory, NoticeFactory
from tests.takedowns.notices.conftest import SWORN
from tests.takedowns.notices.test_api import PNG

SIGNED = {
    "good_faith": "on",
    "accuracy": "on",
    "authority": "on",
    "signed_name": "Ada Moreau",
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE takedowns_notice; --",
    "{{ 7 * 7 }}{% include 'x' %}",
    "%s %(a)s {0} ${x}",
    "\u202e\u0000\x1b[31m",
    "😀" * 50,
]


@pytest.fixture
def client(submitter, sign_in):
    return sign_in(submitter)


@pytest.fixture
def ready(notice, item, submitter):
    """A draft with everything in it, declared and signed."""
    actions.declare(notice, declared=SWORN, signed_name="Ada Moreau", by=submitter)
    return notice


def at(notice, step):
    return f"/notices/{notice.reference}/edit/{step}/"


class TestTheWizard:
    def test_leads_from_a_mark_to_a_reference(self, client, mark, market):
        answer = client.post("/notices/new/", {"mark": mark.pk})
        notice = Notice.objects.get()
        assert answer.url == at(notice, "marketplace")

        answer = client.post(answer.url, {"marketplace": market.pk})
        assert answer.url == at(notice, "reason")
        answer = client.post(answer.url, {"reason": "TM_COUNTERFEIT"})
        assert answer.url == at(notice, "listings")
        pasted = "https://sandbox.example/item/A1\nnonsense"
        answer = client.post(answer.url, {"pasted": pasted})
        page = client.get(answer.url).content.decode()
        assert "1 listing can be reported" in page
        assert "nonsense" in page

        words = "The label is printed, ours is woven."
        answer = client.post(at(notice, "why"), {"explanation": words})
        assert answer.url == at(notice, "evidence")
        picture = SimpleUploadedFile("label.png", PNG)
        client.post(
            answer.url, {"file": picture, "kind": "photo", "description": "Label"}
        )
        answer = client.post(at(notice, "sign"), SIGNED)
        assert answer.url == at(notice, "check")
        page = client.get(answer.url).content.decode()
        assert words in page
        assert "1 file" in page

        answer = client.post(answer.url)
        assert answer.url == f"/notices/{notice.reference}/sent/"
        assert notice.reference in client.get(answer.url).content.decode()
        notice.refresh_from_db()
        assert notice.state == State.SUBMITTED

    def test_sends_nothing_that_is_not_whole(self, client, submitter):
        notice = actions.draft(by=submitter)

        answer = client.post(at(notice, "check"))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "There is a problem" in page
        assert f'href="{at(notice, "mark")}"' in page
        assert Notice.objects.get().state == State.DRAFT

    def test_offers_no_way_on_without_a_mark(self, client, submitter):
        Mark.objects.all().delete()

        page = client.get("/notices/new/").content.decode()

        assert "You have no mark that can be used now." in page
        assert "Save and continue" not in page

    def test_goes_on_where_something_is_missing(self, client, notice):
        answer = client.get(f"/notices/{notice.reference}/edit/")

        assert answer.url == at(notice, "listings")

    def test_offers_usable_marks_of_our_own_alone(self, client, mark, brand):
        MarkFactory(name="FOREIGN")
        MarkFactory(organisation=brand, name="EXPIRED", expired=True)

        page = client.get("/notices/new/").content.decode()

        assert "AURELLE" in page
        assert "FOREIGN" not in page
        assert "EXPIRED" not in page

    @pytest.mark.parametrize("step", ["mark", "marketplace", "reason"])
    def test_knows_only_what_it_offers(self, client, notice, step):
        answer = client.post(at(notice, step), {step: "999999"})

        assert answer.status_code == 422

    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize(
        ("step", "field"),
        [
            ("mark", "mark"),
            ("marketplace", "marketplace"),
            ("reason", "reason"),
            ("listings", "pasted"),
            ("why", "explanation"),
            ("evidence", "description"),
            ("sign", "signed_name"),
        ],
    )
    def test_takes_hostile_text_for_text(self, client, notice, step, field, text):
        answer = client.post(at(notice, step), {field: text}, follow=True)

        assert answer.status_code in {200, 422}
        assert "<script>alert" not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()

    def test_keeps_what_was_typed_when_it_is_refused(self, client, notice):
        answer = client.post(at(notice, "why"), {"explanation": "[name of mark]?"})

        assert answer.status_code == 422
        assert "[name of mark]?" in answer.content.decode()

    @pytest.mark.parametrize("content", [b"", b"<svg/>", PNG[:20], b"MZ\x90\x00"])
    def test_takes_no_file_that_is_not_what_it_must_be(self, client, notice, content):
        answer = client.post(
            at(notice, "evidence"),
            {
                "file": SimpleUploadedFile("label.png", content),
                "kind": "photo",
                "description": "The label",
            },
        )

        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        assert not Evidence.objects.exists()

    def test_lets_go_of_evidence(self, client, notice):
        picture = SimpleUploadedFile("label.png", PNG)
        client.post(
            at(notice, "evidence"),
            {"file": picture, "kind": "photo", "description": "Label"},
        )
        evidence = notice.evidence.get()

        client.post(at(notice, f"evidence/{evidence.pk}/remove"))

        assert not notice.evidence.exists()

    def test_tells_which_notice_was_first(self, client, ready, submitter):
        first = NoticeFactory(mark=ready.mark, marketplace=ready.marketplace)
        ItemFactory(notice=first, listing=ready.items.get().listing)
        actions.submit(first, declared=SWORN, signed_name="Ada Moreau", by=submitter)

        page = client.post(at(ready, "check"), follow=True).content.decode()

        assert first.reference in page
        ready.refresh_from_db()
        assert ready.state == State.DRAFT

    @pytest.mark.parametrize("who", ["observer", "stranger", "reviewer"])
    def test_is_not_for_others(self, who, ready, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        answer = client.post(at(ready, "check"))

        assert answer.status_code == (403 if who == "observer" else 404)
        ready.refresh_from_db()
        assert ready.state == State.DRAFT


class TestAStaleTab:
    @pytest.mark.parametrize("step", ["check", "why", "listings", "discard"])
    def test_shows_the_notice_that_was_sent(self, client, sent, step):
        answer = client.post(at(sent, step), {"explanation": "x" * 30}, follow=True)

        assert answer.redirect_chain[-1][0] == f"/notices/{sent.reference}/"
        assert "sent already" in answer.content.decode()
        sent.refresh_from_db()
        assert sent.state == State.SUBMITTED

    def test_of_a_discarded_draft_says_so(self, client, notice):
        client.post(at(notice, "discard"))

        page = client.get(at(notice, "why"), follow=True).content.decode()

        assert "was discarded" in page


class TestAFrozenDraft:
    def test_is_marked_in_the_list(self, client, ready):
        Mark.objects.update(expires_on=date(2020, 1, 1))

        assert "has run out" in client.get("/notices/drafts/").content.decode()
        assert client.get(at(ready, "why")).status_code == 409
        assert client.post(at(ready, "check")).status_code == 409
        assert client.get(at(ready, "mark")).status_code == 200

    def test_stands_still_with_a_withdrawn_mandate(self, ready, agent, sign_in):
        ready.sender_id = agent.organisation_id
        ready.save()
        client = sign_in(agent)
        assert client.get(at(ready, "check")).status_code == 200

        Mandate.objects.update(revoked_at=timezone.now())

        answer = client.post(at(ready, "check"))
        assert answer.status_code == 409
        assert "Your mandate for AURELLE has ended." in answer.content.decode()


class TestTheList:
    url = "/notices/"

    def test_shows_our_notices_and_no_others(self, client, sent):
        other = NoticeFactory()

        page = client.get(self.url, follow=True).content.decode()

        assert sent.reference in page
        assert other.reference not in page

    @pytest.mark.parametrize(
        ("query", "is_found"),
        [
            ("?q=AUREL", True),
            ("?q={reference}", True),
            ("?q={native_id}", True),
            ("?q=nothing", False),
            ("?state=submitted", True),
            ("?state=decided", False),
            ("?state=nonsense", True),
            ("?after=nonsense", True),
        ],
    )
    def test_finds_what_is_sought(self, client, sent, query, is_found):
        told = {"reference": sent.reference.lower()}
        told["native_id"] = sent.items.get().listing.native_id

        answer = client.get(self.url + query.format(**told))

        address = f"/notices/{sent.reference}/"
        assert (address in answer.content.decode()) == is_found

    def test_answers_htmx_with_rows_alone(self, client, sent):
        page = client.get(self.url, headers={"HX-Request": "true"}).content.decode()

        assert sent.reference in page
        assert "<html" not in page

    def test_costs_the_same_for_one_as_for_thirty(
        self, client, sent, django_assert_max_num_queries, submitter
    ):
        def cost():
            with django_assert_max_num_queries(20) as asked:
                client.get(self.url)
            return len(asked)

        one = cost()
        for _ in range(29):
            more = NoticeFactory(mark=sent.mark, marketplace=sent.marketplace)
            ItemFactory(notice=more)
            actions.submit(more, declared=SWORN, signed_name="Ada M", by=submitter)

        assert cost() == one

    def test_can_be_saved_as_a_sheet_without_formulas(self, client, sent):
        Mark.objects.update(name="=cmd|' /C calc'!A0")

        sheet = b"".join(client.get("/notices/export.csv").streaming_content).decode()

        assert sent.reference in sheet
        assert ",'=cmd" in sheet or ",\"'=cmd" in sheet


class TestTheNotice:
    def test_tells_where_it_stands(self, client, sent):
        page = client.get(f"/notices/{sent.reference}/").content.decode()

        assert "In review" in page
        assert "Sent to review" in page
        assert sent.content_sha256 in page

    @pytest.mark.parametrize("path", ["", "items/1/", "items/1/thumbnail/", "sent/"])
    def test_is_a_404_for_strangers(self, sent, stranger, sign_in, path):
        client = sign_in(stranger)

        assert client.get(f"/notices/{sent.reference}/{path}").status_code == 404

    @pytest.mark.parametrize("who", ["observer", "reviewer", "administrator"])
    def test_is_read_by_its_side_and_by_staff(self, who, sent, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        page = client.get(f"/notices/{sent.reference}/").content.decode()

        assert sent.reference in page
        assert "Withdraw the notice" not in page

    def test_costs_the_same_for_one_item_as_for_thirty(
        self, client, sent, django_assert_max_num_queries
    ):
        def cost():
            with django_assert_max_num_queries(25) as asked:
                client.get(f"/notices/{sent.reference}/")
            return len(asked)

        one = cost()
        ItemFactory.create_batch(29, notice=sent)

        assert cost() == one

    def test_can_be_withdrawn_with_a_reason(self, client, sent):
        address = f"/notices/{sent.reference}/withdraw/"
        assert client.post(address, {"reason": ""}).status_code == 422

        client.post(address, {"reason": "A licensee after all."})

        sent.refresh_from_db()
        assert sent.state == State.WITHDRAWN

    def test_has_a_page_for_each_item(self, client, sent):
        item = sent.items.get()

        page = client.get(f"/notices/{sent.reference}/items/{item.row}/")

        assert item.listing.url in page.content.decode()

    def test_gives_evidence_to_its_own_side_alone(
        self, client, notice, stranger, sign_in
    ):
        picture = SimpleUploadedFile("label.png", PNG)
        client.post(
            at(notice, "evidence"),
            {"file": picture, "kind": "photo", "description": "Label"},
        )
        pk = notice.evidence.get().pk
        address = f"/notices/{notice.reference}/evidence/{pk}/thumbnail/"

        assert client.get(address).headers["Content-Type"] == "image/webp"
        assert sign_in(stranger).get(address).status_code == 404


class TestTheOverview:
    url = "/home/"

    def test_tells_a_brand_what_needs_it(self, client, notice, mark):
        Mark.objects.update(expires_on=timezone.now().date() + timedelta(days=10))

        page = client.get(self.url, follow=True).content.decode()

        assert notice.reference in page
        assert "ends on" in page

    def test_leads_staff_to_the_desk(self, reviewer, sign_in):
        answer = sign_in(reviewer).get(self.url, follow=True)

        assert answer.redirect_chain[-1][0] == "/review/"

    def test_leads_a_brand_without_a_mark_to_register_one(self, submitter, sign_in):
        Mark.objects.all().delete()

        page = sign_in(submitter).get(self.url, follow=True).content.decode()

        assert "/marks/new/" in page
        assert "/notices/new/" not in page
