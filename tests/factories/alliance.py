from datetime import date

import factory
from django.utils import timezone

from alliance.access import Role
from alliance.models import (
    Brand,
    Mandate,
    Mark,
    Membership,
    Organisation,
    User,
)
from alliance.organisations import states as organisation_states
from portal import states

PASSWORD = "correct horse battery staple"  # noqa: S105


class OrganisationFactory(factory.django.DjangoModelFactory):
    """Active unless told otherwise: most tests are about members in good standing."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"House {n}")
    kind = Organisation.Kind.BRAND
    country = "FR"

    class Params:
        agency = factory.Trait(kind=Organisation.Kind.AGENCY)
        operator = factory.Trait(kind=Organisation.Kind.OPERATOR)

    @factory.post_generation
    def active(self, create, extracted, **kwargs):
        if extracted is not False:
            states.make(organisation_states.ADMIT, self, decided_at=timezone.now())


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user-{n}@house.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, password=PASSWORD, **kwargs)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.SUBMITTER


class BrandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Brand

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Brand {n}")


class MarkFactory(factory.django.DjangoModelFactory):
    """A verified trademark, good for a notice."""

    class Meta:
        model = Mark

    brand = factory.SubFactory(
        BrandFactory, organisation=factory.SelfAttribute("..organisation")
    )
    organisation = factory.SubFactory(OrganisationFactory)
    kind = Mark.Kind.TRADEMARK
    state = "verified"
    name = factory.Sequence(lambda n: f"MARK {n}")
    jurisdiction = "EU"
    office = "EUIPO"
    nice_classes = [15, 18]
    registration_number = factory.Sequence(lambda n: f"018{n:06}")
    expires_on = date(2035, 1, 1)

    class Params:
        pending = factory.Trait(state="pending")
        expired = factory.Trait(expires_on=date(2020, 1, 1))


class MandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mandate
        skip_postgeneration_save = True

    principal = factory.SubFactory(OrganisationFactory)
    agent = factory.SubFactory(OrganisationFactory, agency=True)
    acts = ["file", "withdraw"]
    valid_from = date(2020, 1, 1)
    granted_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def marks(self, create, extracted, **kwargs):
        self.marks.set(extracted or [])
