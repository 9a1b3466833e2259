import pytest

from takedowns.demo import story
from tests.fakes.marketplace import running_marketplace


@pytest.fixture
def lantern(tmp_path):
    with running_marketplace(tmp_path / "market") as market:
        yield market


@pytest.fixture
def demo(settings, tmp_path, lantern):
    """An installation that is a demonstration, with its marketplace running."""
    settings.DEMO = settings.MAIL_CAUGHT = True
    settings.DATA_DIR = tmp_path
    settings.DEMO_AUTHORITY = tmp_path / "demo" / "authority"
    settings.MARK_AUTHORITIES = [str(settings.DEMO_AUTHORITY / "ca.crt")]
    settings.SANDBOX_URL = lantern.url
    settings.SANDBOX_SECRET = lantern.secret
    return settings


@pytest.fixture
def told(demo):
    """The lines that were said while the story was told."""
    lines = []
    story.tell(say=lines.append)
    return lines
