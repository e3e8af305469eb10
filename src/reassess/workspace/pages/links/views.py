"""Pairs to judge: most valuable first, both records side by side, the effect before saving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.models import Case
from reassess.workspace.links.access import access_pair, visible_pairs
from reassess.workspace.links.actions import judge_pair
from reassess.workspace.links.models import Judgement, Pair
from reassess.workspace.pages.cases.tabs.links import waterfall
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.contact_notes import not_to_contact
from reassess.workspace.platform.forms import number, text
from reassess.workspace.platform.wording import day

SHOWN = 25
FIELD_TITLES = {
    "forename": "Forename",
    "middle_names": "Middle names",
    "surname": "Surname",
    "nicknames": "Also known as",
    "sex": "Sex",
    "born_on": "Born",
    "age_from": "Age from",
    "age_to": "Age to",
    "pnc_id": "National computer id",
    "occupation": "Occupation",
    "description": "Description",
}

SEXES = {"m": "male", "f": "female", "x": "other", "u": "not known"}


@needs(May.JUDGE_LINKS)
def pairs(request: SignedIn) -> HttpResponse:
    """The list: what waits for a word, most valuable first."""
    waiting = visible_pairs(request.user).filter(judged="")
    listed = list(waiting[:SHOWN])
    stop = not_to_contact(request.user, {one for pair in listed for one in (pair.left, pair.right)})
    context = {
        "pairs": [(pair, bool(stop & {pair.left, pair.right})) for pair in listed],
        "count": waiting.count(),
        "judged": visible_pairs(request.user).exclude(judged="").count(),
    }
    return render(request, "links/pairs.html", context)


@needs(May.JUDGE_LINKS)
def pair(request: SignedIn, pk: int) -> HttpResponse:
    """Two records side by side, the weights in words, and what changes if they are one."""
    found = access_pair(request.user, pk)
    with audited_transaction(request.user) as ledger:
        ledger.add("pair.read", subject=found)
    judgements = list(Judgement.objects.filter(left=found.left, right=found.right).select_related("user"))
    cases = Case.objects.filter(pairs__pair=found).order_by("reference")
    context = {
        "pair": found,
        "sides": [found.sides["left"], found.sides["right"]],
        "rows": _side_by_side(found),
        "bars": waterfall(found.evidence),
        "cases": list(cases),
        "judgements": judgements,
        "version": judgements[-1].number if judgements else 0,
        "verdicts": Judgement.Verdict.choices,
        "next": _next(request.user, found),
        "stop": not_to_contact(request.user, {found.left, found.right}),
    }
    return render(request, "links/pair.html", context)


def _side_by_side(found: Pair) -> list[tuple[str, Any, Any, str]]:
    left, right = found.sides["left"]["fields"], found.sides["right"]["fields"]
    rows = []
    for name, title in FIELD_TITLES.items():
        one, other = left.get(name), right.get(name)
        if one in (None, "") and other in (None, ""):
            continue
        compared = _compared(one, other)
        if name == "sex":
            one, other = SEXES.get(one, one), SEXES.get(other, other)
        rows.append((title, day(one), day(other), compared) if name == "born_on" else (title, one, other, compared))
    return rows


def _compared(one: Any, other: Any) -> str:
    if one in (None, "") or other in (None, ""):
        return "not recorded on one side"
    return "agrees" if str(one).casefold() == str(other).casefold() else "differs"


def _next(user: User, found: Pair) -> Pair | None:
    return visible_pairs(user).filter(judged="").exclude(pk=found.pk).first()


@needs(May.JUDGE_LINKS)
@require_POST
def judge(request: SignedIn, pk: int) -> HttpResponse:
    """Save a judgement and go on to the next pair."""
    found = access_pair(request.user, pk)
    judge_pair(
        acting_user=request.user,
        pair=found,
        verdict=text(request, "verdict", 10),
        reason=text(request, "reason", 2000),
        version=number(request, "version"),
    )
    messages.success(request, "Saved. The next run will use your judgement.")
    following = _next(request.user, found)
    return redirect("link", following.pk) if following else redirect("links")
