# ruff: noqa: RUF012
"""A fourth band, without a clock: somebody looks before anybody is contacted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("risks", "0004_raised_by_a_person")]

    operations = [
        migrations.AlterField(
            model_name="risk",
            name="band",
            field=models.CharField(
                choices=[
                    ("immediate", "Immediate"),
                    ("same_day", "Same day"),
                    ("next_working_day", "Next working day"),
                    ("before_contact", "Before contact"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(model_name="risk", name="due_at", field=models.DateTimeField(null=True)),
    ]
