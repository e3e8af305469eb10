# ruff: noqa: RUF012
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_publication_figures")]

    operations = [
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("criteria", "Criteria"), ("definition", "Definition"), ("element", "Element")],
                        max_length=20,
                    ),
                ),
                ("slug", models.CharField(max_length=100)),
                ("title", models.TextField()),
                ("source", models.TextField()),
                ("version", models.CharField(max_length=20)),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "slug"), name="one_name_a_slug")],
            },
        ),
    ]
