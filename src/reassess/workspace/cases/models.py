"""Cases as published from a run, and what readers hold of them."""

import re

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL


class Group(models.TextChoices):
    """The groups of findings, in the order in which a page shows them."""

    MISSED = "missed", "Missed then"
    NEW = "new", "Possible now"
    RISK = "risk", "Risk today"
    JUSTICE = "justice", "Justice"
    RECORD = "record", "Record and reasoning"


class Standing(models.TextChoices):
    """Where a case stands. Never set by hand: `votes.policy.standing` works it out from rows alone."""

    UNREAD = "unread", "To be read"
    SECOND = "second", "Waiting for the second reader"
    THIRD = "third", "Readers differ: waiting for a third"
    APPROVAL = "approval", "Waiting for approval"
    DECIDED = "decided", "Decided"
    REOPENED = "reopened", "Re-opened: to be read again"


class Publication(models.Model):
    """One run written into the workspace. `finished_at` empty = it was interrupted; publish again."""

    run = models.CharField(max_length=200)
    as_of = models.CharField(max_length=30, blank=True)
    rules = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Publication {self.pk} of run {self.run}"


class Rule(models.Model):
    """A rule as the newest publication words it."""

    slug = models.CharField(max_length=100, primary_key=True)
    title = models.TextField()
    question = models.TextField()
    says = models.TextField()
    why = models.TextField()
    source = models.TextField()
    group = models.CharField(max_length=20, choices=Group.choices)
    subject = models.CharField(max_length=60)
    expected_from = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=20)
    band = models.CharField(max_length=40, blank=True)
    route = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.slug


class CatalogueEntry(models.Model):
    """What criteria, a definition or an element is called, as the newest publication that says so words it.

    `words`: what the source says, or the question that an element asks.
    """

    class Kind(models.TextChoices):
        """What it is that has the name."""

        CRITERIA = "criteria", "Criteria"
        DEFINITION = "definition", "Definition"
        ELEMENT = "element", "Element"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    slug = models.CharField(max_length=100)
    title = models.TextField()
    source = models.TextField()
    version = models.CharField(max_length=20)
    words = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "slug"], name="one_name_a_slug"),)

    def __str__(self) -> str:
        return self.slug


class Case(models.Model):
    """One investigation: what lists and filters need. The rest is in its dossier."""

    reference = models.CharField(max_length=100, unique=True)
    force = models.CharField(max_length=20)
    area = models.CharField(max_length=100, blank=True)
    recorded_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    year = models.IntegerField(null=True)
    outcome_code = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=10)
    band = models.CharField(max_length=60)
    band_rank = models.IntegerField(default=99)
    position = models.IntegerField()
    score = models.FloatField(null=True)
    why = models.TextField(blank=True)
    missed = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    risk = models.IntegerField(default=0)
    justice = models.IntegerField(default=0)
    record = models.IntegerField(default=0)
    links = models.IntegerField(default=0)
    text_poor = models.BooleanField(default=False)
    set_key = models.CharField(max_length=100, blank=True, help_text="Cases that travel together to one reader")
    digest = models.CharField(max_length=64)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT)
    in_newest_run = models.BooleanField(default=True)
    restricted = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.UNREAD)

    first_view_draw = models.FloatField(default=1.0, help_text="Below the share of first views: it takes one")

    hidden_findings = False
    """Whether a list leaves out what the machine found, for a reader who writes a first view first."""

    class Meta:
        ordering = ("position", "pk")
        indexes = (
            models.Index(fields=["standing", "band_rank", "position"], name="case_queue"),
            models.Index(fields=["band_rank", "position"], name="case_order"),
            models.Index(fields=["set_key"], name="case_set"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def findings_by_group(self) -> str:
        """How many findings of which group, as 'missed 4, risk 1'; empty where there are none."""
        if self.hidden_findings:
            return "after your first view"
        numbers = ((group, getattr(self, group)) for group in Group.values)
        return ", ".join(f"{group} {number}" for group, number in numbers if number)

    @property
    def why_in_its_band(self) -> str:
        """Why it stands where it does, from what was found on: the band's own words stand beside it in lists, and what
        stands in brackets on the page 'Why here'."""
        for word in ("Found: ", "Raised most by: "):
            if word in self.why:
                return re.sub(r" \([^()]*\)", "", self.why[self.why.index(word) :])
        return self.why


class Dossier(models.Model):
    """Everything a case page needs, in one compressed JSON document."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True)
    body = models.BinaryField()


class CaseStaff(models.Model):
    """Somebody who had a hand in the original investigation and is shut out of its review."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="staff")
    staff_id = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "staff_id"], name="one_staff_row_a_case"),)


class CaseDefinition(models.Model):
    """What a case is by one definition, for the filter of the queue."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="definitions")
    definition = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10)

    class Meta:
        indexes = (models.Index(fields=["definition", "verdict", "case"], name="case_by_definition"),)


class Finding(models.Model):
    """A finding that the run made. `gone` = an earlier run made it and the newest does not."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField(max_length=100)
    subject = models.CharField(max_length=300, blank=True)
    group = models.CharField(max_length=20, choices=Group.choices)
    band = models.CharField(max_length=40, blank=True)
    says = models.TextField()
    doubtful = models.BooleanField(default=False)
    before_standard = models.BooleanField(default=False)
    first_published = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    gone = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "rule", "subject"], name="one_finding_a_subject"),)
        indexes = (models.Index(fields=["rule", "gone", "case"], name="finding_by_rule"),)


class Change(AppendOnly):
    """What a later publication changed under a case, in words."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="changes")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField()
    touches = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)


class Grant(models.Model):
    """A person named for a restricted case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "user"], name="one_grant_a_person"),)


class Lease(models.Model):
    """A case in one person's hands until `ends_at`. The constraint is what keeps two people off the same one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="leases")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="leases")
    taken_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_at=None), name="one_lease_at_a_time"),
        )
        indexes = (models.Index(fields=["user", "ended_at"], name="lease_by_user"),)


class CaseRead(models.Model):
    """When a person last read a case, and how heavy it is: for 'changed since you read' and reader care."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    heavy = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "user"], name="one_reading_a_person"),)
        indexes = (models.Index(fields=["user", "at"], name="reading_by_user"),)


class SavedFilter(models.Model):
    """A query of the queue that a person keeps under a name."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="one_filter_a_name"),)


class Draft(models.Model):
    """Words that a person has not handed in yet, kept for them alone."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=400)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_draft_a_field"),)
