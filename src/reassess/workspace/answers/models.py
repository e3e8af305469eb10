"""What readers answer, note and are still writing."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL


class Verdict(models.TextChoices):
    """The five answers to any question."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    NOT_APPLICABLE = "na", "Not applicable"
    CANNOT_TELL = "cannot", "Cannot tell from the record"


class Answer(AppendOnly):
    """One reader's answer to one question. A later number replaces an earlier one and keeps it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="answers")
    rule = models.CharField(max_length=100)
    subject = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = models.TextField(blank=True)
    quotes = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "user", "rule", "subject", "number"], name="one_answer_a_version"),
        )


class Note(AppendOnly):
    """The team's shared note on a case, one row a version."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notes")
    number = models.IntegerField()
    text = models.TextField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="one_note_a_version"),)


class FirstView(AppendOnly):
    """What a reader thought before the machine's findings were shown."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="first_views")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "user"], name="one_first_view_a_person"),)
