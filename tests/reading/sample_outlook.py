"""Outlook messages and other compound files for the tests, with storages inside storages, made when a test runs."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, SMALL_SECTOR, SMALL, ENTRY = 512, 64, 4096, 128
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
Tree = Mapping[str, "bytes | Tree"]
"""A storage: streams as bytes, storages inside it as trees, by name."""

UNICODE, EIGHT_BIT, BINARY = 0x001F, 0x001E, 0x0102
PLAIN, MARKUP, RICH = 0x1000, 0x1013, 0x1009


@dataclass
class _File:
    chains: list[int] = field(default_factory=list)
    body: bytes = b""
    small_chains: list[int] = field(default_factory=list)
    small_body: bytes = b""
    entries: list[list[object]] = field(default_factory=list)

    def stored(self, content: bytes) -> int:
        """Store a large stream; return its first sector."""
        return _chained(self.chains, content, SECTOR, self._append)

    def stored_small(self, content: bytes) -> int:
        return _chained(self.small_chains, content, SMALL_SECTOR, self._append_small)

    def _append(self, content: bytes) -> None:
        self.body += content

    def _append_small(self, content: bytes) -> None:
        self.small_body += content


def _chained(chains: list[int], content: bytes, size: int, append) -> int:  # type: ignore[no-untyped-def]
    count = -(-len(content) // size)
    first = len(chains)
    chains += [*range(first + 1, first + count), _END][:count]
    append(content.ljust(count * size, b"\0"))
    return first if count else _END


def compound_tree(tree: Tree) -> bytes:
    """A compound file (OLE2) of any number of streams and storages."""
    file = _File()
    _add(file, "Root Entry", _ROOT, tree)
    small_start = file.stored(file.small_body)
    small_table = file.stored(struct.pack(f"<{len(file.small_chains)}I", *file.small_chains).ljust(SECTOR, b"\xff"))
    file.entries[0][4:6] = [small_start, len(file.small_body)]
    length = -(-len(file.entries) * ENTRY // SECTOR)
    tables = 1
    while (len(file.chains) + length + tables) * 4 > tables * SECTOR:
        tables += 1
    directory = file.stored(b"".join(_entry(*entry, tables) for entry in file.entries))  # type: ignore[arg-type]
    chains = [_TABLE] * tables + [each + tables if each < _TABLE else each for each in file.chains]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory + tables, 0, SMALL, small_table + tables, 1, _END, 0)
    head += struct.pack(f"<{tables}I", *range(tables))
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * SECTOR, b"\xff")
    return head.ljust(SECTOR, b"\xff") + table + file.body


def _add(file: _File, name: str, kind: int, content: "bytes | Tree") -> int:
    number = len(file.entries)
    file.entries.append([name, kind, _FREE, _FREE, 0, 0])
    if isinstance(content, bytes):
        start = file.stored(content) if len(content) >= SMALL else file.stored_small(content)
        file.entries[number][4:6] = [start, len(content)]
        return number
    children = [
        _add(file, each, _STREAM if isinstance(inner, bytes) else _STORAGE, inner) for each, inner in content.items()
    ]
    for child, following in zip(children, [*children[1:], _FREE], strict=True):
        file.entries[child][3] = following
    file.entries[number][2] = children[0] if children else _FREE
    return number


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int, tables: int) -> bytes:
    # Large streams lie behind the table of sectors; small ones are counted inside the stream of the root.
    start += tables if start != _END and (kind == _ROOT or size >= SMALL) else 0
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def values(texts: Mapping[tuple[int, int], bytes], numbers: Mapping[int, int], head: int) -> dict[str, bytes]:
    """The streams of an Outlook object: its properties by number and kind, and whole numbers."""
    rows = b"".join(struct.pack("<HHIII", kind, number, 6, len(text), 0) for (number, kind), text in texts.items())
    rows += b"".join(struct.pack("<HHIII", 3, number, 6, value, 0) for number, value in numbers.items())
    streams = {f"__substg1.0_{number:04X}{kind:04X}": text for (number, kind), text in texts.items()}
    return {"__properties_version1.0": bytes(head) + rows, **streams}


def message(
    bodies: Mapping[tuple[int, int], bytes],
    *,
    subject: str = "Meeting",
    attachments: Sequence[Tree] = (),
    code_page: int = 0,
    inner: bool = False,
) -> dict[str, "bytes | Tree"]:
    """The streams of a message. `inner`: of one that is attached to another."""
    texts = {(0x0037, UNICODE): subject.encode("utf-16-le"), (0x0C1A, UNICODE): "Bruno Maltby".encode("utf-16-le")}
    numbers = {0x3FFD: code_page, 0x3FDE: code_page} if code_page else {}
    tree: dict[str, bytes | Tree] = {**values({**texts, **bodies}, numbers, 24 if inner else 32)}
    recipient = values({(0x3001, UNICODE): "Ada Quill".encode("utf-16-le")}, {0x0C15: 1}, 8)
    tree["__recip_version1.0_#00000000"] = recipient
    return tree | {f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(attachments)}


def attachment(name: str, content: "bytes | Tree", method: int = 1) -> dict[str, "bytes | Tree"]:
    """The streams of an attachment: a file, or a message inside the message."""
    texts = {(0x3707, UNICODE): name.encode("utf-16-le")}
    if isinstance(content, bytes):
        return {**values({**texts, (0x3701, BINARY): content} if content else texts, {0x3705: method}, 8)}
    return {**values(texts, {0x3705: 5}, 8), "__substg1.0_3701000D": content}
