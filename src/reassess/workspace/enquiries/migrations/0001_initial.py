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
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("rule", models.CharField(blank=True, max_length=100)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField(null=True)),
                ("result", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Raised"),
                            ("allocated", "Allocated"),
                            ("completed", "Completed"),
                            ("resulted", "Resulted"),
                            ("filed", "Filed"),
                        ],
                        default="raised",
                        max_length=10,
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                ("raised_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enquiries", to="cases.case"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="EnquiryStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Raised"),
                            ("allocated", "Allocated"),
                            ("completed", "Completed"),
                            ("resulted", "Resulted"),
                            ("filed", "Filed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="enquiries.enquiry"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["state", "due_on"], name="enquiry_by_state"),
        ),
        migrations.AddConstraint(
            model_name="enquirystep",
            constraint=models.UniqueConstraint(fields=("enquiry", "number"), name="one_enquiry_step_a_number"),
        ),
    ]
