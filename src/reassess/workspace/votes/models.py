"""Votes, approvals, re-openings and blind reviews: the rows that decide the standing of a case."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL

FIRST, SECOND, THIRD = 1, 2, 3


class Vote(AppendOnly):
    """One person's decision on a case in one round. The first two readers do not see each other's votes."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="votes")
    round = models.IntegerField()
    vote_number = models.IntegerField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    outcomes = models.JSONField()
    reasons = models.JSONField()
    stands_because = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    answered = models.IntegerField()
    asked = models.IntegerField()
    publication = models.ForeignKey("cases.Publication", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("case_id", "round", "vote_number")
        constraints = (
            models.UniqueConstraint(fields=["case", "round", "vote_number"], name="one_vote_a_place"),
            models.UniqueConstraint(fields=["case", "round", "user"], name="one_vote_a_person_and_round"),
            models.CheckConstraint(
                name="vote_place_is_1_to_3", condition=models.Q(vote_number__in=[FIRST, SECOND, THIRD])
            ),
        )
        indexes = (models.Index(fields=["user", "at"], name="vote_by_user"),)


class Approval(AppendOnly):
    """A supervisor's answer to 'no further action stands'."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="approvals")
    round = models.IntegerField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="one_approval_a_round"),)


class Reopening(AppendOnly):
    """The start of a new round. Votes of earlier rounds are kept and shown as such."""

    class Why(models.TextChoices):
        """What can re-open a case."""

        PUBLICATION = "publication", "New material"
        WITHDRAWAL = "withdrawal", "A reader left the team"
        REFUSED = "refused", "Approval refused"
        SUPERVISOR = "supervisor", "A supervisor asked"
        REREAD = "reread", "A blind review differs"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reopenings")
    round = models.IntegerField()
    why = models.CharField(max_length=20, choices=Why.choices)
    words = models.TextField()
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("case_id", "round")
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="one_reopening_a_round"),)


class ReviewDraw(AppendOnly):
    """An approved 'no further action stands' that was drawn for a blind review."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="review_draws")
    round = models.IntegerField()
    random_key = models.CharField(max_length=64)
    share = models.FloatField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="one_reread_a_round"),)


class BlindReview(AppendOnly):
    """What the blind reviewer decided. `differs`: they chose another outcome than 'no further action stands'."""

    draw = models.OneToOneField(ReviewDraw, on_delete=models.PROTECT, related_name="review")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    outcomes = models.JSONField()
    reasons = models.JSONField()
    stands_because = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    differs = models.BooleanField()
    answered = models.IntegerField()
    asked = models.IntegerField()
    opened_at = models.DateTimeField()
    at = models.DateTimeField()
