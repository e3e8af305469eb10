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
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=100)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("who", models.CharField(blank=True, max_length=200)),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("immediate", "Immediate"),
                            ("same_day", "Same day"),
                            ("next_working_day", "Next working day"),
                        ],
                        max_length=20,
                    ),
                ),
                ("band_rank", models.IntegerField()),
                ("says", models.TextField()),
                ("route", models.TextField(blank=True)),
                ("starts_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "No owner"),
                            ("owned", "Owned"),
                            ("acknowledged", "Acknowledged"),
                            ("referred", "Referred"),
                            ("responded", "Answered"),
                            ("closing", "Waiting for a second person to close it"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                ("found", models.BooleanField(default=True, help_text="Whether the newest run still finds it")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="cases.case"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("band_rank", "due_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RiskStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("found", "Found"),
                            ("found_again", "Found again"),
                            ("not_found", "No longer found by the newest run"),
                            ("owned", "Taken"),
                            ("acknowledged", "Acknowledged"),
                            ("referred", "Referred"),
                            ("responded", "Answered"),
                            ("note", "Note"),
                            ("proposed", "Closing proposed"),
                            ("refused", "Closing refused"),
                            ("closed", "Closed"),
                            ("escalated", "Escalated by the clock"),
                            ("handed_back", "Handed back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("to", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="risks.risk"
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
                "ordering": ("number",),
            },
        ),
        migrations.AddIndex(
            model_name="risk",
            index=models.Index(fields=["band_rank", "due_at", "state"], name="risk_board"),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(fields=("case", "rule", "subject"), name="one_risk_a_subject"),
        ),
        migrations.AddConstraint(
            model_name="riskstep",
            constraint=models.UniqueConstraint(fields=("risk", "number"), name="one_risk_step_a_number"),
        ),
    ]
