"""Serving the portal: one uvicorn process, quiet, gone within seconds of SIGTERM.

Belongs here: the process. ``python -m spbe_data.portal.serve --port N`` is how ``spbe up`` starts it.
"""

from __future__ import annotations

import argparse

import uvicorn

from spbe_data.portal.app import create_app
from spbe_data.settings import Settings, current

GRACE_SECONDS = 5


def serve(settings: Settings, port: int, host: str = "127.0.0.1") -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are finished first.

    Only this machine is served by default: a reverse proxy with TLS stands before it in public.
    """
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def main() -> None:
    """The command line of this module."""
    settings = current()
    parser = argparse.ArgumentParser(
        prog="python -m spbe_data.portal.serve", description="Layani portal data terbuka."
    )
    parser.add_argument("--port", type=int, default=settings.portal_port, help="Port portal.")
    parser.add_argument("--host", default="127.0.0.1", help="Alamat yang didengarkan.")
    chosen = parser.parse_args()
    serve(settings, chosen.port, chosen.host)


if __name__ == "__main__":
    main()
