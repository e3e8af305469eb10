"""Risks: tasks of their own, apart from the review, from the moment of publishing."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL

RAISED_RULE = "raised-by-a-person"
"""Stands where the rule of a risk stands, for one that a person raised."""

RAISED_TITLE = "Raised by a person"


class Band(models.TextChoices):
    """How soon a risk must be acted on."""

    IMMEDIATE = "immediate", "Immediate"
    SAME_DAY = "same_day", "Same day"
    NEXT = "next_working_day", "Next working day"
    BEFORE_CONTACT = "before_contact", "Before contact"


class State(models.TextChoices):
    """Where a risk stands: the last step that moved it."""

    OPEN = "open", "No owner"
    OWNED = "owned", "Owned"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    REFERRED = "referred", "Referred"
    RESPONDED = "responded", "Answered"
    CLOSING = "closing", "Waiting for a second person to close it"
    CLOSED = "closed", "Closed"


class Risk(models.Model):
    """One risk that a rule found or a person raised. State, owner and version follow from its steps."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="risks")
    rule = models.CharField(max_length=100)
    subject = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=200, blank=True)
    band = models.CharField(max_length=20, choices=Band.choices)
    band_rank = models.IntegerField()
    says = models.TextField()
    route = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When the clock of the band passes; empty for a band without a clock."""
    escalated_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="risks")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    version = models.IntegerField(default=1)
    found = models.BooleanField(default=True, help_text="Whether the newest run still finds it")
    raised_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    raised_from = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("band_rank", "due_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "rule", "subject"],
                condition=models.Q(raised_by__isnull=True),
                name="one_risk_a_subject",
            ),
        )
        indexes = (models.Index(fields=["band_rank", "due_at", "id"], name="risk_in_order"),)


class RiskStep(AppendOnly):
    """One thing that was done about a risk, by whom and when."""

    class Kind(models.TextChoices):
        """What can happen to a risk."""

        FOUND = "found", "Found"
        RAISED = "raised", "Raised"
        ACTION_NEEDED = "action_needed", "Safeguarding action needed now"
        FOUND_AGAIN = "found_again", "Found again"
        NOT_FOUND = "not_found", "No longer found by the newest run"
        OWNED = "owned", "Taken"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        REFERRED = "referred", "Referred"
        RESPONDED = "responded", "Answered"
        NOTE = "note", "Note"
        PROPOSED = "proposed", "Closing proposed"
        REFUSED = "refused", "Closing refused"
        CLOSED = "closed", "Closed"
        ESCALATED = "escalated", "Escalated by the clock"
        HANDED_BACK = "handed_back", "Handed back"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["risk", "number"], name="one_risk_step_a_number"),)
