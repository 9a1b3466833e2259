"""One of the cast at a browser: what a person would do on the pages, in their words."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 120
expect.set_options(timeout=30_000)


@dataclass(frozen=True, slots=True)
class Visitor:
    page: Page
    url: str

    def open(self, path: str) -> None:
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def sign_in(self, email: str) -> None:
        """With the password and, where it is asked for, the code that the guide shows."""
        self.open("/demo/")
        row = self.page.get_by_role("row").filter(has_text=email)
        code = row.get_by_role("cell").nth(1).inner_text().strip()
        password = self.page.locator("code").first.inner_text()
        self.open("/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in with the password")
        if code.isdigit():
            self.page.locator("[name=code]").fill(code)
            self.page.locator("main form").first.get_by_role("button").first.click()
        way_out = self.page.get_by_role("button", name="Sign out", include_hidden=True)
        expect(way_out, "not signed in").to_be_attached()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def register_mark(self, smd: Path, picture: Path) -> None:
        self.open("/marks/new/signed/")
        self.page.locator("[name=file]").set_input_files(smd)
        self.press("Check and register")
        self.page.get_by_text("Verified").first.wait_for()
        self.page.goto(self.page.url.rstrip("/") + "/pictures/add/")
        self.page.locator("[name=file]").set_input_files(picture)
        self.page.locator("[name=kind]").first.check()
        self.page.locator("[name=caption]").fill("The genuine guitar, from the front")
        self.press("Add")
        self.page.get_by_text("The genuine guitar, from the front").first.wait_for()

    def file_notice(self, mark: str, addresses: list[str], signed: str) -> str:
        """Through the wizard, one question a page; the reference at its end."""
        self.open("/notices/new/")
        answers: list[Callable[[], None]] = [
            self.page.get_by_label(mark).first.check,
            self.page.get_by_label("Lantern Market").check,
            self.page.locator("[value=TM_COUNTERFEIT]").check,
            lambda: self._write("pasted", "\n".join(addresses)),
        ]
        for answer in answers:
            answer()
            self.press("Save and continue")
        self.follow("Continue")
        self._write("explanation", "Both bear our mark, and we have made neither.")
        self.press("Save and continue")
        self.follow("Continue without")
        for declared in ("good_faith", "accuracy", "authority"):
            self.page.locator(f"[name={declared}]").check()
        self._write("signed_name", signed)
        self.press("Save and continue")
        self.press("Sign and send the notice")
        return self.page.locator(".confirmation .ref").inner_text()

    def decide(self, outcome: str, code: str, facts: str) -> None:
        self.page.locator(f"[name=outcome][value={outcome}]").check()
        self.page.locator("[name=code]").select_option(code)
        self._write("facts", facts)
        self.press("Submit")

    def decide_by_keyboard(self, code: str, facts: str) -> None:
        """Upheld, from the first Tab to the last Enter, without a mouse."""
        keys = self.page.keyboard
        self._tab_to("[name=outcome]")
        keys.press("Space")
        self._tab_to("[name=code]")
        keys.type(code)
        self._tab_to("[name=facts]")
        keys.type(facts)
        self._tab_to("button[value=submit]")
        keys.press("Enter")
        self.page.wait_for_url("**/review/")

    def _write(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").fill(text)

    def _tab_to(self, selector: str) -> None:
        focused: Locator = self.page.locator(f"{selector}:focus")
        for _tab in range(MOST_TABS):
            if focused.count():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {selector}")
