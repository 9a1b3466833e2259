"""python -m tests.smoke: does an installation do the one thing it is for?

The whole site is started in a folder of its own, and met over HTTP alone. With REAL_DATA
set, it works on the real signed mark and the real photograph that lie there.
"""

import sys
import time

from tests.smoke.clients import Refused
from tests.smoke.journey import Broken, Journey
from tests.smoke.material import Material
from tests.smoke.site import NotServed, site

BEGAN = time.monotonic()


def say(line: str) -> None:
    sys.stdout.write(f"{time.monotonic() - BEGAN:6.1f} s  {line}\n")
    sys.stdout.flush()


def main() -> int:
    material = Material.found()
    say(f"working on {'real data' if material.real else 'data of our own'}")
    try:
        with site(**material.settings) as running:
            say(f"the site is served at {running.url}")
            material.load_lists(running)
            Journey(running, material, say).run()
    except (Broken, NotServed, Refused) as failure:
        say(f"BROKEN: {failure}")
        return 1
    say("everything is stopped; all of it held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
