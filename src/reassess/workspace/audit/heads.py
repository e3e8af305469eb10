"""The signed head of the chain: kept elsewhere, it shows later that nothing before it was changed or cut off."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from reassess.records.errors import UserError

KEY, PUBLIC_KEY, HEADS = "head-key.pem", "head-key.pub", "heads"


@dataclass(frozen=True)
class Head:
    """The last entry of the chain on a day."""

    day: str
    sequence: int
    digest: str

    def message(self) -> bytes:
        """What is signed."""
        return f"{self.day} {self.sequence} {self.digest}".encode()


def write_head(folder: Path, head: Head) -> Path:
    """Sign a head and write it as `heads/<day>.json`; the key is made at first use. Returns the file."""
    key = private_key(folder)
    target = folder / HEADS / f"{head.day}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({**vars(head), "signature": key.sign(head.message()).hex()}), encoding="utf-8")
    return target


def read_head(file: Path, key: Path) -> Head:
    """A signed head. Raises `UserError` where the file is not one or its signature does not fit the key."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        head = Head(str(content["day"]), int(content["sequence"]), str(content["digest"]))
        signature = bytes.fromhex(content["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{file}: not a signed head of an audit chain ({error}).") from error
    try:
        public_key(key).verify(signature, head.message())
    except InvalidSignature:
        raise UserError(f"{file}: the signature does not fit. The file, or the key beside it, was changed.") from None
    return head


def today() -> str:
    """The day of a head, in universal time."""
    return datetime.now(UTC).date().isoformat()


def public_key(file: Path) -> Ed25519PublicKey:
    """The Ed25519 public key in a file. Raises `UserError` where it is absent or another kind of key."""
    if not file.is_file():
        raise UserError(f"{file}: not there, so no signed head can be checked. Put back the copy that was kept.")
    try:
        key = serialization.load_pem_public_key(file.read_bytes())
    except ValueError as error:
        raise UserError(f"{file}: not a public key ({error}). Put back the copy that was kept.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UserError(f"{file}: not an Ed25519 public key.")
    return key


def private_key(folder: Path) -> Ed25519PrivateKey:
    """The signing key of a folder, made at first use, readable by its owner only."""
    file = folder / KEY
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate()
        file.touch(mode=0o600)
        raw, pem = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
        file.write_bytes(made.private_bytes(pem, raw, serialization.NoEncryption()))
        public = made.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        (folder / PUBLIC_KEY).write_bytes(public)
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise UserError(f"{file}: not an Ed25519 key.")
    return key
