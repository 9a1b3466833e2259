"""What happened to the cast, told through the same actions that the pages call.

Every chapter leaves alone what it finds told: a second run does nothing, and a run after
one that broke tells the rest.
"""

from collections.abc import Callable

from takedowns.demo import effects, logins, stage
from takedowns.demo.chapters import desk, houses, mandates, marks, notices

Chapter = tuple[str, Callable[[], None]]
CHAPTERS: tuple[Chapter, ...] = (
    ("The marketplace and the authority are set up", stage.set_up),
    ("Houses have joined, and one waits to be vetted", houses.tell),
    ("Marks are registered, signed ones and by hand", marks.tell),
    ("The agency has its mandate", mandates.tell),
    ("The first notices are filed, their listings captured", notices.tell_of_the_first),
    ("They are decided; listings are down, and one is back", desk.tell),
    ("Others wait in the queue", notices.tell_of_the_rest),
    ("A mark has lapsed", marks.lapse_what_ended),
    ("API keys and logins are written down", logins.write),
)


def tell(*, say: Callable[[str], None]) -> None:
    """Tell what is not told yet, a line for each chapter as it ends."""
    for line, chapter in CHAPTERS:
        chapter()
        effects.deliver()
        say(line)
