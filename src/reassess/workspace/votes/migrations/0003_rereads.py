# ruff: noqa: RUF012
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_guards"),
        ("votes", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="reopening",
            name="why",
            field=models.CharField(
                choices=[
                    ("publication", "New material"),
                    ("withdrawal", "A reader left the team"),
                    ("refused", "Approval refused"),
                    ("supervisor", "A supervisor asked"),
                    ("reread", "A blind review differs"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ReviewDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.IntegerField()),
                ("random_key", models.CharField(max_length=64)),
                ("share", models.FloatField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review_draws", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BlindReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcomes", models.JSONField()),
                ("reasons", models.JSONField()),
                ("stands_because", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField()),
                ("differs", models.BooleanField()),
                ("answered", models.IntegerField()),
                ("asked", models.IntegerField()),
                ("opened_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="votes.reviewdraw"
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
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="reviewdraw",
            constraint=models.UniqueConstraint(fields=("case", "round"), name="one_reread_a_round"),
        ),
    ]
