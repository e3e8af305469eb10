# ruff: noqa: RUF012
"""The number that draws a case for a first view, so that a filter can leave such cases out."""

from typing import Any

from django.db import migrations, models

from reassess.workspace.cases.first_view_draw import draw


def write_draws(apps: Any, schema_editor: Any) -> None:
    """Fill the column for the cases that are there."""
    model = apps.get_model("cases", "Case")
    cases = [
        model(pk=pk, first_view_draw=draw(reference)) for pk, reference in model.objects.values_list("pk", "reference")
    ]
    model.objects.bulk_update(cases, ["first_view_draw"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_named")]

    operations = [
        migrations.AddField(
            "case",
            "first_view_draw",
            models.FloatField(default=1.0, help_text="Below the share of first views: it takes one"),
        ),
        migrations.RunPython(write_draws, migrations.RunPython.noop),
    ]
