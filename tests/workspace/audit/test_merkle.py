"""The Merkle tree of the audit trail: the published vectors of Certificate Transparency, and every small tree."""

from itertools import pairwise

import pytest

from reassess.workspace.audit.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

# Entries and roots of the reference implementation of RFC 6962 (Google, certificate-transparency, merkle tree tests).
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
MANY = [leaf_hash(bytes([number])) for number in range(40)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert tree_root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_proofs_of_the_reference() -> None:
    assert [digest.hex() for digest in inclusion_proof(LEAVES, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [digest.hex() for digest in consistency_proof(LEAVES, 1)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


@pytest.mark.parametrize("size", range(1, 41))
def test_every_leaf_of_every_small_tree_can_be_shown_to_be_in_it(size: int) -> None:
    root = tree_root(MANY[:size])
    for index in range(size):
        proof = inclusion_proof(MANY[:size], index)
        assert verify_inclusion(MANY[index], index, size, proof, root)
        assert not verify_inclusion(leaf_hash(b"another entry"), index, size, proof, root)
        assert not verify_inclusion(MANY[index], index, size, [*proof, root], root)
        assert size == 1 or not verify_inclusion(MANY[index], (index + 1) % size, size, proof, root)


@pytest.mark.parametrize("size", range(1, 41))
def test_every_earlier_tree_can_be_shown_to_be_a_prefix(size: int) -> None:
    root = tree_root(MANY[:size])
    for old_size in range(1, size + 1):
        proof = consistency_proof(MANY[:size], old_size)
        assert verify_consistency(old_size, tree_root(MANY[:old_size]), size, root, proof)


@pytest.mark.parametrize("old_size", range(1, 20))
def test_a_changed_removed_or_swapped_entry_is_not_a_prefix(old_size: int) -> None:
    seen = tree_root(MANY[:old_size])
    changed = [leaf_hash(b"changed"), *MANY[1:20]]
    removed = MANY[1:20]
    swapped = [MANY[1], MANY[0], *MANY[2:20]] if old_size > 1 else changed
    for history in (changed, removed, swapped):
        if len(history) < old_size:
            continue
        proof = consistency_proof(history, old_size)
        assert not verify_consistency(old_size, seen, len(history), tree_root(history), proof)


def test_a_tree_cannot_contain_a_larger_one() -> None:
    with pytest.raises(ValueError, match="an earlier tree of 4 entries"):
        consistency_proof(MANY[:3], 4)
    with pytest.raises(IndexError, match="leaf 3 of 3"):
        inclusion_proof(MANY[:3], 3)
    assert not verify_consistency(4, tree_root(MANY[:4]), 3, tree_root(MANY[:3]), [])
    assert not verify_consistency(0, tree_root([]), 3, tree_root(MANY[:3]), [])


def test_roots_of_growing_trees_differ() -> None:
    roots = [tree_root(MANY[:size]) for size in range(41)]
    assert all(one != other for one, other in pairwise(roots))
