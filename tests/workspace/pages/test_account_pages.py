"""The pages about one's own account: every one of them answers, in the workspace's own words and components."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from reassess.workspace.accounts.models import User

PASSWORD = "five plain words here now"
PAGES = {
    "factors/": "Second factors", "factors/totp/activate/": "Set up your authenticator app",
    "factors/webauthn/": "Security keys and passkeys", "factors/webauthn/add/": "Add a security key or passkey",
    "factors/recovery-codes/generate/": "Create new recovery codes", "sessions/": "Where you are signed in",
    "password/": "Change your password", "sign-out/": "Sign out", "inactive/": "Your account has been closed",
}  # fmt: skip
AMERICAN = re.compile(
    r"Two-Factor|Authenticator App|Security Keys|Recovery Codes|Sign In|Sign Out|Change Password|New Password|"
    r"Started At|IP Address|Confirm Access|Are you sure|Please |input the|invalidate"
)


@pytest.fixture
def client(person, client):
    """A browser that has just shown its password, as these pages ask for."""
    user: User = person("reviewer")
    user.set_password(PASSWORD)
    user.save()
    client.post("/account/sign-in/", {"login": "reviewer", "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def read(client, path: str) -> str:
    """The words of a page that is meant for people, without its markup."""
    response = client.get(f"/account/{path}")
    assert response.status_code == 200, (path, response.headers.get("Location"))
    whole = response.content.decode()
    assert "placeholder=" not in whole
    return re.sub(r"\s+", " ", re.sub(r"<script.*?</script>|<[^>]+>", " ", whole, flags=re.S))


@pytest.mark.parametrize("path", PAGES)
def test_each_page_speaks_plainly(client, person, path):
    if "recovery" in path:
        TOTP.activate(person("reviewer"), generate_totp_secret())
    said = read(client, path)
    assert PAGES[path] in said
    assert not AMERICAN.search(said), AMERICAN.search(said)


def test_the_pages_of_what_is_set_up(client, person):
    user = person("reviewer")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Desk key", "credential": {}})
    for path, words in (
        ("factors/", "Remove the app"), ("factors/", "10 of 10 left"), ("factors/", "View your keys"),
        ("factors/totp/deactivate/", "Remove your authenticator app"), 
        ("factors/recovery-codes/", "Download the codes"),
        (reverse("mfa_remove_webauthn", args=[key.pk]).removeprefix("/account/"), "Remove Desk key"),
        (reverse("mfa_edit_webauthn", args=[key.pk]).removeprefix("/account/"), "Rename a key"),
    ):  # fmt: skip
        said = read(client, path)
        assert words in said, path
        assert not AMERICAN.search(said), (path, AMERICAN.search(said))


def test_the_second_factor_is_asked_for_in_plain_words(client, person):
    TOTP.activate(person("reviewer"), generate_totp_secret())
    client.logout()
    client.post("/account/sign-in/", {"login": "reviewer", "password": PASSWORD})
    said = read(client, "factors/authenticate/")
    assert "Enter the code from your authenticator app" in said
    assert not AMERICAN.search(said)


def test_a_password_is_changed_on_its_page(client):
    chosen = "six other plain words here"
    fields = {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    response = client.post("/account/password/", fields, follow=True)
    assert b"You have changed your password" in response.content
    assert User.objects.get(username="reviewer").check_password(chosen)


def test_the_page_that_asks_again_says_why(client):
    response = client.get("/account/reauthenticate/")
    assert b"before you change how you sign in" in response.content
