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
            name="Entry",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_name", models.CharField(max_length=150)),
                ("verb", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("detail", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ("-sequence",),
                "indexes": [
                    models.Index(fields=["case", "-sequence"], name="audit_by_case"),
                    models.Index(fields=["actor", "-sequence"], name="audit_by_actor"),
                    models.Index(fields=["verb", "-sequence"], name="audit_by_verb"),
                ],
            },
        ),
    ]
