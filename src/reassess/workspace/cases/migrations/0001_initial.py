# ruff: noqa: RUF012
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=100, unique=True)),
                ("force", models.CharField(max_length=20)),
                ("area", models.CharField(blank=True, max_length=100)),
                ("recorded_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("year", models.IntegerField(null=True)),
                ("outcome_code", models.CharField(blank=True, max_length=20)),
                ("scope", models.CharField(max_length=10)),
                ("band", models.CharField(max_length=60)),
                ("band_rank", models.IntegerField(default=99)),
                ("position", models.IntegerField()),
                ("score", models.FloatField(null=True)),
                ("why", models.TextField(blank=True)),
                ("missed", models.IntegerField(default=0)),
                ("new", models.IntegerField(default=0)),
                ("risk", models.IntegerField(default=0)),
                ("justice", models.IntegerField(default=0)),
                ("record", models.IntegerField(default=0)),
                ("links", models.IntegerField(default=0)),
                ("text_poor", models.BooleanField(default=False)),
                (
                    "set_key",
                    models.CharField(blank=True, help_text="Cases that travel together to one reader", max_length=100),
                ),
                ("digest", models.CharField(max_length=64)),
                ("in_newest_run", models.BooleanField(default=True)),
                ("restricted", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("unread", "To be read"),
                            ("second", "Waiting for the second reader"),
                            ("third", "Readers differ: waiting for a third"),
                            ("approval", "Waiting for approval"),
                            ("decided", "Decided"),
                            ("reopened", "Re-opened: to be read again"),
                        ],
                        default="unread",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.CharField(max_length=200)),
                ("as_of", models.CharField(blank=True, max_length=30)),
                ("rules", models.CharField(blank=True, max_length=64)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("slug", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("title", models.TextField()),
                ("question", models.TextField()),
                ("says", models.TextField()),
                ("why", models.TextField()),
                ("source", models.TextField()),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("missed", "Missed then"),
                            ("new", "Possible now"),
                            ("risk", "Risk today"),
                            ("justice", "Justice"),
                            ("record", "Record and reasoning"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("expected_from", models.CharField(blank=True, max_length=20)),
                ("version", models.CharField(max_length=20)),
                ("band", models.CharField(blank=True, max_length=40)),
                ("route", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="cases.case"
                    ),
                ),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lines", models.JSONField()),
                ("touches", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="cases.case"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.publication"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.AddField(
            model_name="case",
            name="publication",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="cases.publication"),
        ),
        migrations.CreateModel(
            name="CaseRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("heavy", models.BooleanField()),
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
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1000)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="CaseDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("definition", models.CharField(max_length=60)),
                ("verdict", models.CharField(max_length=10)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="definitions", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["definition", "verdict", "case"], name="case_by_definition")],
            },
        ),
        migrations.CreateModel(
            name="CaseStaff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("staff_id", models.CharField(db_index=True, max_length=60)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "staff_id"), name="one_staff_row_a_case")],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="cases.case"
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
                "constraints": [models.UniqueConstraint(fields=("case", "user"), name="one_grant_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("how", models.CharField(blank=True, max_length=20)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leases", to="cases.case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leases", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "ended_at"], name="lease_by_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("case",), name="one_lease_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=100)),
                ("subject", models.CharField(blank=True, max_length=300)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("missed", "Missed then"),
                            ("new", "Possible now"),
                            ("risk", "Risk today"),
                            ("justice", "Justice"),
                            ("record", "Record and reasoning"),
                        ],
                        max_length=20,
                    ),
                ),
                ("band", models.CharField(blank=True, max_length=40)),
                ("says", models.TextField()),
                ("doubtful", models.BooleanField(default=False)),
                ("before_standard", models.BooleanField(default=False)),
                ("gone", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="cases.case"
                    ),
                ),
                (
                    "first_published",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.publication"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["rule", "gone", "case"], name="finding_by_rule")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "rule", "subject"), name="one_finding_a_subject")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["standing", "band_rank", "position"], name="case_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["band_rank", "position"], name="case_order"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["set_key"], name="case_set"),
        ),
        migrations.AddIndex(
            model_name="caseread",
            index=models.Index(fields=["user", "at"], name="reading_by_user"),
        ),
        migrations.AddConstraint(
            model_name="caseread",
            constraint=models.UniqueConstraint(fields=("case", "user"), name="one_reading_a_person"),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="one_filter_a_name"),
        ),
    ]
