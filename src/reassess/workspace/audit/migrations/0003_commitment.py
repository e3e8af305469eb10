# ruff: noqa: RUF012
"""Commitments belong to the audit trail, which publishes their digests."""

from django.db import migrations, models

from reassess.workspace.platform.database.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=20, unique=True)),
                ("seed", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        guard("audit", "Commitment"),
    ]
