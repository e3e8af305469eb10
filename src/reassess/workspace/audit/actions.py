"""Commit to the secret seed of a random draw before anything is drawn."""

import secrets

from django.utils import timezone

from reassess.workspace.audit.commitments import digest
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.audit.models import Commitment


def commit_seed(*, purpose: str) -> Commitment:
    """Return the commitment for a purpose. The first call makes it and writes its digest into the audit trail."""
    known = Commitment.objects.filter(purpose=purpose).first()
    if known is not None:
        return known
    seed = secrets.token_hex(16)
    with audited_transaction(None) as ledger:
        made = Commitment.objects.create(purpose=purpose, seed=seed, digest=digest(purpose, seed), at=timezone.now())
        ledger.add("commitment.made", subject=made, purpose=purpose, digest=made.digest)
    return made
