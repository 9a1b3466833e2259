"""Where who has signed in lands."""

import pytest
from django.urls import reverse


class TestTheOverview:
    @pytest.mark.parametrize(
        ("who", "place"),
        [
            ("reviewer", "review-desk"),
            ("senior", "review-desk"),
            ("administrator", "organisation-list"),
        ],
    )
    def test_leads_staff_to_where_their_work_is(self, who, place, sign_in, request):
        client = sign_in(request.getfixturevalue(who))

        answer = client.get(reverse("overview"), follow=True)

        assert answer.status_code == 200
        assert answer.redirect_chain[-1][0] == reverse(place)

    def test_stays_with_a_brand(self, submitter, sign_in):
        assert sign_in(submitter).get(reverse("overview")).status_code == 200
