# ruff: noqa: RUF012
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left", models.CharField(max_length=100)),
                ("right", models.CharField(max_length=100)),
                ("probability", models.FloatField()),
                ("weight", models.FloatField()),
                ("value", models.FloatField(help_text="How much a judgement would settle: the order of the page")),
                ("evidence", models.JSONField(default=list)),
                ("sides", models.JSONField(default=dict)),
                ("effect", models.JSONField(default=dict)),
                ("in_newest_run", models.BooleanField(default=True)),
                ("judged", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "ordering": ("-value", "left", "right"),
                "indexes": [models.Index(fields=["in_newest_run", "judged", "-value"], name="pair_to_judge")],
                "constraints": [models.UniqueConstraint(fields=("left", "right"), name="one_pair")],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left", models.CharField(max_length=100)),
                ("right", models.CharField(max_length=100)),
                ("number", models.IntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "Same person"), ("different", "Different people"), ("unsure", "Unsure")],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("left", "right", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("left", "right", "number"), name="one_judgement_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="PairCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="cases.case"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="links.pair"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pair", "case"), name="one_pair_case")],
            },
        ),
    ]
