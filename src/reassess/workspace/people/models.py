"""People, identifiers and places across cases, as the newest run resolved them."""

from django.db import models


class Human(models.Model):
    """One resolved person. Rewritten by each publication; people decide on pairs, not here."""

    entity = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=300)
    born_on = models.CharField(max_length=20, blank=True)


class Record(models.Model):
    """One person record in one case, in one role."""

    human = models.ForeignKey(Human, on_delete=models.CASCADE, related_name="records")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=20)
    confirmed = models.BooleanField(default=True)

    class Meta:
        indexes = (models.Index(fields=["person"], name="record_by_person"),)


class Mark(models.Model):
    """An identifier as one case holds it, in normal form."""

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = (models.Index(fields=["kind", "value"], name="mark_by_value"),)


class Place(models.Model):
    """A location of the record."""

    location = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)


class Visit(models.Model):
    """A place that figures in a case."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="visits")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)
    seen_on = models.CharField(max_length=20, blank=True)
