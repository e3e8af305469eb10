"""Judge a pair: the word goes back to the next run."""

from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.links.models import Judgement, Pair
from reassess.workspace.platform.errors import Conflict, Refused


def judge_pair(*, acting_user: User, pair: Pair, verdict: str, reason: str, version: int) -> Judgement:
    """Say whether two records are the same person, and why. `version` is the number of judgements seen on the page."""
    if not acting_user.may(May.JUDGE_LINKS):
        raise Refused("You do not have permission to judge links")
    if verdict not in Judgement.Verdict.values:
        raise Refused("Select same, different or unsure")
    if len(reason.strip()) < 3:
        raise Refused("Say why")
    last = Judgement.objects.filter(left=pair.left, right=pair.right).last()
    number = last.number if last else 0
    if number != version and last is not None:
        raise Conflict("This pair", f"{verdict}: {reason}", f"{last.get_verdict_display()}: {last.reason}", number)
    with audited_transaction(acting_user) as ledger:
        try:
            judgement = Judgement.objects.create(
                left=pair.left,
                right=pair.right,
                number=number + 1,
                verdict=verdict,
                reason=reason.strip(),
                user=acting_user,
                at=timezone.now(),
            )
        except IntegrityError:
            raise Conflict("This pair", f"{verdict}: {reason}", "", number) from None
        pair.judged = verdict
        pair.save(update_fields=["judged"])
        ledger.add(
            "link.judged",
            subject=pair,
            rows=[judgement],
            left=pair.left,
            right=pair.right,
            verdict=verdict,
            number=judgement.number,
        )
    return judgement
