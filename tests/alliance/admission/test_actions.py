import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from alliance.access import NotPermitted, Permission, Role
from alliance.admission import actions
from alliance.admission.models import Application
from alliance.events import Event
from alliance.members.models import Membership, User
from alliance.organisations.models import IdentityDocument, Organisation
from alliance.organisations.states import State
from portal.actor import Actor
from portal.models import Entry, Letter
from portal.states import WrongState
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

WHY = "The extract is older than three months. Send a new one."


def actor_of(user):
    return Membership.objects.get(user=user, ended_at=None).as_actor()


class TestApply:
    def test_makes_an_organisation_that_waits(self, application, applicant):
        organisation = actions.apply(application, applicant=applicant)

        assert organisation.state == State.APPLIED
        assert organisation.name == "Atelier Lumière SARL"
        assert organisation.country == "FR"
        assert organisation.email == "ip@lumiere.example"
        assert set(organisation.brands.values_list("name", flat=True)) == {
            "Lumière",
            "L'Ombre",
        }
        assert organisation.documents.count() == 3

    def test_makes_the_applicant_its_signatory(self, organisation, applicant):
        membership = Membership.objects.get(user=applicant)

        assert membership.organisation == organisation
        assert membership.role == Role.SIGNATORY
        assert membership.user.name == "Claire Fontaine"

    def test_lets_them_do_nothing_yet(self, organisation, applicant):
        permissions = actor_of(applicant).permissions

        assert Permission.ORGANISATION_VIEW in permissions
        assert Permission.MARK_REGISTER not in permissions
        assert Permission.MEMBER_MANAGE not in permissions

    def test_tells_them_that_it_came(self, organisation, applicant):
        letter = Letter.objects.get()

        assert letter.to == applicant.email
        assert f"O-{organisation.pk}" in letter.body

    def test_reaches_the_longest_of_addresses(self, application, applicant):
        applicant.email = f"claire@{'.'.join(['lumiere' * 8] * 4)}.example"
        applicant.save(update_fields=["email"])

        actions.apply(application, applicant=applicant)

        assert len(applicant.email) > 200
        assert Letter.objects.get().to == applicant.email

    def test_is_written_down(self, organisation, applicant):
        entry = Entry.objects.get(event=Event.ORGANISATION_APPLIED)

        assert entry.actor_user_id == applicant.pk

    def test_cannot_happen_twice(self, application, applicant):
        actions.apply(application, applicant=applicant)

        with pytest.raises(WrongState):
            actions.apply(application, applicant=applicant)
        assert Organisation.objects.count() == 1

    def test_is_the_applicant_s_alone(self, application):
        with pytest.raises(NotPermitted):
            actions.apply(application, applicant=UserFactory())

    @pytest.mark.parametrize("slug", ["kind", "name", "address", "contact", "brands"])
    def test_leaves_no_question_open(self, application, applicant, slug):
        del application.answers[slug]
        application.save()

        with pytest.raises(ValidationError, match="missing"):
            actions.apply(application, applicant=applicant)

    def test_needs_its_documents(self, application, applicant):
        application.documents.filter(kind=IdentityDocument.Kind.AUTHORITY).delete()

        with pytest.raises(ValidationError, match="missing"):
            actions.apply(application, applicant=applicant)

    def test_an_agency_names_no_brands(self, application, applicant):
        application.answers["kind"]["kind"] = "agency"
        del application.answers["brands"]
        application.save()

        assert actions.apply(application, applicant=applicant).kind == "agency"

    def test_a_name_is_taken_once_whatever_its_case(self, application, applicant):
        OrganisationFactory(name="ATELIER LUMIÈRE SARL")

        with pytest.raises(ValidationError, match="invitation"):
            actions.apply(application, applicant=applicant)
        assert Application.objects.exists()


class TestAttach:
    def test_takes_no_program_that_says_it_is_a_paper(self, application, applicant):
        with pytest.raises(ValidationError):
            actions.attach(
                application,
                kind=IdentityDocument.Kind.IDENTITY,
                upload=ContentFile(b"MZ\x90\x00", name="passport.pdf"),
                by=Actor(name="Claire", user_id=applicant.pk),
            )
        assert application.documents.count() == 3


class TestDecide:
    def test_admits(self, organisation, applicant, senior):
        actions.admit(organisation, by=senior)

        organisation.refresh_from_db()
        assert organisation.is_active
        assert organisation.decided_by_id == senior.user_id
        assert Permission.MARK_REGISTER in actor_of(applicant).permissions

    def test_refuses_with_a_reason(self, organisation, senior):
        actions.refuse(organisation, reason=WHY, by=senior)

        organisation.refresh_from_db()
        assert organisation.state == State.REFUSED
        assert organisation.decision_reason == WHY

    def test_writes_to_the_organisation_and_its_signatory(
        self, organisation, applicant, senior
    ):
        Letter.objects.all().delete()

        actions.refuse(organisation, reason=WHY, by=senior)

        letters = Letter.objects.order_by("to")
        assert [letter.to for letter in letters] == [
            "claire@lumiere.example",
            "ip@lumiere.example",
        ]
        assert all(WHY in letter.body for letter in letters)

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_refuses_nobody_without_a_reason(self, organisation, senior, reason):
        with pytest.raises(ValidationError):
            actions.refuse(organisation, reason=reason, by=senior)

    def test_is_written_down(self, organisation, senior):
        actions.refuse(organisation, reason=WHY, by=senior)

        entry = Entry.objects.get(event=Event.ORGANISATION_REFUSED)
        assert (entry.actor_user_id, entry.detail["reason"]) == (senior.user_id, WHY)

    def test_happens_once(self, organisation, senior, administrator):
        stale = Organisation.objects.get(pk=organisation.pk)
        actions.admit(organisation, by=senior)

        with pytest.raises(WrongState):
            actions.refuse(stale, reason=WHY, by=administrator)

    @pytest.mark.parametrize("who", ["signatory", "stranger", "reviewer", "observer"])
    def test_is_for_who_vets(self, who, organisation, request):
        by = request.getfixturevalue(who)

        with pytest.raises(NotPermitted):
            actions.admit(organisation, by=by)
        with pytest.raises(NotPermitted):
            actions.refuse(organisation, reason=WHY, by=by)

    def test_nobody_vets_an_organisation_they_belong_to(
        self, organisation, senior, operator
    ):
        colleague = User.objects.get(pk=senior.user_id)
        MembershipFactory(user=colleague, organisation=organisation)

        with pytest.raises(NotPermitted):
            actions.admit(organisation, by=senior)


class TestApplyAgain:
    @pytest.fixture
    def refused(self, organisation, senior):
        actions.refuse(organisation, reason=WHY, by=senior)
        return organisation

    def test_keeps_the_former_answers(self, refused, applicant):
        again = actions.begin_again(
            refused, applicant=applicant, by=actor_of(applicant)
        )

        assert again.answer("name", "name") == refused.name
        assert again.answer("brands", "brands") == ["Lumière", "L'Ombre"]

    def test_sends_the_same_organisation_in_again(self, refused, applicant):
        again = actions.begin_again(
            refused, applicant=applicant, by=actor_of(applicant)
        )
        again.answers["address"]["address"] = "2 rue de la Paix"
        again.save()

        actions.apply(again, applicant=applicant)

        refused.refresh_from_db()
        assert refused.state == State.APPLIED
        assert refused.address == "2 rue de la Paix"
        assert Organisation.objects.filter(name=refused.name).count() == 1
        assert Membership.objects.filter(user=applicant).count() == 1

    def test_is_for_its_signatory(self, refused, stranger):
        with pytest.raises(NotPermitted):
            actions.begin_again(refused, applicant=UserFactory(), by=stranger)

    def test_is_not_for_who_was_not_refused(self, brand, signatory):
        with pytest.raises(WrongState):
            actions.begin_again(brand, applicant=UserFactory(), by=signatory)


class TestSuspend:
    def test_lets_members_see_and_do_nothing(self, brand, signatory, senior):
        actions.suspend(brand, reason=WHY, by=senior)

        permissions = (
            Membership.objects.get(user_id=signatory.user_id).as_actor().permissions
        )
        assert Permission.NOTICE_SUBMIT not in permissions
        assert Permission.ORGANISATION_VIEW in permissions

    def test_ends_with_readmission(self, brand, submitter, senior):
        actions.suspend(brand, reason=WHY, by=senior)
        actions.readmit(brand, reason="Cleared up.", by=senior)

        permissions = (
            Membership.objects.get(user_id=submitter.user_id).as_actor().permissions
        )
        assert Permission.NOTICE_SUBMIT in permissions
        assert [e.event for e in Entry.objects.order_by("id")] == [
            Event.ORGANISATION_SUSPENDED,
            Event.ORGANISATION_READMITTED,
        ]

    def test_tells_the_signatories(self, brand, signatory, senior):
        actions.suspend(brand, reason=WHY, by=senior)

        assert WHY in Letter.objects.get().body

    @pytest.mark.parametrize("who", ["signatory", "stranger", "reviewer"])
    def test_is_for_who_may_suspend(self, who, brand, request):
        with pytest.raises(NotPermitted):
            actions.suspend(brand, reason=WHY, by=request.getfixturevalue(who))

    def test_spares_the_operator(self, operator, senior):
        with pytest.raises(ValidationError):
            actions.suspend(operator, reason=WHY, by=senior)


class TestLeave:
    def test_is_the_signatory_s(self, brand, signatory):
        actions.leave(brand, reason="We closed.", by=signatory)

        brand.refresh_from_db()
        assert brand.state == State.LEFT

    @pytest.mark.parametrize(
        "who", ["submitter", "stranger", "administrator", "senior"]
    )
    def test_nobody_leaves_for_another(self, who, brand, request):
        with pytest.raises(NotPermitted):
            actions.leave(brand, by=request.getfixturevalue(who))

    def test_is_possible_while_suspended(self, brand, signatory, senior):
        actions.suspend(brand, reason=WHY, by=senior)
        by = Membership.objects.get(user_id=signatory.user_id).as_actor()

        actions.leave(brand, by=by)

        assert brand.state == State.LEFT
