"""Who may sign in, with what: printed when the site is started, and read by `make smoke`."""

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from alliance.members import keys
from takedowns.demo.cast import HOUSES, PASSWORD, House, Person
from takedowns.demo.people import account, everyone, membership_of, secret_of

KEY_NAME = "Demonstration"
GOOD_FOR = timedelta(days=365)
Login = dict[str, str]


def file() -> Path:
    return Path(settings.DATA_DIR) / "demo" / "logins.json"


def write() -> None:
    """For its owner's eyes alone (0600). API keys are known once, so they are kept."""
    kept = {login["email"]: login for login in read()}
    told = [
        _login(house, person, kept.get(person.email, {}).get("api_key", ""))
        for house, person in everyone(HOUSES)
    ]
    file().parent.mkdir(parents=True, exist_ok=True)
    unfinished = file().with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(told, indent=2, ensure_ascii=False))
    unfinished.replace(file())


def read() -> list[Login]:
    try:
        logins: list[Login] = json.loads(file().read_text())
    except FileNotFoundError:
        return []
    return logins


def _login(house: House, person: Person, api_key: str) -> Login:
    return {
        "name": person.name,
        "organisation": house.name,
        "role": str(person.role.label),
        "email": person.email,
        "password": PASSWORD,
        "totp_secret": secret_of(account(person)),
        "api_key": api_key or _make_key(person),
    }


def _make_key(person: Person) -> str:
    if not person.scopes:
        return ""
    membership = membership_of(person)
    _key, text = keys.make(
        membership,
        name=KEY_NAME,
        scopes=person.scopes,
        last_day=timezone.now().date() + GOOD_FOR,
        by=membership.as_actor(),
    )
    return text
