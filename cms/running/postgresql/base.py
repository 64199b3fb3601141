"""The database wrapper that production names as its ENGINE.

A server that is stopped (SIGSTOP, a frozen disk, a machine that has lost its network) keeps no `statement_timeout`,
and its kernel goes on acknowledging what is sent. So every wait of a request ends on the client's side.
"""

import select
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import _WaitTimeout

from cms.running.deadlines import LEAST, counted_wait, give_up, seconds_left, waiting_at_most

LONGEST_LOCK = 5
"""Seconds that a request waits for what others are changing: the database is well then, and says so in time."""
LONGEST_LOOK = 1.0
"""Seconds after which a connection that says something, and then nothing, is given up."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits as long as the thread's deadline lets it, and is closed when that is past."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        seconds = timeout if timeout is not None else seconds_left()
        if seconds is None:
            return super().wait(gen, interval=interval)
        try:
            with counted_wait():
                return super().wait(gen, interval=interval, timeout=seconds)
        except _WaitTimeout as error:
            # What the server still does for it ends when it notices, or by its own statement_timeout.
            self.pgconn.finish()
            give_up()
            raise psycopg.OperationalError("the database did not answer before the deadline") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection per thread, kept; looked at before each request, without asking the server."""

    # Django calls `connect` of this, and takes its exceptions from here.
    Database = SimpleNamespace(**{**vars(psycopg), "connect": PatientConnection.connect})  # type: ignore[assignment]

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        limit = params.pop("statement_seconds", 0)
        if limit and seconds_left() is not None:
            # Requests only: a migration may take as long as it takes.
            given = params.get("options", "")
            params["options"] = (
                f"{given} -c statement_timeout={limit}s -c idle_in_transaction_session_timeout={limit}s"
                f" -c lock_timeout={LONGEST_LOCK}s"
            )
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        seconds = seconds_left()
        if seconds is not None and seconds <= LEAST:
            raise psycopg.OperationalError("the database did not answer before the deadline")
        try:
            with counted_wait():
                return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            give_up()
            raise

    def is_usable(self) -> bool:
        """Whether the server has closed it, which is known here: then there is something to read."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.pgconn.socket, select.POLLIN | select.POLLERR | select.POLLHUP)
        if not poll.poll(0):
            return True
        # Asked before a request has a deadline of its own.
        with waiting_at_most(each=LONGEST_LOOK):
            return bool(super().is_usable())
