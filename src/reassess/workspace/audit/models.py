"""The audit trail: one row for every change and every read of a case, chained by hash."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly


class Entry(AppendOnly):
    """Who did what to what, when. `digest` covers every other column and the digest before it."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=60)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=200)
    detail = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sequence",)
        indexes = (
            models.Index(fields=["case", "-sequence"], name="audit_by_case"),
            models.Index(fields=["actor", "-sequence"], name="audit_by_actor"),
            models.Index(fields=["verb", "-sequence"], name="audit_by_verb"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class Commitment(AppendOnly):
    """A secret seed of a random draw. Its digest is in the audit trail from the first publication on."""

    purpose = models.CharField(max_length=20, unique=True)
    seed = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
