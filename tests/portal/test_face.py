import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation

from portal.web import mistakes, words
from portal.web.fields import DayField
from portal.web.shapes import Clock, Stand, Step, Tick, Tone, Way
from portal.web.tones import tone_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def render(markup, **context):
    context.setdefault("request", RequestFactory().get("/notices/?state=sent&after=k1"))
    return Template(markup).render(Context(context))


def clock(hours, tick=Tick.RUNNING):
    return Clock(
        what="Decision",
        started_at=NOON - timedelta(hours=10),
        due_at=NOON + timedelta(hours=hours),
        as_of=NOON,
        tick=tick,
    )


class TestClock:
    @pytest.mark.parametrize(
        ("hours", "tick", "said", "tone"),
        [
            (52, Tick.RUNNING, "2 days 4 hours left", Tone.QUIET),
            (5, Tick.RUNNING, "5 hours left", Tone.DUE),
            (0.5, Tick.RUNNING, "30 minutes left", Tone.DUE),
            (-25, Tick.RUNNING, "1 day 1 hour overdue", Tone.OVERDUE),
            (-25, Tick.MET, "met", Tone.DOWN),
            (5, Tick.PAUSED, "paused", Tone.QUIET),
        ],
    )
    def test_is_said_in_words_and_in_one_tone(self, hours, tick, said, tone):
        told = clock(hours, tick)

        assert words.remaining(told) == said
        assert told.tone == tone

    @pytest.mark.parametrize(("hours", "share"), [(10, 50), (30, 25), (-1, 100)])
    def test_bar_shows_how_much_has_gone(self, hours, share):
        assert clock(hours).share == share

    def test_of_no_time_at_all_has_run_out(self):
        assert clock(-10).share == 100


class TestMoment:
    def test_names_its_zone(self):
        shown = render("{% moment at %}", at=NOON)

        assert shown == (
            '<time datetime="2026-11-23T12:00:00+00:00">23 Nov 2026, 12:00 UTC</time>'
        )

    def test_is_told_in_the_zone_of_the_reader(self, settings):
        settings.TIME_ZONE = "Asia/Shanghai"

        assert words.moment(NOON) == "23 Nov 2026, 20:00 CST"

    def test_that_has_not_come_is_nothing(self):
        assert render("{% moment at %}", at=None) == ""


class TestWay:
    def test_stands_at_what_is_in_work(self):
        way = Way([Step("Filed", Stand.DONE), Step("In review", Stand.NOW)])

        assert way.here.label == "In review"

    def test_that_is_finished_stands_at_its_end(self):
        way = Way([Step("Filed", Stand.DONE), Step("Down", Stand.DONE)])

        assert way.here.label == "Down"

    def test_says_each_stand_in_words_too(self):
        shown = render("{% way way %}", way=Way([Step("Ordered", Stand.FAILED)]))

        assert "(failed)" in shown


class TestBadge:
    @pytest.mark.parametrize(
        ("state", "tone"),
        [
            ("verified_down", Tone.DOWN),
            ("Verified down", Tone.DOWN),
            ("restored", Tone.RESTORED),
            ("something new", Tone.QUIET),
        ],
    )
    def test_wears_the_tone_of_its_state(self, state, tone):
        assert tone_of(state) == tone

    def test_says_the_state_as_a_word(self):
        assert render("{% badge 'verified_down' %}").strip() == (
            '<span class="badge down">Verified down</span>'
        )

    def test_is_escaped(self):
        assert "<b>" not in render("{% badge label %}", label="<b>down</b>")


class TestQueryWith:
    def test_changes_one_thing_and_keeps_the_rest(self):
        assert render("{% query_with order='due' after=None %}") == (
            "?state=sent&amp;order=due"
        )


class DayForm(forms.Form):
    day = DayField(label="Registered on")


def day_form(day, month, year):
    return DayForm({"day_0": day, "day_1": month, "day_2": year})


class TestDayField:
    @pytest.mark.parametrize(
        ("language", "order"),
        [
            ("en-gb", ["day_0", "day_1", "day_2"]),
            ("zh-hans", ["day_2", "day_1", "day_0"]),
        ],
    )
    def test_asks_in_the_order_of_the_language(self, language, order):
        with translation.override(language):
            page = str(DayForm())

        assert re.findall(r'name="(day_\d)"', page) == order

    def test_takes_a_real_day(self):
        form = day_form("27", "3", "2019")

        assert form.is_valid()
        assert form.cleaned_data["day"] == date(2019, 3, 27)

    @pytest.mark.parametrize(
        ("parts", "said"),
        [
            (("31", "2", "2024"), "Enter a real date, such as 27 3 2026."),
            (("1", "1", "99999"), "Enter a real date, such as 27 3 2026."),
            (("a", "1", "2024"), "Enter a real date, such as 27 3 2026."),
            (("-1", "1", "2024"), "Enter a real date, such as 27 3 2026."),
            (("²", "1", "2024"), "Enter a real date, such as 27 3 2026."),
            (("9" * 5000, "1", "2024"), "Enter a real date, such as 27 3 2026."),
            (("1", "", "2024"), "Enter the day, the month and the year."),
            (("", "", ""), "Fill in: Registered on"),
        ],
    )
    def test_says_what_is_wrong(self, parts, said):
        form = day_form(*parts)

        assert mistakes.of_field(form["day"]) == [said]

    def test_keeps_what_was_typed(self):
        assert 'value="31"' in str(day_form("31", "2", "2024")["day"])


class LetterForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As in your passport.")
    colour = forms.ChoiceField(
        label="Colour", choices=[("r", "Red")], widget=forms.RadioSelect
    )
    agrees = forms.BooleanField(label="I agree.")
    paper = forms.FileField(label="Certificate")
    note = forms.CharField(
        label="Note", error_messages={"required": "Tell us what you saw."}
    )

    def clean(self):
        self.add_error(None, "It was sent twice.")


class TestErrorSummary:
    @pytest.fixture
    def shown(self):
        return render("{% error_summary form %}{{ form }}", form=LetterForm({}))

    @pytest.mark.parametrize(
        "line",
        [
            '<a href="#id_name">Fill in: Your name</a>',
            '<a href="#id_colour_0">Choose an answer: Colour</a>',
            '<a href="#id_agrees">Tick the box: I agree.</a>',
            '<a href="#id_paper">Choose a file: Certificate</a>',
            '<a href="#id_note">Tell us what you saw.</a>',
            "<li>It was sent twice.</li>",
        ],
    )
    def test_names_the_field_and_leads_to_it(self, shown, line):
        assert line in shown

    def test_says_the_same_as_the_field(self, shown):
        assert shown.count("Fill in: Your name") == 2

    def test_is_not_there_while_nothing_is_wrong(self):
        assert "summary" not in render("{% error_summary form %}", form=LetterForm())

    def test_bears_a_page_without_its_form(self):
        assert render("{% error_summary form %}").strip() == ""


class TestField:
    def test_is_described_by_hint_and_error(self):
        shown = render("{% field form.name %}", form=LetterForm({}))

        assert 'aria-describedby="id_name_helptext id_name_error"' in shown
        assert 'id="id_name_helptext"' in shown
        assert 'id="id_name_error"' in shown
        assert 'aria-invalid="true"' in shown

    def test_puts_the_hint_before_the_error_before_the_box(self):
        shown = render("{% field form.name %}", form=LetterForm({}))

        places = [
            shown.index(part) for part in ("</label>", "passport", "Fill", "<input")
        ]
        assert places == sorted(places)


class TestPreferences:
    @pytest.mark.parametrize(("asked", "kept"), [("dark", "dark"), ("light", "light")])
    def test_theme_is_kept_in_a_cookie(self, asked, kept):
        answer = Client().post(
            "/preferences/theme/", {"theme": asked, "next": "/design/"}
        )

        assert answer.cookies["theme"].value == kept
        assert answer.url == "/design/"

    @pytest.mark.parametrize("asked", ["system", '"><script>', ""])
    def test_any_other_theme_follows_the_system(self, asked):
        answer = Client().post("/preferences/theme/", {"theme": asked})

        assert answer.cookies["theme"].value == ""

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
    )
    def test_never_leads_elsewhere(self, elsewhere):
        answer = Client().post(
            "/preferences/theme/", {"theme": "dark", "next": elsewhere}
        )

        assert answer.url == "/"

    def test_a_forged_cookie_never_reaches_the_page(self):
        client = Client()
        client.cookies["theme"] = "dark onload=x"

        assert b"<html" in client.get("/").content
        assert b"onload" not in client.get("/").content


class TestGallery:
    def test_is_for_the_demo_alone(self, settings):
        settings.DEMO = settings.DEBUG = False

        assert Client().get("/design/").status_code == 404


class TestErrorPages:
    @pytest.mark.parametrize(
        "page", ["400", "403", "403_csrf", "404", "409", "413", "429", "500", "503"]
    )
    def test_stand_without_any_context(self, page):
        assert "<h1>" in get_template(f"{page}.html").render()

    def test_a_page_that_is_not_there_says_so(self):
        answer = Client().get("/there/is/no/such/page/")

        assert answer.status_code == 404
        assert b"There is no such page" in answer.content


class TestHeaders:
    def test_what_a_signed_in_person_saw_is_not_kept(self, sign_in, submitter):
        answer = sign_in(submitter).get("/")

        assert "no-store" in answer.headers["Cache-Control"]

    def test_every_answer_is_isolated(self):
        headers = Client().get("/").headers

        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
        assert "HX-Request" in headers["Vary"]


class TestLanguage:
    def test_the_page_says_which_one_it_speaks(self):
        with translation.override("zh-hans"):
            answer = Client(headers={"Accept-Language": "zh-hans"}).get("/")

        assert b'<html lang="zh-hans"' in answer.content

    @pytest.mark.parametrize(
        ("language", "told", "lasts"),
        [
            ("en-gb", "23 Nov 2026, 14:05 UTC", "2 days 4 hours"),
            ("zh-hans", "2026-11-23 14:05 UTC", "2天4小时"),
        ],
    )
    def test_time_is_told_as_it_is_in_it(self, language, told, lasts):
        with translation.override(language):
            assert words.moment(datetime(2026, 11, 23, 14, 5, tzinfo=UTC)) == told
            assert words.span(timedelta(days=2, hours=4)) == lasts
