"""The index that gives the board its lines already in order."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Replaces the index by band, clock and state."""

    dependencies: ClassVar = [
        ("cases", "0002_guards"),
        ("risks", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="risk", name="risk_board"),
        migrations.AddIndex(
            model_name="risk", index=models.Index(fields=["band_rank", "due_at", "id"], name="risk_in_order")
        ),
    ]
