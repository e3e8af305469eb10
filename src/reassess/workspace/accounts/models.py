"""Accounts of the team: one for each person, never shared and never deleted."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import models

from reassess.workspace.accounts.roles import May, Role, allowed
from reassess.workspace.platform.errors import Refused


class User(AbstractUser):
    """A member of the team. If `is_active` is false they have left; what they did stays under their name."""

    role = models.CharField(max_length=20, choices=Role.choices)
    staff_id = models.CharField(max_length=60, blank=True, help_text="As the force's own records name this person")
    conduct_accepted_at = models.DateTimeField(null=True, blank=True)
    conduct_version = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="user_has_a_role", condition=models.Q(role__in=Role.values)),)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @classmethod
    def named(cls, names: Iterable[str]) -> "list[User]":
        """The accounts in use of these user names. Raises `Refused` naming those that are nobody's, since a name
        that is passed over would leave somebody out unseen."""
        wanted = sorted({name.strip().lower() for name in names if name.strip()})
        found = {user.username.lower(): user for user in cls.objects.filter(is_active=True)}
        unknown = [name for name in wanted if name not in found]
        if unknown:
            raise Refused(f"There is no user called {', '.join(unknown)}")
        return [found[name] for name in wanted]

    def may(self, what: May) -> bool:
        """Whether this person's role allows it and the account is in use."""
        return self.is_active and what in allowed(self.role)
