import pytest

from tests.alliance.costs import queries_of
from tests.factories import MandateFactory

URL = "/api/v1/mandates"


@pytest.fixture
def mandate(brand, agency, mark):
    return MandateFactory(
        principal=brand, agent=agency, marks=[mark], territories=["EU"]
    )


class TestMandates:
    @pytest.mark.parametrize("who", ["signatory", "observer", "reviewer"])
    def test_are_read_by_both_sides_and_staff(
        self, who, sign_in, mandate, mark, request
    ):
        answer = sign_in(request.getfixturevalue(who)).get(URL).json()

        (told,) = answer["results"]
        assert told["agent"] == mandate.agent.name
        assert told["marks"] == [mark.pk]
        assert told["territories"] == ["EU"]

    def test_of_others_are_not_found(self, sign_in, stranger, mandate):
        client = sign_in(stranger)

        assert client.get(URL).json()["results"] == []
        assert client.get(f"{URL}/{mandate.pk}").status_code == 404

    def test_cost_the_same_for_one_as_for_twenty(
        self, sign_in, signatory, brand, mark, mandate, django_assert_num_queries
    ):
        client = sign_in(signatory)
        cost = queries_of(client, URL)

        for _n in range(19):
            MandateFactory(principal=brand, marks=[mark])

        with django_assert_num_queries(cost):
            client.get(URL)
