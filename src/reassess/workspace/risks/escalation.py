"""Escalation by the clock: in the workspace always, by mail where the team has set a server."""

import threading
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import Role
from reassess.workspace.risks.actions import escalate_overdue
from reassess.workspace.risks.models import Risk

EVERY_SECONDS = 60


def escalate() -> int:
    """Escalate what is overdue and tell supervisors and safeguarding leads; returns how many risks it was.

    The mail names the risk by number and reference only: no name, no circumstance leaves the workspace.
    """
    risks = escalate_overdue()
    if risks and settings.OPTIONS.mail_host:
        _mail(risks)
    return len(risks)


def _mail(risks: list[Risk]) -> None:
    to = User.objects.filter(is_active=True, role__in=(Role.SUPERVISOR, Role.LEAD)).exclude(email="")
    lines = [f"Risk {risk.pk}, case {risk.case.reference}, {risk.get_band_display()}" for risk in risks]
    body = "The clock of these risks has passed:\n\n" + "\n".join(lines) + "\n\nSign in to the workspace to see them."
    addresses = list(to.values_list("email", flat=True))
    if addresses:
        send_mail(f"{len(risks)} risks past their clock", body, settings.OPTIONS.mail_from, addresses)


class Clock(threading.Thread):
    """Looks at the clocks once a minute while the server stands; one in the whole server is enough."""

    def __init__(self) -> None:
        super().__init__(name="escalation", daemon=True)
        self.stopped = threading.Event()

    def run(self) -> None:
        """Escalate until told to stop."""
        while not self.stopped.wait(EVERY_SECONDS):
            escalate()
            connection.close()

    def stop(self, *_: Any) -> None:
        """End the thread at its next look."""
        self.stopped.set()
