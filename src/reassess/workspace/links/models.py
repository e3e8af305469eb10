"""Pairs of records that may be the same person, and what people judged of them."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly

USER = settings.AUTH_USER_MODEL


class Pair(models.Model):
    """Two person records that a run wants looked at. `left` < `right`."""

    left = models.CharField(max_length=100)
    right = models.CharField(max_length=100)
    probability = models.FloatField()
    weight = models.FloatField()
    value = models.FloatField(help_text="How much a judgement would settle: the order of the page")
    evidence = models.JSONField(default=list)
    sides = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    in_newest_run = models.BooleanField(default=True)
    judged = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("-value", "left", "right")
        constraints = (models.UniqueConstraint(fields=["left", "right"], name="one_pair"),)
        indexes = (models.Index(fields=["in_newest_run", "judged", "-value"], name="pair_to_judge"),)


class PairCase(models.Model):
    """A case that a pair touches: the door asks for all of them."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="pairs")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pair", "case"], name="one_pair_case"),)


class Judgement(AppendOnly):
    """A person's word on a pair. The highest number counts; the earlier ones stay."""

    class Verdict(models.TextChoices):
        """What a person can say of a pair."""

        SAME = "same", "Same person"
        DIFFERENT = "different", "Different people"
        UNSURE = "unsure", "Unsure"

    left = models.CharField(max_length=100)
    right = models.CharField(max_length=100)
    number = models.IntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("left", "right", "number")
        constraints = (models.UniqueConstraint(fields=["left", "right", "number"], name="one_judgement_a_number"),)
