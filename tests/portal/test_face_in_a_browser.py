import pytest

from tests.browser import axe, overflow
from tests.factories.alliance import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gallery(page, live_server, settings):
    settings.DEMO = True
    page.goto(f"{live_server.url}/design/")
    return page


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestGallery:
    def test_has_no_fault_that_axe_can_find(self, gallery, scheme, width):
        gallery.emulate_media(color_scheme=scheme)
        gallery.set_viewport_size({"width": width, "height": 800})

        assert axe(gallery) == []

    def test_never_scrolls_sideways(self, gallery, scheme, width):
        gallery.emulate_media(color_scheme=scheme)
        gallery.set_viewport_size({"width": width, "height": 800})

        assert overflow(gallery) <= 0


class TestPolicy:
    def test_nothing_on_the_page_breaks_it(self, gallery):
        assert gallery.complaints == []


class TestErrorSummary:
    def test_has_the_focus(self, gallery):
        assert gallery.evaluate("document.activeElement.dataset.errorSummary") == ""

    def test_leads_to_the_field(self, gallery):
        gallery.click(".summary a >> text=Enter a real date")

        assert gallery.evaluate("document.activeElement.name") == "registered_on_0"


class TestPair:
    def test_holds_a_veiled_picture_back_until_asked(self, gallery):
        veiled = gallery.locator(".pair").nth(1)
        assert veiled.locator(".veiled").count() == 1

        veiled.locator("[data-unveil]").click()

        assert veiled.locator(".veiled").count() == 0

    def test_wipes_by_key_as_well_as_by_hand(self, gallery):
        gallery.click("[data-mode=wipe]")
        gallery.keyboard.press("ArrowRight")

        assert "51%" in gallery.locator(".pair").first.get_attribute("style")


class TestTheme:
    def test_is_kept_by_the_server(self, gallery):
        gallery.click("summary:has-text('Colours and language')")
        gallery.click("button:text-is('Dark')")

        assert gallery.wait_for_selector("html[data-theme=dark]")


class TestKeys:
    @pytest.fixture
    def with_keys(self, gallery):
        gallery.click("summary:has-text('Colours and language')")
        gallery.click("button:text-is('On')")
        gallery.wait_for_selector("html[data-shortcuts]")
        return gallery

    def test_are_silent_until_switched_on(self, gallery):
        gallery.keyboard.press("w")

        assert gallery.locator(".pair").first.get_attribute("data-mode") == "side"

    def test_press_the_control_that_names_them(self, with_keys):
        with_keys.keyboard.press("w")

        assert with_keys.locator(".pair").first.get_attribute("data-mode") == "wipe"

    def test_are_silent_while_one_types(self, with_keys):
        with_keys.focus("#filter_q")
        with_keys.keyboard.type("w?")

        assert with_keys.locator("#filter_q").input_value() == "w?"
        assert with_keys.locator("dialog[open]").count() == 0

    def test_are_listed_under_the_question_mark(self, with_keys):
        with_keys.keyboard.press("?")

        assert "Wipe" in with_keys.locator("dialog[open]").inner_text()

    def test_walk_and_pick_the_rows(self, with_keys):
        with_keys.keyboard.press("j")
        with_keys.keyboard.press("j")
        with_keys.keyboard.press("x")

        assert with_keys.locator("tr.is-here .pick input").is_checked()
        assert with_keys.locator("[data-bulk-count]").inner_text() == "1"


OUTSIDE = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
ACCOUNT = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


class TestAccountPages:
    @pytest.fixture
    def person(self):
        user = UserFactory()
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    @pytest.fixture
    def signed_in(self, page, live_server, person, settings):
        """Signed in as one does it: with the password, on the page."""
        settings.SECOND_FACTOR_REQUIRED = False
        page.goto(f"{live_server.url}/accounts/login/?next=/")
        page.fill("#id_login", person.email)
        page.fill("#id_password", PASSWORD)
        page.click("text=Sign in with the password")
        page.wait_for_url(f"{live_server.url}/")
        return page

    @pytest.mark.parametrize("path", OUTSIDE)
    def test_outside_are_as_ours_are(self, page, live_server, path):
        page.goto(live_server.url + path)

        assert_fit_to_show(page)

    def test_inside_are_as_ours_are(self, signed_in, live_server):
        signed_in.goto(
            f"{live_server.url}/accounts/reauthenticate/?next=/accounts/2fa/"
        )
        assert_fit_to_show(signed_in)
        signed_in.fill("#id_password", PASSWORD)
        signed_in.click("button:text-is('Confirm')")
        signed_in.wait_for_url("**/2fa/")

        for path in ACCOUNT:
            signed_in.goto(live_server.url + path)

            assert_fit_to_show(signed_in)

    def test_a_wrong_password_is_said_and_the_address_kept(self, page, live_server):
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("#id_login", "ana@example.com")
        page.fill("#id_password", "wrong")
        page.click("text=Sign in with the password")
        page.wait_for_selector(".summary")

        assert page.title().startswith("Error: ")
        assert page.locator("#id_login").input_value() == "ana@example.com"


def assert_fit_to_show(page):
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})

        assert axe(page) == [], f"{page.url} {scheme}"
        assert overflow(page) <= 0, f"{page.url} {width}"
    assert page.complaints == [], page.url
