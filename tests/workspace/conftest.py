"""The workspace published once for all tests; each test works in a transaction that is rolled back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from reassess.workspace.accounts.conduct import VERSION
from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import Role
from reassess.workspace.allocation.actions import take_case
from reassess.workspace.cases.models import Case
from reassess.workspace.platform.options import Options
from reassess.workspace.publishing.publication import publish

from . import made_order, made_run

django_settings.STORAGES = django_settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MORE = {"reviewer2": Role.REVIEWER, "reviewer3": Role.REVIEWER, "supervisor2": Role.SUPERVISOR, "lead2": Role.LEAD}


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run on disk."""
    folder = tmp_path_factory.mktemp("review") / "runs" / "0001"
    return made_order.add(made_run.write(folder, made_run.make()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object, run_folder: Path) -> None:
    """Publish the run and make one account for each role, outside any test's transaction."""
    django_settings.REVIEW = run_folder.parent.parent
    with django_db_blocker.unblock():
        publish(run_folder)
        for name, role in {**{role.value: role for role in Role}, **MORE}.items():
            User.objects.create(
                username=name, role=role, conduct_version=VERSION, password="x", first_name=name.title()
            )


@pytest.fixture(autouse=True)
def _options(settings: object) -> None:
    settings.OPTIONS = replace(Options(), second_factor=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Gives an account by its name."""
    return lambda name: User.objects.get(username=name)


@pytest.fixture
def case(db: None) -> Callable[[int], Case]:
    """Gives a case by its number."""
    return lambda number=1: Case.objects.get(reference=f"INV/{number:04d}")


@pytest.fixture
def signed_in(person: Callable[[str], User]) -> Callable[[str], Client]:
    """Gives a browser session of an account."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def taken(person: Callable[[str], User], case: Callable[[int], Case]) -> Callable[[str, int], Case]:
    """Leases a case to somebody and gives it."""

    def take(name: str, number: int = 1) -> Case:
        take_case(acting_user=person(name), case=case(number))
        return case(number)

    return take


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves the clock: `frozen(hours=9)`."""
    from datetime import timedelta

    from django.utils import timezone

    real = timezone.now

    def move(**by: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(**by))

    return move
