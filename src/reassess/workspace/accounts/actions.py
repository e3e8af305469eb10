"""Create and change accounts, renew passwords, remove second factors, accept the code of conduct."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone

from reassess.workspace.accounts.conduct import VERSION
from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import Role
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.platform.errors import Refused

EDITABLE = ("first_name", "last_name", "email", "role", "staff_id")


def create_account(*, acting_user: User | None, username: str, password: str, role: str, **details: str) -> User:
    """Make an account. Raises `Refused` for an unknown role, a taken name or a weak password."""
    if role not in Role.values:
        raise Refused(f"There is no role {role!r}. Choose one of: {', '.join(Role.values)}")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"There is already an account called {username!r}")
    user = User(username=username, role=role, **{name: details.get(name, "") for name in EDITABLE if name != "role"})
    _require_fit(user)
    _require_strong(password, user)
    user.set_password(password)
    with audited_transaction(acting_user) as ledger:
        user.save()
        ledger.add("account.created", subject=user, username=username, role=role)
    return user


def change_account(*, acting_user: User, account: User, **changes: Any) -> User:
    """Change name, mail, role or staff id; returns the account. Raises `Refused` for any other field or role."""
    if set(changes) - set(EDITABLE):
        raise Refused("You can change only the name, email, role and staff ID here")
    if account.pk == acting_user.pk and changes.get("role", account.role) != account.role:
        raise Refused("You cannot change your own role. Ask another administrator to do it")
    if changes.get("role", account.role) not in Role.values:
        raise Refused("Select a role from the list")
    changed = {name: value for name, value in changes.items() if getattr(account, name) != value}
    with audited_transaction(acting_user) as ledger:
        for name, value in changed.items():
            setattr(account, name, value)
        _require_fit(account)
        account.save(update_fields=list(changed) or None)
        if changed:
            ledger.add("account.changed", subject=account, **changed)
    return account


def renew_password(*, acting_user: User | None, account: User, password: str) -> None:
    """Give a person a new first password and end their sessions. `acting_user` None: the command line.

    Raises `Refused` if the password is weak, and for one's own or a closed account.
    """
    _require_another(acting_user, account)
    _require_strong(password, account)
    account.set_password(password)
    with audited_transaction(acting_user) as ledger:
        account.save(update_fields=["password"])
        end_sessions(account)
        ledger.add("account.password_renewed", subject=account)


def drop_factors(*, acting_user: User, account: User) -> None:
    """Remove a person's second factors and end their sessions. They set up new ones when they next sign in."""
    _require_another(acting_user, account)
    with audited_transaction(acting_user) as ledger:
        dropped = Authenticator.objects.filter(user=account).delete()[0]
        end_sessions(account)
        ledger.add("account.factors_dropped", subject=account, factors=dropped)


def end_sessions(account: User) -> int:
    """End every session of an account and return how many there were. Call it inside another action."""
    keys = list(UserSession.objects.filter(user=account).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=account).delete()
    return len(keys)


def _require_another(acting_user: User | None, account: User) -> None:
    if acting_user is not None and account.pk == acting_user.pk:
        raise Refused("To change your own password or second factors, go to Account")
    if not account.is_active:
        raise Refused("This account is closed")


def _require_fit(account: User) -> None:
    try:
        account.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _require_strong(password: str, account: User) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def accept_conduct(*, acting_user: User) -> None:
    """Record that a person accepts the present version of the code of conduct."""
    with audited_transaction(acting_user) as ledger:
        acting_user.conduct_accepted_at = timezone.now()
        acting_user.conduct_version = VERSION
        acting_user.save(update_fields=["conduct_accepted_at", "conduct_version"])
        ledger.add("conduct.accepted", subject=acting_user, version=VERSION)
