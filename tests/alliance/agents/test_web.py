import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from alliance.models import Mandate
from tests.alliance.costs import queries_of
from tests.alliance.hostile import HOSTILE
from tests.factories import MandateFactory, MarkFactory, OrganisationFactory

DAYS = {
    "valid_from_0": "1",
    "valid_from_1": "1",
    "valid_from_2": "2026",
}


@pytest.fixture
def mandate(brand, agency, mark):
    return MandateFactory(principal=brand, agent=agency, marks=[mark])


@pytest.fixture
def asked(agency, mark):
    return {"agent": agency.pk, "marks": [mark.pk], "acts": ["file"]} | DAYS


class TestTheList:
    url = "/mandates/"

    @pytest.mark.parametrize("who", ["signatory", "observer", "agent", "reviewer"])
    def test_is_seen_from_both_sides(self, who, sign_in, mandate, request):
        page = sign_in(request.getfixturevalue(who)).get(self.url).content.decode()

        assert mandate.principal.name in page
        assert mandate.agent.name in page

    def test_is_not_seen_by_others(self, sign_in, stranger, mandate):
        page = sign_in(stranger).get(self.url).content.decode()

        assert mandate.agent.name not in page
        assert "Grant your first mandate" in page

    @pytest.mark.parametrize(
        ("filters", "is_shown"),
        [
            ({"side": "given"}, True),
            ({"side": "held"}, False),
            ({"standing": "in_force"}, True),
            ({"standing": "ended"}, False),
            ({"standing": "\x00"}, True),
        ],
        ids=str,
    )
    def test_is_narrowed(self, sign_in, signatory, mandate, filters, is_shown):
        page = sign_in(signatory).get(self.url, filters).content.decode()

        assert (mandate.agent.name in page) is is_shown

    def test_answers_htmx_with_rows_alone(self, sign_in, signatory, mandate):
        page = sign_in(signatory).get(self.url, headers={"HX-Request": "true"})

        assert mandate.agent.name in page.content.decode()
        assert "<html" not in page.content.decode()

    def test_costs_the_same_for_one_as_for_twenty(
        self, sign_in, signatory, brand, mark, mandate, django_assert_num_queries
    ):
        client = sign_in(signatory)
        cost = queries_of(client, self.url)

        for _n in range(19):
            MandateFactory(principal=brand, marks=[mark])

        with django_assert_num_queries(cost):
            client.get(self.url)


class TestGranting:
    url = "/mandates/grant/"

    def test_is_seen_on_its_page(self, sign_in, signatory, asked):
        paper = SimpleUploadedFile("mandate.pdf", b"%PDF-1.4\n%%EOF")

        page = sign_in(signatory).post(
            self.url, asked | {"territories": ["EU"], "document": paper}, follow=True
        )

        mandate = Mandate.objects.get()
        assert page.redirect_chain[-1][0] == reverse(
            "mandate-detail", args=[mandate.pk]
        )
        assert reverse("mandate-document", args=[mandate.pk]) in page.content.decode()
        assert (mandate.territories, mandate.acts) == (["EU"], ["file"])

    @pytest.mark.parametrize("who", ["submitter", "observer", "agent", "reviewer"])
    def test_is_for_the_brand_s_signatories(self, who, sign_in, asked, request):
        client = sign_in(request.getfixturevalue(who))
        before = Mandate.objects.count()

        assert client.get(self.url).status_code == 403
        assert client.post(self.url, asked).status_code == 403
        assert Mandate.objects.count() == before

    def test_takes_no_mark_of_another(self, sign_in, signatory, asked):
        page = sign_in(signatory).post(self.url, asked | {"marks": [MarkFactory().pk]})

        assert page.status_code == 422
        assert not Mandate.objects.exists()

    def test_goes_to_no_brand(self, sign_in, signatory, asked):
        page = sign_in(signatory).post(
            self.url, asked | {"agent": OrganisationFactory().pk}
        )

        assert page.status_code == 422

    @pytest.mark.parametrize("field", ["agent", "marks", "acts", "valid_from_0"])
    @pytest.mark.parametrize("text", HOSTILE)
    def test_takes_no_nonsense(self, sign_in, signatory, asked, field, text):
        page = sign_in(signatory).post(self.url, asked | {field: text})

        assert page.status_code == 422
        assert not Mandate.objects.exists()

    def test_keeps_what_was_typed(self, sign_in, signatory, asked, mark):
        page = sign_in(signatory).post(self.url, asked | {"valid_from_1": "13"})

        assert page.status_code == 422
        assert f'value="{mark.pk}"' in page.content.decode()
        assert "checked" in page.content.decode()

    def test_without_a_mark_says_what_is_missing(self, sign_in, signatory):
        page = sign_in(signatory).get(self.url)

        assert "no marks yet" in page.content.decode()


class TestOneMandate:
    @pytest.mark.parametrize("who", ["signatory", "agent", "reviewer"])
    def test_is_shown_to_both_sides_and_staff(self, who, sign_in, mandate, request):
        client = sign_in(request.getfixturevalue(who))

        page = client.get(reverse("mandate-detail", args=[mandate.pk]))

        assert page.status_code == 200
        revoke = reverse("mandate-revoke", args=[mandate.pk])
        assert (revoke in page.content.decode()) is (who == "signatory")

    @pytest.mark.parametrize("name", ["detail", "document", "revoke"])
    def test_of_others_is_not_found(self, name, sign_in, stranger, mandate):
        client = sign_in(stranger)
        url = reverse(f"mandate-{name}", args=[mandate.pk])

        answer = client.post(url) if name == "revoke" else client.get(url)

        assert answer.status_code == 404

    def test_without_a_document_has_none_to_show(self, sign_in, signatory, mandate):
        url = reverse("mandate-document", args=[mandate.pk])

        assert sign_in(signatory).get(url).status_code == 404

    def test_is_revoked_once(self, sign_in, signatory, mandate):
        client = sign_in(signatory)
        url = reverse("mandate-revoke", args=[mandate.pk])

        assert client.post(url).status_code == 302
        assert client.post(url).status_code == 409
        mandate.refresh_from_db()
        assert mandate.revoked_at <= timezone.now()

    @pytest.mark.parametrize("who", ["submitter", "agent", "reviewer"])
    def test_is_revoked_by_signatories(self, who, sign_in, mandate, request):
        client = sign_in(request.getfixturevalue(who))

        answer = client.post(reverse("mandate-revoke", args=[mandate.pk]))

        assert answer.status_code == 403
