# ruff: noqa: RUF012
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from reassess.workspace.platform.database.append_only import guard


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "resolvedperson",
            "cases",
            models.IntegerField(default=0, help_text="In how many cases, whoever may see them: for the order only"),
        ),
        migrations.AddField("caseidentifier", "cases", models.IntegerField(default=0)),
        migrations.AddField("place", "cases", models.IntegerField(default=0)),
        migrations.AddIndex("resolvedperson", models.Index(fields=["-cases", "id"], name="human_by_cases")),
        migrations.AddIndex("caseidentifier", models.Index(fields=["-cases", "kind", "value"], name="mark_by_cases")),
        migrations.AddIndex("place", models.Index(fields=["-cases", "id"], name="place_by_cases")),
        migrations.CreateModel(
            name="Hub",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("value", models.CharField(help_text="For a place: the location of the record", max_length=200)),
                ("reason", models.CharField(max_length=300)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("kind", "value"), name="one_hub")]},
        ),
        migrations.CreateModel(
            name="ContactNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=100)),
                ("number", models.IntegerField()),
                ("do_not_contact", models.BooleanField()),
                ("preference", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("person", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "number"), name="one_contact_note_a_version")
                ],
            },
        ),
        guard("people", "ContactNote"),
    ]
