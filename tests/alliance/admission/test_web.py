import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alliance.access import Role
from alliance.admission import actions
from alliance.admission.models import Application
from alliance.models import Membership, Organisation
from alliance.organisations.states import State
from tests.alliance.admission.conftest import ANSWERS
from tests.alliance.costs import queries_of
from tests.alliance.hostile import HOSTILE
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

TOLD = {
    "kind": {"kind": "brand"},
    "name": ANSWERS["name"],
    "address": {"address": "1 rue de la Paix"},
    "contact": ANSWERS["contact"],
    "brands": {"brands": "Lumière\nL'Ombre\nLumière"},
}


@pytest.fixture
def client(applicant):
    client = Client()
    client.force_login(applicant)
    return client


def upload(content=b"%PDF-1.4\n1 0 obj\n%%EOF", name="extract.pdf"):
    return SimpleUploadedFile(name, content)


class TestJoining:
    """The way in, page by page, as somebody without JavaScript walks it."""

    def test_from_the_first_page_to_the_reference(self, client, applicant):
        assert client.get(reverse("apply")).status_code == 200
        client.post(reverse("apply"))

        for slug, answers in TOLD.items():
            url = reverse("apply-step", args=[slug])
            assert client.get(url).status_code == 200
            assert client.post(url, answers).status_code == 302
        for kind in ("registration", "authority"):
            answer = client.post(
                reverse("apply-documents"), {"kind": kind, "file": upload()}
            )
            assert answer.status_code == 302
        check = client.get(reverse("apply-check")).content.decode()
        assert "Atelier Lumière SARL" in check
        sent = client.post(reverse("apply-check"), follow=True)

        organisation = Organisation.objects.get()
        assert f"O-{organisation.pk}" in sent.content.decode()
        assert organisation.state == State.APPLIED
        assert organisation.brands.count() == 2

    def test_leads_from_each_answer_to_the_next_question(self, client):
        client.post(reverse("apply"))

        answer = client.post(reverse("apply-step", args=["kind"]), TOLD["kind"])

        assert answer.url == reverse("apply-step", args=["name"])

    def test_keeps_what_was_answered(self, client):
        client.post(reverse("apply"))
        client.post(reverse("apply-step", args=["name"]), TOLD["name"])

        page = client.get(reverse("apply-step", args=["name"])).content.decode()

        assert "RCS 552 100 554" in page

    def test_goes_back_to_the_check_after_a_change(self, client, application):
        url = reverse("apply-step", args=["address"])

        answer = client.post(f"{url}?from=check", {"address": "2 rue de la Paix"})

        assert answer.url == reverse("apply-check")

    def test_sent_twice_is_one_organisation(self, client, application):
        client.post(reverse("apply-check"))

        again = client.post(reverse("apply-check"), follow=True)

        assert again.status_code == 200
        assert Organisation.objects.count() == 1

    def test_an_unfinished_one_is_not_sent(self, client):
        client.post(reverse("apply"))

        answer = client.post(reverse("apply-check"))

        assert answer.status_code == 422
        assert not Organisation.objects.exists()

    def test_an_agency_is_not_asked_for_brands(self, client):
        client.post(reverse("apply"))
        client.post(reverse("apply-step", args=["kind"]), {"kind": "agency"})

        assert client.get(reverse("apply-step", args=["brands"])).status_code == 404

    def test_nobody_applies_as_the_operator(self, client):
        client.post(reverse("apply"))

        answer = client.post(reverse("apply-step", args=["kind"]), {"kind": "operator"})

        assert answer.status_code == 422

    def test_a_mistake_is_said_and_what_was_typed_is_still_there(self, client):
        client.post(reverse("apply"))

        page = client.post(
            reverse("apply-step", args=["name"]),
            {"name": "Atelier", "registration_number": "", "country": "FR"},
        )

        text = page.content.decode()
        assert page.status_code == 422
        assert "There is a problem" in text
        assert 'value="Atelier"' in text

    def test_a_document_that_is_none_is_refused_in_words(self, client):
        client.post(reverse("apply"))

        page = client.post(
            reverse("apply-documents"),
            {"kind": "identity", "file": upload(b"MZ\x90", "passport.pdf")},
        )

        assert page.status_code == 422
        assert "cannot be taken here" in page.content.decode()

    def test_a_document_can_be_looked_at_and_taken_back(self, client, application):
        document = application.documents.first()

        saved = client.get(reverse("apply-document", args=[document.pk]))
        client.post(reverse("apply-document-remove", args=[document.pk]))

        assert saved["Content-Disposition"].startswith("attachment")
        assert not application.documents.filter(pk=document.pk).exists()

    @pytest.mark.parametrize("name", ["apply-document", "apply-document-remove"])
    def test_documents_of_others_are_not_found(self, name, application):
        another = Client()
        another.force_login(UserFactory())
        url = reverse(name, args=[application.documents.first().pk])

        answer = another.get(url) if name == "apply-document" else another.post(url)

        assert answer.status_code == 404
        assert application.documents.count() == 3

    @pytest.mark.parametrize("name", ["apply", "apply-check", "apply-documents"])
    def test_is_for_who_is_signed_in(self, name):
        assert Client().get(reverse(name)).url.startswith("/accounts/login/")

    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("slug", ["name", "address", "contact", "brands"])
    def test_whatever_is_typed_is_kept_or_refused_in_words(
        self, client, applicant, slug, text
    ):
        client.post(reverse("apply"))
        client.post(reverse("apply-step", args=["kind"]), TOLD["kind"])
        url = reverse("apply-step", args=[slug])

        answer = client.post(url, dict.fromkeys(TOLD[slug], text))

        assert answer.status_code in {302, 422}
        if answer.status_code == 422:
            assert "There is a problem" in answer.content.decode()

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_hostile_name_does_no_harm_further_on(
        self, client, application, senior, sign_in, text
    ):
        url = reverse("apply-step", args=["name"])
        client.post(url, ANSWERS["name"] | {"name": text})

        client.post(reverse("apply-check"))

        organisation = Organisation.objects.get(state=State.APPLIED)
        page = sign_in(senior).get(
            reverse("organisation-detail", args=[organisation.pk])
        )
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        actions.admit(organisation, by=senior)


class TestHome:
    def test_shows_who_belongs_nowhere_the_ways_in(self, client):
        assert reverse("apply") in client.get(reverse("home")).content.decode()

    @pytest.mark.parametrize("state", ["applied", "refused", "suspended", "left"])
    def test_says_where_the_organisation_stands(
        self, state, sign_in, signatory, organisation, applicant, senior
    ):
        if state == "refused":
            actions.refuse(organisation, reason="Too old.", by=senior)
        if state in {"suspended", "left"}:
            actions.admit(organisation, by=senior)
        if state == "suspended":
            actions.suspend(organisation, reason="Too old.", by=senior)
        if state == "left":
            head = Membership.objects.get(user=applicant).as_actor()
            actions.leave(organisation, by=head)
        client = Client()
        client.force_login(applicant)

        page = client.get(reverse("home"))

        assert page.status_code == 200
        if state in {"refused", "suspended"}:
            assert "Too old." in page.content.decode()

    def test_leads_a_refused_one_back_in(self, client, organisation, senior):
        actions.refuse(organisation, reason="Too old.", by=senior)

        answer = client.post(reverse("apply-again"), follow=True)

        assert "Too old." in answer.content.decode()
        assert Application.objects.get().organisation == organisation

    def test_greets_a_member(self, sign_in, submitter):
        page = sign_in(submitter).get(reverse("home"), follow=True)

        assert "What needs you" in page.content.decode()


class TestTheQueue:
    url = "/organisations/queue/"

    def test_shows_who_waits_longest_first(self, sign_in, senior):
        first = OrganisationFactory(active=False, name="First House")
        OrganisationFactory(active=False, name="Second House")
        OrganisationFactory(name="Admitted House")

        page = sign_in(senior).get(self.url).content.decode()

        assert page.index(first.name) < page.index("Second House")
        assert "Admitted House" not in page

    def test_is_empty_in_words(self, sign_in, senior):
        assert "Nobody is waiting" in sign_in(senior).get(self.url).content.decode()

    @pytest.mark.parametrize("who", ["signatory", "observer", "reviewer"])
    def test_is_for_who_vets(self, who, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        assert client.get(self.url).status_code == 403

    def test_costs_the_same_for_one_as_for_twenty(
        self, sign_in, senior, django_assert_num_queries
    ):
        client = sign_in(senior)
        OrganisationFactory(active=False)
        cost = queries_of(client, self.url)

        OrganisationFactory.create_batch(19, active=False)

        with django_assert_num_queries(cost):
            client.get(self.url)


class TestTheList:
    url = "/organisations/"

    def test_leads_a_member_to_their_own(self, sign_in, observer, brand):
        page = sign_in(observer).get(self.url, follow=True)

        assert brand.name in page.content.decode()

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"q": "lumi"}, ["Lumière"]),
            ({"q": "L'OMBRE"}, ["Lumière"]),
            ({"q": "552 100"}, ["Lumière"]),
            ({"kind": "agency"}, ["Fairmark"]),
            ({"state": "applied"}, ["Lumière"]),
            ({"q": "nobody"}, []),
            ({"kind": "nonsense"}, ["Fairmark", "Lumière"]),
        ],
        ids=str,
    )
    def test_is_narrowed_by_its_filters(
        self, sign_in, senior, agency, organisation, asked, found
    ):
        page = sign_in(senior).get(self.url, asked).content.decode()

        for name in ("Lumière", "Fairmark"):
            assert (name in page) == (name in found), name

    def test_answers_htmx_with_rows_alone(self, sign_in, senior, brand):
        page = sign_in(senior).get(self.url, headers={"HX-Request": "true"})

        assert brand.name in page.content.decode()
        assert "<html" not in page.content.decode()

    def test_turns_its_pages_by_key_and_keeps_the_filter(self, sign_in, senior):
        for n in range(60):
            OrganisationFactory(name=f"Many {n:02}")
        client = sign_in(senior)

        first = client.get(self.url, {"q": "Many"})
        second = client.get(self.url + first.context["page"].next)

        assert "Many 49" in first.content.decode()
        assert "Many 59" in second.content.decode()
        assert "Many 49" not in second.content.decode()

    @pytest.mark.parametrize("text", HOSTILE)
    def test_takes_any_search(self, sign_in, senior, text):
        answer = sign_in(senior).get(
            self.url,
            {"q": text, "after": text},
        )

        assert answer.status_code == 200

    def test_costs_the_same_for_one_as_for_twenty(
        self, sign_in, senior, django_assert_num_queries
    ):
        client = sign_in(senior)
        cost = queries_of(client, self.url)

        OrganisationFactory.create_batch(19)

        with django_assert_num_queries(cost):
            client.get(self.url)


class TestThePage:
    def test_shows_staff_the_documents(self, sign_in, senior, organisation):
        document = organisation.documents.first()
        url = reverse("organisation-document", args=[organisation.pk, document.pk])
        client = sign_in(senior)

        page = client.get(reverse("organisation-detail", args=[organisation.pk]))

        assert url in page.content.decode()
        assert client.get(url).status_code == 200

    @pytest.mark.parametrize("who", ["observer", "submitter"])
    def test_shows_documents_to_signatories_alone(
        self, who, sign_in, senior, organisation, applicant
    ):
        actions.admit(organisation, by=senior)
        role = Role.OBSERVER if who == "observer" else Role.SUBMITTER
        member = MembershipFactory(organisation=organisation, role=role).as_actor()
        document = organisation.documents.first()
        client = sign_in(member)

        answer = client.get(
            reverse("organisation-document", args=[organisation.pk, document.pk])
        )

        assert answer.status_code == 403

    def test_a_document_answers_under_its_own_organisation_alone(
        self, sign_in, senior, organisation, brand
    ):
        document = organisation.documents.first()

        answer = sign_in(senior).get(
            reverse("organisation-document", args=[brand.pk, document.pk])
        )

        assert answer.status_code == 404

    def test_decides_and_goes_on_with_the_queue(self, sign_in, senior, organisation):
        answer = sign_in(senior).post(
            reverse("organisation-decide", args=[organisation.pk]),
            {"outcome": "admit", "reason": ""},
        )

        organisation.refresh_from_db()
        assert answer.url == reverse("organisation-queue")
        assert organisation.is_active

    def test_asks_why_before_it_refuses(self, sign_in, senior, organisation):
        page = sign_in(senior).post(
            reverse("organisation-decide", args=[organisation.pk]),
            {"outcome": "refuse", "reason": " "},
        )

        organisation.refresh_from_db()
        assert page.status_code == 422
        assert organisation.state == State.APPLIED

    def test_a_stale_tab_gets_a_clean_conflict(self, sign_in, senior, organisation):
        client = sign_in(senior)
        url = reverse("organisation-decide", args=[organisation.pk])
        client.post(url, {"outcome": "admit"})

        answer = client.post(url, {"outcome": "refuse", "reason": "Too old."})

        organisation.refresh_from_db()
        assert answer.status_code == 409
        assert "Too old." in answer.content.decode()
        assert organisation.is_active

    @pytest.mark.parametrize("verb", ["suspend", "readmit"])
    def test_suspends_and_readmits_with_a_reason(self, verb, sign_in, senior, brand):
        if verb == "readmit":
            actions.suspend(brand, reason="Papers.", by=senior)
        client = sign_in(senior)
        url = reverse(f"organisation-{verb}", args=[brand.pk])

        assert client.get(url).status_code == 200
        assert client.post(url, {"reason": ""}).status_code == 422
        assert client.post(url, {"reason": "Papers."}).status_code == 302

    def test_a_signatory_leaves(self, sign_in, signatory, brand):
        client = sign_in(signatory)
        url = reverse("organisation-leave", args=[brand.pk])

        assert client.get(url).status_code == 200
        assert client.post(url, {"reason": "We closed."}).status_code == 422
        client.post(url, {"reason": "We closed.", "is_sure": "on"})

        brand.refresh_from_db()
        assert brand.state == State.LEFT

    def test_a_signatory_changes_details_and_adds_brands(
        self, sign_in, signatory, brand
    ):
        client = sign_in(signatory)

        client.post(
            reverse("organisation-edit", args=[brand.pk]),
            {"address": "3 rue", "website": "", "email": "a@aurelle.example"},
        )
        added = reverse("brand-add", args=[brand.pk])
        client.post(added, {"name": "Aurelle", "variants": "奥雷尔\nAURELE"})
        again = client.post(added, {"name": "Aurelle", "variants": ""})

        brand.refresh_from_db()
        assert brand.email == "a@aurelle.example"
        assert brand.brands.get().variants == ["奥雷尔", "AURELE"]
        assert again.status_code == 422

    @pytest.mark.parametrize(
        "name",
        [
            "organisation-detail",
            "organisation-suspend",
            "organisation-readmit",
            "organisation-leave",
            "organisation-edit",
            "brand-add",
        ],
    )
    def test_of_another_organisation_is_not_found(self, name, sign_in, stranger, brand):
        client = sign_in(stranger)

        assert client.get(reverse(name, args=[brand.pk])).status_code == 404
        assert client.get(reverse(name, args=[2**62])).status_code == 404

    @pytest.mark.parametrize("who", ["observer", "submitter", "signatory"])
    def test_its_members_cannot_do_the_operator_s_part(
        self, who, sign_in, brand, request
    ):
        client = sign_in(request.getfixturevalue(who))
        given = {"outcome": "admit", "reason": "Papers."}

        for verb in ("decide", "suspend", "readmit"):
            url = reverse(f"organisation-{verb}", args=[brand.pk])
            assert client.post(url, given).status_code == 403, verb

    def test_the_operator_s_own_part_is_refused_in_words(
        self, sign_in, senior, operator
    ):
        url = reverse("organisation-decide", args=[operator.pk])

        answer = sign_in(senior).post(url, {"outcome": "admit", "reason": "Papers."})

        assert answer.status_code == 400
        assert "neither joins nor leaves" in answer.content.decode()
