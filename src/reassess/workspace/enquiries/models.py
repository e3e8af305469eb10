"""Lines of enquiry that the review raises, in the states of HOLMES."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """The states of an action, in their order."""

    RAISED = "raised", "Raised"
    ALLOCATED = "allocated", "Allocated"
    COMPLETED = "completed", "Completed"
    RESULTED = "resulted", "Resulted"
    FILED = "filed", "Filed"


class Enquiry(models.Model):
    """One line of enquiry. Its state is that of its last step; `version` is that step's number."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="enquiries")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    rule = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    raised_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="enquiries")
    due_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RAISED)
    version = models.IntegerField(default=1)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["state", "due_on"], name="enquiry_by_state"),)


class EnquiryStep(AppendOnly):
    """One change of an enquiry. The number is its version: two people cannot both write the same one."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["enquiry", "number"], name="one_enquiry_step_a_number"),)
