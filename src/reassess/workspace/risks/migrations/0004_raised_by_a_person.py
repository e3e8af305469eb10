# ruff: noqa: RUF012
"""Risks that a person raised: who, and from what. Only risks of rules are one a subject."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0003_board_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="risk", name="one_risk_a_subject"),
        migrations.AddField(
            model_name="risk",
            name="raised_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="risk", name="raised_from", field=models.CharField(blank=True, max_length=300)
        ),
        migrations.AlterField(
            model_name="riskstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("found", "Found"),
                    ("raised", "Raised"),
                    ("action_needed", "Safeguarding action needed now"),
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
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("raised_by__isnull", True)),
                fields=("case", "rule", "subject"),
                name="one_risk_a_subject",
            ),
        ),
    ]
