import pytest
from django.utils import timezone

from alliance.models import Notification


@pytest.fixture
def told(signatory):
    return Notification.objects.create(
        user_id=signatory.user_id, entry_id=1, event="mark.verified", title="Verified"
    )


class TestTheBell:
    def test_counts_what_is_unread(self, told, signatory, sign_in):
        page = sign_in(signatory).get("/notifications/")

        assert page.context["unread_count"] == 1
        assert "Verified" in page.content.decode()

    def test_shows_nobody_else_s(self, told, submitter, sign_in):
        page = sign_in(submitter).get("/notifications/")

        assert page.context["unread_count"] == 0
        assert "Verified" not in page.content.decode()

    def test_costs_the_same_with_one_and_with_many(
        self, told, signatory, sign_in, django_assert_num_queries
    ):
        client = sign_in(signatory)
        client.get("/notifications/")
        with django_assert_num_queries(5) as with_one:
            client.get("/notifications/")
        for number in range(2, 6):
            Notification.objects.create(
                user_id=signatory.user_id, entry_id=number, event="x", title="More"
            )
        with django_assert_num_queries(len(with_one)):
            client.get("/notifications/")


class TestReading:
    def test_leads_to_what_it_tells_of(self, told, signatory, sign_in):
        Notification.objects.update(link="/marks/1/")

        answer = sign_in(signatory).post(f"/notifications/{told.pk}/open/")

        assert answer["Location"] == "/marks/1/"
        assert Notification.objects.get().read_at

    def test_is_for_whom_it_was_told_alone(self, told, submitter, sign_in):
        answer = sign_in(submitter).post(f"/notifications/{told.pk}/open/")

        assert answer.status_code == 404
        assert not Notification.objects.get().read_at

    def test_does_not_happen_by_looking(self, told, signatory, sign_in):
        answer = sign_in(signatory).get(f"/notifications/{told.pk}/open/")

        assert answer.status_code == 405

    def test_all_at_once_is_one_s_own_all(self, told, signatory, submitter, sign_in):
        other = Notification.objects.create(
            user_id=submitter.user_id, entry_id=1, event="x", title="Theirs"
        )

        sign_in(signatory).post("/notifications/read-all/")

        assert not Notification.objects.filter(read_at=None).exclude(pk=other.pk)
        assert not Notification.objects.get(pk=other.pk).read_at

    def test_keeps_the_first_time(self, told, signatory, sign_in):
        at = timezone.now()
        Notification.objects.update(read_at=at)

        sign_in(signatory).post(f"/notifications/{told.pk}/open/")

        assert Notification.objects.get().read_at == at
