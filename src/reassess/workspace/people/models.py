"""People, identifiers and places across cases, as the newest run resolved them."""

from django.conf import settings
from django.db import models

from reassess.workspace.platform.database.append_only import AppendOnly


class ResolvedPerson(models.Model):
    """One resolved person. Rewritten by each publication; people decide on pairs, not here."""

    entity = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=300)
    born_on = models.CharField(max_length=20, blank=True)
    cases = models.IntegerField(default=0, help_text="In how many cases, whoever may see them: for the order only")

    class Meta:
        indexes = (models.Index(fields=["-cases", "id"], name="human_by_cases"),)


class PersonInCase(models.Model):
    """One person record in one case, in one role."""

    resolved_person = models.ForeignKey(ResolvedPerson, on_delete=models.CASCADE, related_name="records")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=20)
    confirmed = models.BooleanField(default=True)

    class Meta:
        indexes = (models.Index(fields=["person"], name="record_by_person"),)


class CaseIdentifier(models.Model):
    """An identifier as one case holds it, in normal form."""

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)
    cases = models.IntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=["kind", "value"], name="mark_by_value"),
            models.Index(fields=["-cases", "kind", "value"], name="mark_by_cases"),
        )


class Place(models.Model):
    """A location of the record."""

    location = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    cases = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["-cases", "id"], name="place_by_cases"),)


class PlaceInCase(models.Model):
    """A place that figures in a case."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="in_cases")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)
    seen_on = models.CharField(max_length=20, blank=True)


class Hub(models.Model):
    """An identifier or place that stands in many cases and ties none: left out of links, and said so."""

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=200, help_text="For a place: the location of the record")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "value"], name="one_hub"),)


class ContactNote(AppendOnly):
    """What the team knows of contacting a person: the record model holds nothing on it. One row a version; the
    highest number counts, the earlier ones stay."""

    person = models.CharField(max_length=100)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    do_not_contact = models.BooleanField()
    preference = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("person", "number")
        constraints = (models.UniqueConstraint(fields=["person", "number"], name="one_contact_note_a_version"),)
