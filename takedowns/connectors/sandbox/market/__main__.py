"""python -m takedowns.connectors.sandbox.market --port 8100 --data DIR --secret S"""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from takedowns.connectors import signing
from takedowns.connectors.sandbox.market import catalogue
from takedowns.connectors.sandbox.market.server import Server
from takedowns.connectors.sandbox.market.shop import Shop


def main() -> None:
    asked = _arguments()
    shop = Shop(asked.data, secret=asked.secret, portal_url=asked.portal_url)
    if not shop.listings:
        shop.record(catalogue.opening())
    server = Server(asked.port, shop)
    for number in (signal.SIGTERM, signal.SIGINT):
        # Not from the handler's own thread: `shutdown` waits for the loop to end.
        signal.signal(
            number, lambda *_: threading.Thread(target=server.shutdown).start()
        )
    sys.stdout.write(f"listening on http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    server.server_close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A marketplace to practise on.")
    parser.add_argument("--port", type=int, default=8100, help="0 takes a free one")
    parser.add_argument(
        "--data", type=Path, required=True, help="where its state is kept"
    )
    parser.add_argument(
        "--secret",
        default=os.environ.get("SANDBOX_SECRET", ""),
        help="shared with the portal; else the environment's SANDBOX_SECRET",
    )
    parser.add_argument("--portal-url", default="", help="where listings are reported")
    asked = parser.parse_args()
    if not asked.secret:
        parser.error(f"it needs a --secret, such as {signing.new_secret()}")
    return asked


if __name__ == "__main__":
    main()
