"""When a session ends: idle too long, open too long, moved to another browser, or after a clock change."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

SEEN, BEGAN, BROWSER = "seen_at", "began_at", "browser"
WRITE_EVERY = timedelta(seconds=60)
"""How often the time of the last request is written; the idle time is exact to this much."""
CLOCK_SLACK = timedelta(minutes=5)
"""A session seen further in the future than this means that a clock was set back: it ends."""


def browser(request: HttpRequest) -> str:
    """A short digest of what the browser says of itself. A stolen cookie used elsewhere has another."""
    return hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()[:16]


def begin(request: HttpRequest, now: datetime) -> None:
    """Start the clocks of a session."""
    request.session[SEEN] = request.session[BEGAN] = now.timestamp()
    request.session[BROWSER] = browser(request)


def why_ended(request: HttpRequest, now: datetime) -> str:
    """Why this session must end; empty if it may continue."""
    seen, began = request.session.get(SEEN), request.session.get(BEGAN)
    if seen is None or began is None:
        return "we could not check your session"
    if request.session.get(BROWSER) != browser(request):
        return "your session was used from another browser"
    if seen - now.timestamp() > CLOCK_SLACK.total_seconds():
        return "the clock of the server was set back"
    if now.timestamp() - seen > settings.OPTIONS.idle_minutes * 60:
        return "you were inactive"
    if now.timestamp() - began > settings.OPTIONS.session_hours * 3600:
        return "your session was open too long"
    return ""


def touch(request: HttpRequest, now: datetime) -> None:
    """Record that the session is in use, at most once a minute."""
    if now.timestamp() - request.session[SEEN] > WRITE_EVERY.total_seconds():
        request.session[SEEN] = now.timestamp()
