"""What a view says of who may open it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May

P = ParamSpec("P")


class SignedIn(HttpRequest):
    """A request whose user is known to be one of the team."""

    user: User


View = Callable[Concatenate[SignedIn, P], HttpResponseBase]


def needs(*may: May) -> Callable[[View[P]], Callable[Concatenate[Any, P], HttpResponseBase]]:
    """A view for people whose role may do one of these; others get 403, and a stranger the sign-in page."""

    def decorate(view: View[P]) -> Callable[Concatenate[Any, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if may and not any(request.user.may(one) for one in may):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate
