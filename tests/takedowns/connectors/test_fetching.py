"""Nobody's link leads us into a private network: seen at the socket, not believed."""

import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from pytest_socket import SocketConnectBlockedError

from takedowns.connectors import fetching, hosts
from takedowns.connectors.base import Refused, Unavailable
from takedowns.connectors.fetching import Fetcher, Forbidden, fetch_picture

# pytest-socket lets a test connect to nobody but this machine, and warns.
STOPPED = (SocketConnectBlockedError, UserWarning)

# Addresses, and the ways to write them, that must never be connected to.
HOSTS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0x7f.0.0.0x1",
    "0.0.0.0",  # noqa: S104 refused, not bound
    "0",
    "0.1.2.3",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "10.0.0.1",
    "10.255.255.255",
    "167772161",
    "0xa000001",
    "012.0.0.1",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.255.254",
    "3232235521",
    "169.254.169.254",
    "169.254.0.1",
    "2852039166",
    "0xa9fea9fe",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.254",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::2]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[100::1]",
    "[2001::1]",
    "[2001:0:7f00:1::]",
    "[2001:10::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::]",
    "[2002:c0a8:1::1]",
    "[2620:4f:8000::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[fc00::1]",
    "[fd00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
]

# Addresses that are refused before any name is looked up.
MALFORMED = [
    "http://user@shop.example/",
    "http://user:word@shop.example/",
    "http://@shop.example/",
    "http://127.0.0.1@shop.example/",
    "http://shop.example\\@127.0.0.1/",
    "http:\\\\shop.example/",
    "http://shop.example/a b",
    "http://shop.example/\n",
    "http://shop.example/\r\nHost: other",
    "http://shop.example/\x00",
    "http://shop.example\t/",
    " http://shop.example/",
    "http://shop.example/\u2028",
    "http://shop\u00a0.example/",
    "ftp://shop.example/",
    "file:///etc/passwd",
    "gopher://shop.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//shop.example/",
    "shop.example",
    "http://",
    "http:///path",
    "https://:443/",
    "http://[::1",
    "http://[::1]]/",
    "http://shop.example:99999/",
    "http://shop.example:port/",
    "http://shop.example/" + "x" * 2_000,
    "",
]


class Connections(list):
    """Where a socket really connected to, or tried to."""

    is_listening = False


CONNECTIONS = Connections()


@sys.addaudithook
def _hear(event, arguments):
    if event == "socket.connect" and CONNECTIONS.is_listening:
        CONNECTIONS.append(arguments[1])


@pytest.fixture
def connections():
    CONNECTIONS.clear()
    CONNECTIONS.is_listening = True
    yield CONNECTIONS
    CONNECTIONS.is_listening = False


@pytest.fixture
def names(monkeypatch):
    """Answers for the resolver: host → addresses, one list for each time it is asked."""
    told = {}

    def getaddrinfo(host, port, *_, **__):
        answers = told.get(host, [[host]])
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(hosts.socket, "getaddrinfo", getaddrinfo)
    return told


@contextmanager
def server(*answers, hold=0.0, drip=b"", seconds=0.3):
    """A server on this machine that answers each connection with the next bytes."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def serve():
        with suppress(OSError):  # the test is over, or the client has left
            for answer in answers:
                line, _ = listener.accept()
                with line:
                    heard.append(line.recv(65_536))
                    time.sleep(hold)
                    line.sendall(answer)
                    while drip:
                        line.sendall(drip)
                        time.sleep(seconds)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", heard
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes who waits in `accept`
        listener.close()


def response(body=b"ok", status=b"200 OK", **headers):
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body)]
    lines += [f"{name}: {value}".encode() for name, value in headers.items()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class TestWhereItGoes:
    def test_the_list_is_long_enough(self):
        assert len(HOSTS) >= 60
        assert len(set(HOSTS)) == len(HOSTS)

    @pytest.mark.parametrize("host", HOSTS)
    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_never_into_a_private_network(self, scheme, host, connections):
        with pytest.raises(Unavailable):
            Fetcher().get(f"{scheme}://{host}/")

        assert connections == []

    @pytest.mark.parametrize("url", MALFORMED)
    def test_not_to_what_is_no_plain_web_address(self, url, connections):
        with pytest.raises(Forbidden):
            Fetcher().get(url)

        assert connections == []

    @pytest.mark.parametrize("port", [22, 25, 5432, 6379, 11211, 8000])
    def test_not_to_other_services(self, port, names, connections):
        names["shop.example"] = [["93.184.215.14"]]

        with pytest.raises(Forbidden):
            Fetcher().get(f"http://shop.example:{port}/")

        assert connections == []

    def test_to_public_addresses(self, names):
        """The mirror of the refusals: here the socket is reached, and pytest stops it."""
        names["shop.example"] = [["93.184.215.14"]]

        with pytest.raises(STOPPED, match=r"93\.184\.215\.14"):
            Fetcher().get("http://shop.example/")

    def test_not_to_a_name_with_one_private_address_among_public_ones(
        self, names, connections
    ):
        names["shop.example"] = [["93.184.215.14", "127.0.0.1"]]

        with pytest.raises(Forbidden):
            Fetcher().get("http://shop.example/")

        assert connections == []

    def test_a_name_is_looked_up_once(self, names):
        """DNS rebinding: the second answer, had we asked for it, would be loopback."""
        names["shop.example"] = [["93.184.215.14"], ["127.0.0.1"]]

        with pytest.raises(STOPPED, match=r"93\.184\.215\.14"):
            Fetcher().get("http://shop.example/")

        assert names["shop.example"] == [["127.0.0.1"]]

    def test_loopback_is_open_at_the_sandbox_s_own_origin_alone(self, connections):
        with server(response()) as (sandbox, _), server(response()) as (other, _):
            assert Fetcher(loopback=sandbox).get(f"{sandbox}/x").body == b"ok"
            connections.clear()

            with pytest.raises(Forbidden):
                Fetcher(loopback=sandbox).get(f"{other}/x")
            with pytest.raises(Forbidden):
                Fetcher().get(f"{sandbox}/x")

        assert connections == []

    def test_the_sandbox_s_name_may_not_lead_into_the_private_network(self, names):
        names["sandbox.example"] = [["10.0.0.1"]]

        with pytest.raises(Forbidden):
            Fetcher(loopback="http://sandbox.example").get("http://sandbox.example/")


class TestRedirects:
    @pytest.mark.parametrize("host", [*HOSTS[:12], "[::1]", "[64:ff9b::7f00:1]"])
    def test_are_checked_like_the_first_address(self, host, connections):
        onward = response(b"", b"302 Found", Location=f"http://{host}:80/")
        with server(onward) as (url, _), pytest.raises(Unavailable):
            Fetcher(loopback=url).get(url)

        assert len(connections) == 1

    @pytest.mark.parametrize(
        "onward",
        [
            "file:///etc/passwd",
            "http://a\\@127.0.0.1/",
            "//u@shop.example/",
            "http://[",
        ],
    )
    def test_lead_to_web_addresses_alone(self, onward, connections):
        with (
            server(response(b"", b"301 Moved", Location=onward)) as (url, _),
            pytest.raises(Forbidden),
        ):
            Fetcher(loopback=url).get(url)

        assert len(connections) == 1

    def test_are_followed_three_times_and_not_more(self):
        again = response(b"", b"302 Found", Location="/again")
        with server(again, again, again, response(b"there")) as (url, _):
            assert Fetcher(loopback=url).get(url).body == b"there"
        with (
            server(again, again, again, again) as (url, _),
            pytest.raises(Unavailable, match="too often"),
        ):
            Fetcher(loopback=url).get(url)

    def test_are_not_followed_where_something_is_sent(self):
        onward = response(b"", b"307 Temporary Redirect", Location="/elsewhere")
        with server(onward, response()) as (url, heard):
            assert Fetcher(loopback=url).post(url, headers={}, body=b"{}").status == 307
            assert len(heard) == 1


class TestWhatIsRead:
    def test_no_more_than_the_limit(self):
        with (
            server(response(b"x" * 1_000_001)) as (url, _),
            pytest.raises(Unavailable, match="too long"),
        ):
            Fetcher(loopback=url).get(url)

    def test_nothing_compressed_since_it_may_be_a_bomb(self):
        squeezed = response(b"\x1f\x8b", **{"Content-Encoding": "gzip"})
        with (
            server(squeezed) as (url, _),
            pytest.raises(Unavailable, match="compressed"),
        ):
            Fetcher(loopback=url).get(url)

    @pytest.mark.parametrize(
        "nonsense",
        [
            b"",
            b"\x00" * 100,
            b"SSH-2.0-OpenSSH_9.2\r\n",
            b"HTTP/1.1 999999 What\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000,
            b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\nContent-Length: 0\r\n\r\n",
        ],
    )
    def test_nonsense_is_unavailable(self, nonsense):
        with server(nonsense) as (url, _), pytest.raises(Unavailable):
            Fetcher(loopback=url).get(url)

    def test_a_plain_server_is_no_tls_server(self):
        with server(response()) as (url, _):
            secure = url.replace("http://", "https://")
            with pytest.raises(Unavailable, match="TLS"):
                Fetcher(loopback=secure).get(secure)

    def test_nobody_there_is_unavailable(self):
        listener = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.close()

        with pytest.raises(Unavailable, match="reached"):
            Fetcher(loopback=url).get(url)

    def test_a_name_nobody_knows_is_unavailable(self, monkeypatch):
        def getaddrinfo(*_, **__):
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(hosts.socket, "getaddrinfo", getaddrinfo)

        with pytest.raises(Unavailable, match="cannot be found"):
            Fetcher().get("https://nowhere.example/")

    def test_host_and_path_are_sent_and_nothing_about_us(self):
        with server(response()) as (url, heard):
            Fetcher(loopback=url).get(f"{url}/a?b=c#d")

        head = heard[0].decode().lower()
        assert head.startswith("get /a?b=c http/1.1\r\n")
        assert f"host: {url.removeprefix('http://')}" in head
        assert "cookie" not in head
        assert "authorization" not in head

    def test_proxies_of_the_environment_are_not_used(self, monkeypatch):
        with server(response(b"proxy")) as (proxy, heard):
            monkeypatch.setenv("HTTP_PROXY", proxy)
            monkeypatch.setenv("ALL_PROXY", proxy)
            with server(response(b"itself")) as (url, _):
                assert Fetcher(loopback=url).get(url).body == b"itself"
            assert heard == []


class TestTime:
    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch):
        monkeypatch.setattr(fetching, "SECONDS", 0.8)

    def test_a_silent_server_is_left(self):
        with server(response(), hold=3) as (url, _):
            self.assert_left_in_time(url)

    @pytest.mark.parametrize(
        "beginning",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n\r\n",  # ends when the line does
            b"HTTP/1.1 200 OK\r\nX-Header: ",
        ],
    )
    def test_a_dripping_server_is_left(self, beginning):
        """Each byte comes in time; all of them together never would."""
        with server(beginning, drip=b"x") as (url, _):
            self.assert_left_in_time(url)

    def assert_left_in_time(self, url):
        began = time.monotonic()
        with pytest.raises(Unavailable, match="longer than"):
            Fetcher(loopback=url).get(url)
        assert time.monotonic() - began < 1.6


class TestPictures:
    def test_are_told_by_their_first_bytes(self):
        png = b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_000
        with server(response(png, **{"Content-Type": "text/html"})) as (url, _):
            picture = fetch_picture(f"{url}/p", loopback=url)

        assert (picture.media_type, len(picture.content)) == ("image/png", 2_000_008)

    @pytest.mark.parametrize("body", [b"<svg/>", b"GIF89a", b"<html>", b"", b"MZ"])
    def test_nothing_else_is_one(self, body):
        with (
            server(response(body, **{"Content-Type": "image/png"})) as (url, _),
            pytest.raises(Refused) as refusal,
        ):
            fetch_picture(url, loopback=url)

        assert refusal.value.code == "not_a_picture"

    def test_ten_megabytes_are_the_most(self):
        with (
            server(response(b"\xff\xd8\xff" + b"x" * 10_000_000)) as (url, _),
            pytest.raises(Unavailable, match="too long"),
        ):
            fetch_picture(url, loopback=url)

    def test_a_removed_one_is_refused(self):
        with server(response(b"", b"410 Gone")) as (url, _), pytest.raises(Refused):
            fetch_picture(url, loopback=url)
