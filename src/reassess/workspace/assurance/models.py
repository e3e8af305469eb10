"""What assurance rests on: the committed orders, what was drawn from them, every order of work, every statement."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL


class AuditPosition(models.Model):
    """Where a case stands in the committed random order of the newest run."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, primary_key=True, related_name="audit_position")
    number = models.IntegerField(unique=True)


class AuditDraw(AppendOnly):
    """A case that was handed to a reader because the committed order drew it."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="audit_draw")
    number = models.IntegerField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class WorkOrder(AppendOnly):
    """An order of work that came into force, or one that failed and left the one before it standing.

    `folder` is relative to the review's folder and holds the whole order: places, reasons, model, versions.
    """

    at = models.DateTimeField()
    run = models.CharField(max_length=200)
    version = models.CharField(max_length=64, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    decided = models.IntegerField(default=0)
    in_force = models.BooleanField()
    says = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)


class Statement(AppendOnly):
    """What the analysis said on a day, in numbers and sentences only: `assurance` or `forecast`."""

    class Kind(models.TextChoices):
        """The two pages."""

        ASSURANCE = "assurance", "Assurance"
        FORECAST = "forecast", "Forecast"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["kind", "-id"], name="statement_newest"),)
