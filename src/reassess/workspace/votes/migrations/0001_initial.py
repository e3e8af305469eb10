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
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.IntegerField()),
                ("approved", models.BooleanField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "round"), name="one_approval_a_round")],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.IntegerField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("publication", "New material"),
                            ("withdrawal", "A reader left the team"),
                            ("refused", "Approval refused"),
                            ("supervisor", "A supervisor asked"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("case_id", "round"),
                "constraints": [models.UniqueConstraint(fields=("case", "round"), name="one_reopening_a_round")],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.IntegerField()),
                ("vote_number", models.IntegerField()),
                ("outcomes", models.JSONField()),
                ("reasons", models.JSONField()),
                ("stands_because", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField()),
                ("answered", models.IntegerField()),
                ("asked", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="cases.case"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.publication"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("case_id", "round", "vote_number"),
                "indexes": [models.Index(fields=["user", "at"], name="vote_by_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "round", "vote_number"), name="one_vote_a_place"),
                    models.UniqueConstraint(fields=("case", "round", "user"), name="one_vote_a_person_and_round"),
                    models.CheckConstraint(
                        condition=models.Q(("vote_number__in", [1, 2, 3])), name="vote_place_is_1_to_3"
                    ),
                ],
            },
        ),
    ]
