# ruff: noqa: RUF012
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_guards")]

    operations = [migrations.AddField("publication", "figures", models.JSONField(default=dict))]
