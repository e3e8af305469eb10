"""Signing in, second factors, sessions that end, and what comes before first use."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.utils import timezone

from reassess.workspace.accounts.actions import change_account, create_account
from reassess.workspace.accounts.models import User
from reassess.workspace.allocation.actions import withdraw_person
from reassess.workspace.audit.models import Entry
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.options import Options

PASSWORD = "five plain words here now"


@pytest.fixture
def account(db) -> User:
    return create_account(acting_user=None, username="newcomer", password=PASSWORD, role="reviewer")


def sign_in(client: Client, password: str = PASSWORD, **more):
    return client.post("/account/sign-in/", {"login": "newcomer", "password": password}, **more)


def test_passwords_are_kept_as_argon2(settings, db):
    from reassess.workspace.platform import settings as ours

    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    made = create_account(acting_user=None, username="argon", password=PASSWORD, role="lead")
    assert made.password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
    assert made.check_password(PASSWORD)
    assert not made.check_password(PASSWORD + " ")


def test_a_password_kept_with_other_settings_is_good_and_hashed_anew_at_its_next_use(settings, db):
    from reassess.workspace.platform import settings as ours

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    made = create_account(acting_user=None, username="argon", password=PASSWORD, role="lead")
    assert "m=102400" in made.password
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    assert made.check_password(PASSWORD)
    assert "m=47104" in User.objects.get(username="argon").password


def test_conduct_comes_before_everything_else(account, client):
    sign_in(client)
    assert client.get("/queue/")["Location"] == "/conduct/"
    client.post("/conduct/")
    assert client.get("/queue/").status_code == 200
    assert Entry.objects.filter(verb="conduct.accepted", actor=account).exists()


def test_the_second_factor_comes_before_conduct(account, client, settings):
    settings.OPTIONS = Options()
    sign_in(client)
    response = client.get("/queue/")
    assert response["Location"] == "/account/factors/totp/activate/"
    again = client.get(response["Location"])["Location"]  # the password once more before a factor is added
    assert again.startswith("/account/reauthenticate/")
    client.post(again, {"password": PASSWORD})
    assert b"Set up your authenticator app" in client.get(response["Location"]).content


def test_a_second_factor_is_asked_for_at_sign_in(account, client, settings):
    settings.OPTIONS = Options()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    response = sign_in(client)
    assert response["Location"].startswith("/account/factors/authenticate/")
    assert client.get("/queue/").status_code == 302
    assert client.post("/account/factors/authenticate/", {"code": "000000"}).status_code == 200
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    assert client.post("/account/factors/authenticate/", {"code": code}).status_code == 302
    assert client.get("/queue/")["Location"] == "/conduct/"


def test_too_many_failures_lock_the_door_even_for_the_right_password(account, client):
    for _ in range(4):
        assert sign_in(client, "wrong").status_code == 200
    assert sign_in(client, "wrong").status_code == 429
    assert sign_in(client).status_code == 429
    assert Entry.objects.filter(verb="session.failed").count() >= 4


@pytest.mark.parametrize(
    ("moved", "why"),
    [({"minutes": 31}, "inactive"), ({"hours": -1}, "clock of the server was set back"), ({"hours": 11}, "inactive")],
)
def test_a_session_ends(account, client, frozen, moved, why):
    sign_in(client)
    client.post("/conduct/")
    frozen(**moved)
    response = client.get("/queue/")
    assert response["Location"].startswith("/account/sign-in/")
    assert why in Entry.objects.get(verb="session.stopped").detail
    assert "_auth_user_id" not in client.session


def test_a_session_in_use_goes_on_until_it_is_too_old(account, client, frozen):
    sign_in(client)
    client.post("/conduct/")
    for half_hours in range(1, 24):
        frozen(minutes=29 * half_hours)
        assert client.get("/keys/").status_code == 200
    frozen(hours=12, minutes=1)
    client.get("/queue/")
    assert "_auth_user_id" not in client.session


def test_a_stolen_cookie_used_by_another_browser_ends_the_session(account, client):
    sign_in(client, headers={"user-agent": "One"})
    stolen = Client(headers={"user-agent": "Another"})
    stolen.cookies = client.cookies
    assert stolen.get("/queue/").status_code == 302
    assert "another browser" in Entry.objects.get(verb="session.stopped").detail
    assert client.get("/queue/", headers={"user-agent": "One"})["Location"].startswith("/account/sign-in/")


def test_a_withdrawn_person_is_out_at_the_next_request(account, client, person):
    sign_in(client)
    client.post("/conduct/")
    withdraw_person(acting_user=person("administrator"), account=account)
    assert client.get("/queue/")["Location"].startswith("/account/sign-in/")
    assert sign_in(Client()).status_code in (200, 302)
    assert "_auth_user_id" not in client.session


def test_the_session_list_shows_where_one_is_signed_in(account, client):
    sign_in(client, headers={"user-agent": "Chromium on the desk"})
    page = client.get("/account/sessions/", headers={"user-agent": "Chromium on the desk"})
    assert b"Chromium on the desk" in page.content


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"])
def test_sign_in_goes_to_no_other_host(account, client, target):
    response = client.post(
        f"/account/sign-in/?next={target}", {"login": "newcomer", "password": PASSWORD, "next": target}
    )
    assert response["Location"].startswith("/")
    assert "example.org" not in response["Location"]


def test_nobody_signs_up(client, db):
    assert client.get("/account/signup/")["Location"] == "/account/sign-in/"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": "king"}, "no role"),
        ({"username": "newcomer"}, "already"),
        ({"username": "NEWCOMER"}, "already"),
        ({"password": "short"}, "too short"),
        ({"password": "123456789012"}, "entirely numeric"),
        ({"username": "bad name!"}, "valid username"),
    ],
)
def test_accounts_that_cannot_be_made(account, fields, said):
    with pytest.raises(Refused, match=said):
        create_account(acting_user=None, **{"username": "other", "password": PASSWORD, "role": "lead"} | fields)


def test_an_administrator_changes_an_account_but_not_their_own_role(person):
    administrator = person("administrator")
    change_account(acting_user=administrator, account=person("reviewer"), staff_id="P001")
    assert person("reviewer").staff_id == "P001"
    with pytest.raises(Refused, match="another administrator"):
        change_account(acting_user=administrator, account=administrator, role="supervisor")
    with pytest.raises(Refused, match="only the name"):
        change_account(acting_user=administrator, account=person("reviewer"), is_active=False)


def test_fields_that_the_form_does_not_have_are_not_written(signed_in, person):
    account = person("lead2")
    signed_in("administrator").post(f"/accounts/{account.pk}/", {
        "role": "lead", "first_name": "New", "is_superuser": "1", "is_active": "", "password": "x", "username": "eve",
        "conduct_version": "9"})  # fmt: skip
    again = User.objects.get(pk=account.pk)
    assert (again.first_name, again.is_superuser, again.is_active, again.username) == ("New", False, True, "lead2")
    assert again.conduct_version == account.conduct_version


def test_the_form_of_a_new_account(signed_in):
    client = signed_in("administrator")
    assert client.post("/accounts/new/", {"username": "n", "password": "short", "role": "lead"}).status_code == 422
    assert client.post("/accounts/new/", {"username": "n", "password": PASSWORD, "role": "lead"}).status_code == 302
    assert User.objects.get(username="n").role == "lead"


def test_the_clock_of_the_test_itself(frozen):
    before = timezone.now()
    frozen(hours=1)
    assert (timezone.now() - before).total_seconds() >= 3600


def test_an_administrator_gives_a_lost_password_anew_and_ends_the_sessions(account, client, signed_in):
    sign_in(client)
    path = f"/accounts/{account.pk}/renew/"
    administrator = signed_in("administrator")
    assert b"sign them out" in administrator.get(f"/accounts/{account.pk}/").content
    assert administrator.post(path, {"do": "password", "password": "short"}).status_code == 422
    assert sign_in(Client()).status_code == 302
    assert administrator.post(path, {"do": "password", "password": "six other plain words here"}).status_code == 302
    assert client.get("/queue/")["Location"].startswith("/account/sign-in/")
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), "six other plain words here").status_code == 302
    entry = Entry.objects.get(verb="account.password_renewed")
    assert (entry.actor_name, entry.subject, entry.detail) == ("administrator", f"accounts.user:{account.pk}", "{}")


def test_lost_second_factors_are_taken_away_so_that_new_ones_come_first(account, client, signed_in, settings):
    settings.OPTIONS = Options()
    TOTP.activate(account, generate_totp_secret())
    assert sign_in(client)["Location"].startswith("/account/factors/authenticate/")
    settings.OPTIONS = Options(second_factor=False)
    assert signed_in("administrator").post(f"/accounts/{account.pk}/renew/", {"do": "factors"}).status_code == 302
    settings.OPTIONS = Options()
    again = Client()
    sign_in(again)
    assert again.get("/queue/")["Location"] == "/account/factors/totp/activate/"
    assert Entry.objects.get(verb="account.factors_dropped").actor_name == "administrator"


def test_nobody_renews_their_own_or_a_withdrawn_account_there(account, person, signed_in):
    administrator = person("administrator")
    for target in (administrator, account):
        if target is account:
            withdraw_person(acting_user=administrator, account=account)
        path = f"/accounts/{target.pk}/renew/"
        assert signed_in("administrator").post(path, {"do": "password", "password": PASSWORD}).status_code == 422
        assert signed_in("administrator").post(path, {"do": "factors"}).status_code == 422


def test_a_change_of_ones_own_password_is_in_the_trail(account, client):
    sign_in(client)
    client.post("/conduct/")
    new = "six other plain words here"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert sign_in(Client(), new).status_code == 302
    assert Entry.objects.get(verb="account.password_changed").subject == f"accounts.user:{account.pk}"


def test_every_change_of_a_second_factor_is_in_the_trail(account):
    factor = TOTP.activate(account, generate_totp_secret()).instance
    for signal in (authenticator_added, authenticator_reset, authenticator_removed):
        signal.send(sender=Authenticator, request=None, user=account, authenticator=factor)
    entries = Entry.objects.filter(verb__startswith="account.factor_").order_by("sequence")
    assert [entry.verb.rpartition("_")[2] for entry in entries] == ["added", "reset", "removed"]
    assert {(entry.actor_id, entry.detail) for entry in entries} == {(account.pk, '{"kind": "totp"}')}
