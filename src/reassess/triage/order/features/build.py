"""What the order looks at, made once a run and kept, so that a refit need not read a word again.

    pool.json               cases, findings for the prior, words a case, which cases travel together
    0-words/, 1-findings/   a block each: the matrix and its themes as arrays, the terms as JSON

The folder can be deleted at any time: the next refit makes it again from the run.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reassess.records.store import Run
from reassess.triage.config import document
from reassess.triage.order.case_groups import travel_groups
from reassess.triage.order.features.blocks import Block, Themes, tokens_block, words_block
from reassess.triage.order.features.pool import Case, ClosedRisk, Pool, case_of, read_pool
from reassess.triage.order.prior import stated_prior

Floats = NDArray[np.float64]

# Of the kept files; one more wherever they change, so that those of before are made anew and not misread.
LAYOUT = "2"


@dataclass(frozen=True)
class Features:
    """What the order looks at.

    Attributes:
        cases: in the order of their references; every other attribute has a row for each.
        lengths: how many words each case's text has.
        stated: the findings of each case that the stated prior may count.
        together: for each reference the first of those it travels with.
    """

    cases: Sequence[Case]
    lengths: Sequence[int]
    stated: Sequence[Mapping[tuple[str, str], int]]
    together: Mapping[str, str]
    blocks: Sequence[Block]
    prior: Floats

    @property
    def references(self) -> list[str]:
        """The investigations' references, row by row."""
        return [case.investigation_id for case in self.cases]

    def standing(self, unseen: Mapping[str, int], closed: Collection[ClosedRisk]) -> "Features":
        """The same with what bands follow from in the workspace: days that each case waited unseen, risks closed."""
        cases = [case.standing(unseen.get(case.investigation_id), closed) for case in self.cases]
        return replace(self, cases=cases)


def make_features(pool: Pool) -> Features:
    """The blocks and the stated prior of a pool."""
    blocks = [words_block(pool.texts), tokens_block("findings", pool.findings), tokens_block("links", pool.links)]
    return Features(
        cases=pool.cases,
        lengths=pool.tokens,
        stated=pool.stated,
        together=travel_groups(dict(zip(pool.references, pool.links, strict=True))),
        blocks=[block for block in blocks if block.matrix.shape[1]] or blocks[:1],
        prior=stated_prior(pool.stated),
    )


def features_of(run: Run, cache: Path, *, progress: Callable[[str], None] = lambda _: None) -> Features:
    """The features of a finished run: those that are kept, or made and kept now."""
    folder = cache / f"order-{run.path.name}-{_fingerprint(run)}"
    if folder.is_dir():
        return load(folder)
    progress("what the order looks at")
    features = make_features(read_pool(run))
    keep(features, folder)
    return features


def _fingerprint(run: Run) -> str:
    """Of the run and of everything that decides how its features are made."""
    made_by = [LAYOUT, *(version(name) for name in ("reassess", "scikit-learn"))]
    made_by += [str(document(f"{name}.yaml")["version"]) for name in ("bands", "blocks", "prior", "not-features")]
    return sha256((run.path / "manifest.json").read_bytes() + repr(made_by).encode()).hexdigest()[:12]


def keep(features: Features, folder: Path) -> None:
    """Write features to a folder, whole or not at all."""
    making = folder.with_name(f".{folder.name}.making")
    rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for number, block in enumerate(features.blocks):
        _keep_block(block, making / f"{number}-{block.name}")
    facts = {
        "cases": [_plain_case(case) for case in features.cases],
        "lengths": list(map(int, features.lengths)),
        "stated": [[[*key, count] for key, count in sorted(case.items())] for case in features.stated],
        "together": dict(features.together),
        "prior": features.prior.tolist(),
    }
    (making / "pool.json").write_text(json.dumps(facts), encoding="utf-8")
    making.replace(folder)


def load(folder: Path) -> Features:
    """The features that `keep` wrote."""
    facts = json.loads((folder / "pool.json").read_text(encoding="utf-8"))
    blocks = sorted((part for part in folder.iterdir() if part.is_dir()), key=lambda part: int(part.name.split("-")[0]))
    return Features(
        cases=[case_of(*plain) for plain in facts["cases"]],
        lengths=facts["lengths"],
        stated=[{(rule, group): count for rule, group, count in case} for case in facts["stated"]],
        together=facts["together"],
        blocks=[_load_block(part) for part in blocks],
        prior=np.array(facts["prior"]),
    )


def _plain_case(case: Case) -> list[Any]:
    facts = case.facts
    risks = [[risk.rule, risk.subject, risk.band] for risk in case.risks]
    return [case.investigation_id, case.age_days, risks, facts.scope, sorted(facts.offence_classes)]


def _keep_block(block: Block, folder: Path) -> None:
    folder.mkdir()
    matrix = block.matrix
    arrays = {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr, "shape": matrix.shape}
    if block.themes is not None:
        arrays |= {name: getattr(block.themes, name) for name in ("places", "columns", "loadings")}
    if block.reliability is not None:
        arrays["reliability"] = block.reliability
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", np.asarray(values), allow_pickle=False)
    facts = {"name": block.name, "weight": block.weight, "strength": block.strength, "limit": block.limit}
    (folder / "block.json").write_text(json.dumps({**facts, "terms": block.terms}), encoding="utf-8")


def _load_block(folder: Path) -> Block:
    arrays = {file.stem: np.load(file, allow_pickle=False) for file in sorted(folder.glob("*.npy"))}
    facts = json.loads((folder / "block.json").read_text(encoding="utf-8"))
    matrix = sparse.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=tuple(arrays["shape"]))
    themes = Themes(arrays["places"], arrays["columns"], arrays["loadings"]) if "places" in arrays else None
    return Block(
        facts["name"], matrix, tuple(facts["terms"]), facts["weight"], facts["strength"], facts["limit"], themes,
        arrays.get("reliability"),
    )  # fmt: skip
