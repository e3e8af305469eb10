"""Signed checkpoints of the trail: how many entries there are and the root of the Merkle tree over them.

A checkpoint is written once and never changed. Whoever holds one, on another machine, can show later that the trail
still begins with the entries that it had then. A witness cosigns a checkpoint only after a proof that the trail it saw
last is a prefix of this one.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from reassess.records.errors import UserError
from reassess.workspace.audit.heads import PUBLIC_KEY, private_key, public_key
from reassess.workspace.audit.merkle import consistency_proof, leaf_hash, tree_root, verify_consistency

CHECKPOINTS, COSIGNED, PINNED = "checkpoints", "cosigned", "review-key.pub"


@dataclass(frozen=True)
class Checkpoint:
    """The trail at a moment: number of entries, and the root over them in hexadecimal digits."""

    at: str
    size: int
    root: str

    def message(self) -> bytes:
        """What is signed."""
        return f"reassess checkpoint {self.at} {self.size} {self.root}".encode()


def leaves_of(digests: Sequence[str]) -> list[bytes]:
    """Return the leaf hashes of entries, from their digests in order."""
    return [leaf_hash(bytes.fromhex(digest)) for digest in digests]


def make_checkpoint(digests: Sequence[str]) -> Checkpoint:
    """Return the checkpoint of these entries."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Checkpoint(at, len(digests), tree_root(leaves_of(digests)).hex())


def write_checkpoint(folder: Path, checkpoint: Checkpoint, *, to: str = CHECKPOINTS) -> Path:
    """Sign a checkpoint with the key of `folder` and write it once, readable by its owner only; returns the file.

    Raises `UserError` if another checkpoint of the same size is there already.
    """
    target = folder / to / f"{checkpoint.size:012}.json"
    if target.exists():
        if read_checkpoint(target, folder / PUBLIC_KEY).root == checkpoint.root:
            return target
        raise UserError(f"{target}: a checkpoint of {checkpoint.size} entries with another root. Run verify.")
    signature = private_key(folder).sign(checkpoint.message()).hex()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({**asdict(checkpoint), "signature": signature}, file)
    return target


def read_checkpoint(file: Path, key: Path) -> Checkpoint:
    """A signed checkpoint. Raises `UserError` where the file is not one or its signature does not fit the key."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        checkpoint = Checkpoint(str(content["at"]), int(content["size"]), str(content["root"]))
        signature = bytes.fromhex(content["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{file}: not a signed checkpoint of an audit trail ({error}).") from error
    _require_signature(public_key(key), signature, checkpoint, file)
    return checkpoint


def _require_signature(key: Ed25519PublicKey, signature: bytes, checkpoint: Checkpoint, file: Path) -> None:
    try:
        key.verify(signature, checkpoint.message())
    except InvalidSignature:
        raise UserError(f"{file}: the signature does not fit. The file, or the key beside it, was changed.") from None


def newest(folder: Path) -> Path | None:
    """The file of the largest checkpoint in a folder; None where there is none."""
    return max(folder.glob("*.json"), default=None)


def fault_of(checkpoint: Checkpoint, leaves: Sequence[bytes]) -> str:
    """Why the trail does not begin with the entries of a checkpoint; empty where it does."""
    if checkpoint.size > len(leaves):
        return f"speaks of {checkpoint.size:,} entries and there are {len(leaves):,}: the end of the trail was cut off"
    if tree_root(leaves[: checkpoint.size]).hex() != checkpoint.root:
        return f"does not fit the first {checkpoint.size:,} entries: the trail was written anew"
    return ""


def cosign(workspace: Path, witness: Path, checkpoint: Checkpoint, leaves: Sequence[bytes]) -> Path:
    """Cosign a checkpoint as a witness that holds only its own last one; returns the witness's file.

    The key of the review is pinned at the first use. Raises `UserError` where the key has changed since, the trail is
    shorter than the one the witness saw, or the proof of consistency fails.
    """
    _require_pinned_key(workspace, witness)
    last = newest(witness / CHECKPOINTS)
    if last is not None:
        _require_consistent(read_checkpoint(last, witness / PUBLIC_KEY), checkpoint, leaves, last)
    kept = write_checkpoint(witness, checkpoint)
    target = workspace / COSIGNED / kept.name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_bytes(kept.read_bytes())
        target.chmod(0o400)
    return kept


def _require_pinned_key(workspace: Path, witness: Path) -> None:
    ours, pinned = (workspace / PUBLIC_KEY).read_bytes(), witness / PINNED
    if not pinned.exists():
        witness.mkdir(parents=True, exist_ok=True, mode=0o700)
        pinned.write_bytes(ours)
    if pinned.read_bytes() != ours:
        raise UserError(
            f"{workspace / PUBLIC_KEY}: not the key that this witness knows. Do not cosign; ask who changed it."
        )


def _require_consistent(last: Checkpoint, checkpoint: Checkpoint, leaves: Sequence[bytes], file: Path) -> None:
    if last.size > checkpoint.size:
        raise UserError(
            f"{file}: this witness saw {last.size:,} entries and there are {checkpoint.size:,}. The trail was cut off."
        )
    proof = consistency_proof(leaves, last.size) if last.size else []
    roots = bytes.fromhex(last.root), bytes.fromhex(checkpoint.root)
    if last.size and not verify_consistency(last.size, roots[0], checkpoint.size, roots[1], proof):
        raise UserError(
            f"{file}: the first {last.size:,} entries are not those that this witness saw. The trail was written anew."
        )
