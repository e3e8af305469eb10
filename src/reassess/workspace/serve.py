"""Serve a workspace on this machine."""

import socket
from pathlib import Path
from typing import Any

from django.core.management import call_command

from reassess.records.errors import UserError
from reassess.workspace.pages.frontend.build import SHEET
from reassess.workspace.platform.server.refit_process import refitting
from reassess.workspace.platform.server.start import open_workspace

THREADS = 4


def serve(review: Path, *, port: int = 8000, workers: int = 2) -> None:
    """Serve the workspace of a review on 127.0.0.1 until stopped; the order is learnt anew beside it meanwhile.

    Migrates the database first. Raises `UserError` where a guard of the database is missing, the styles
    have not been built, or the port is taken.
    """
    prepare(review)
    _require_free(port)
    let_go_of_the_database()
    with refitting(review):
        _Server(port, workers).run()


def prepare(review: Path) -> None:
    """Everything that must stand before the first request: database, guards, static files."""
    if not SHEET.is_file():
        raise UserError(f"{SHEET}: the styles are missing. Run: python -m reassess.workspace.pages.frontend.build")
    open_workspace(review)
    call_command("collectstatic", verbosity=0, interactive=False)


def let_go_of_the_database() -> None:
    """Close every connection of this process before it forks: two workers on one inherited connection read each
    other's answers."""
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

    connections.close_all()
    for connection in connections.all():
        if isinstance(connection, PostgreSQL):
            connection.close_pool()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UserError(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error


class _Server:
    """gunicorn inside this process, with the clock of the risks in each of its workers.

    Escalating is done once whichever worker looks first, since it locks the rows and marks them.
    """

    def __init__(self, port: int, workers: int) -> None:
        self.options: dict[str, Any] = {
            "bind": f"127.0.0.1:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": THREADS,
            "timeout": 120,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "limit_request_line": 8_190,
            "control_socket_disable": True,
            "post_worker_init": _start_clock,
        }

    def run(self) -> None:
        """Serve until stopped by a signal."""
        from gunicorn.app.base import BaseApplication

        options = self.options

        class Application(BaseApplication):  # type: ignore[misc]
            def load_config(self) -> None:
                """Take the options as they are: no configuration file is read."""
                for name, value in options.items():
                    self.cfg.set(name, value)

            def load(self) -> Any:
                """The application, made in each worker after the fork, so that no connection is shared."""
                from reassess.workspace.platform.server.wsgi import application

                return application

        Application().run()


def _start_clock(worker: Any) -> None:
    from reassess.workspace.risks.escalation import Clock

    Clock().start()
