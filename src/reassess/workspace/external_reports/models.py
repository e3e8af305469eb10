"""Reports from outside: press, charities, survivors, whistle-blowers, inspectorates."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL


class Report(models.Model):
    """One report as it came. `protected` = a protected disclosure: only people named for it see it."""

    class Kind(models.TextChoices):
        """Where reports come from."""

        PRESS = "press", "Press"
        CHARITY = "charity", "Charity"
        SURVIVOR = "survivor", "Survivor"
        WHISTLE = "whistle_blower", "Whistle-blower"
        INSPECTORATE = "inspectorate", "Inspectorate"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    protected = models.BooleanField(default=False)
    text = models.TextField()
    passages = models.JSONField(default=list)
    mentions = models.JSONField(default=list)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)


class Upload(AppendOnly):
    """The file of a report, as received."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="upload")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()


class ReportReader(models.Model):
    """A person named for a protected disclosure."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "user"], name="one_reader_a_report"),)


class Suggestion(models.Model):
    """An investigation that a report may speak of, with what they have in common."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="suggestions")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    why = models.JSONField()

    class Meta:
        ordering = ("-score", "case_id")
        constraints = (models.UniqueConstraint(fields=["report", "case"], name="one_suggestion_a_case"),)


class ReportStep(AppendOnly):
    """What a person decided about a report."""

    class Kind(models.TextChoices):
        """What can be decided."""

        LINKED = "linked", "Linked to a case"
        NOT_LINKED = "not_linked", "Does not concern this case"
        REQUEST = "request", "Request to record opened"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="report_steps")
    words = models.TextField(blank=True)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["report", "number"], name="one_report_step_a_number"),)
