"""The features of the order, made once a run and cached, so that a refit need not read the text again.

    pool.json               cases, findings for the prior, word counts and case groups
    0-words/, 1-findings/   one block each: the matrix and its themes as arrays, the terms as JSON

The folder can be deleted at any time. The next refit makes it again from the run.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run
from reassess.triage.config import read_config
from reassess.triage.order.case_groups import case_groups
from reassess.triage.order.features.blocks import Block, Themes, tokens_block, words_block
from reassess.triage.order.features.pool import Case, ClosedRisk, Pool, case_of, read_pool
from reassess.triage.order.prior import stated_prior

Floats = NDArray[np.float64]

# Version of the cached files. Raise it when they change, so that older ones are made again and never misread.
LAYOUT = "3"


@dataclass(frozen=True)
class Features:
    """The features of the order.

    Attributes:
        cases: in the order of their references; every other attribute has a row for each.
        word_counts: the number of words in each case's text.
        prior_findings: the findings of each case that the stated prior may count, by (rule, group).
        case_groups: the group of each investigation, named after its first reference.
    """

    cases: Sequence[Case]
    word_counts: Sequence[int]
    prior_findings: Sequence[Mapping[tuple[str, str], int]]
    case_groups: Mapping[str, str]
    blocks: Sequence[Block]
    prior: Floats

    @property
    def references(self) -> list[str]:
        """The investigations' references, row by row."""
        return [case.investigation_id for case in self.cases]

    def with_workspace_state(self, unseen: Mapping[str, int], closed: Collection[ClosedRisk]) -> "Features":
        """The same features with each case's days unseen and without the risks closed in the workspace."""
        cases = [case.with_workspace_state(unseen.get(case.investigation_id), closed) for case in self.cases]
        return replace(self, cases=cases)


def make_features(pool: Pool) -> Features:
    """The blocks and the stated prior of a pool."""
    blocks = [words_block(pool.texts), tokens_block("findings", pool.findings), tokens_block("links", pool.links)]
    return Features(
        cases=pool.cases,
        word_counts=pool.word_counts,
        prior_findings=pool.prior_findings,
        case_groups=case_groups(dict(zip(pool.references, pool.links, strict=True))),
        blocks=[block for block in blocks if block.matrix.shape[1]] or blocks[:1],
        prior=stated_prior(pool.prior_findings),
    )


def cached_features(run: Run, cache: Path, *, progress: Progress = no_progress) -> Features:
    """The features of a finished run, from the cache or made and cached now."""
    folder = cache / f"order-{run.path.name}-{_fingerprint(run)}"
    if folder.is_dir():
        return load_features(folder)
    progress("features of the order")
    features = make_features(read_pool(run))
    save_features(features, folder)
    return features


def _fingerprint(run: Run) -> str:
    """Hash of the run and of everything that decides how its features are made."""
    made_by = [LAYOUT, *(version(name) for name in ("reassess", "scikit-learn"))]
    made_by += [str(read_config(f"{name}.yaml")["version"]) for name in ("bands", "blocks", "prior", "not-features")]
    return sha256((run.path / "manifest.json").read_bytes() + repr(made_by).encode()).hexdigest()[:12]


def save_features(features: Features, folder: Path) -> None:
    """Write features to a folder, completely or not at all."""
    making = folder.with_name(f".{folder.name}.making")
    rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for number, block in enumerate(features.blocks):
        _save_block(block, making / f"{number}-{block.name}")
    facts = {
        "cases": [_plain_case(case) for case in features.cases],
        "word_counts": list(map(int, features.word_counts)),
        "prior_findings": [[[*key, count] for key, count in sorted(case.items())] for case in features.prior_findings],
        "case_groups": dict(features.case_groups),
        "prior": features.prior.tolist(),
    }
    (making / "pool.json").write_text(json.dumps(facts), encoding="utf-8")
    making.replace(folder)


def load_features(folder: Path) -> Features:
    """The features written by `save_features`."""
    facts = json.loads((folder / "pool.json").read_text(encoding="utf-8"))
    blocks = sorted((part for part in folder.iterdir() if part.is_dir()), key=lambda part: int(part.name.split("-")[0]))
    return Features(
        cases=[case_of(*plain) for plain in facts["cases"]],
        word_counts=facts["word_counts"],
        prior_findings=[{(rule, group): count for rule, group, count in case} for case in facts["prior_findings"]],
        case_groups=facts["case_groups"],
        blocks=[_load_block(part) for part in blocks],
        prior=np.array(facts["prior"]),
    )


def _plain_case(case: Case) -> list[Any]:
    facts = case.facts
    risks = [[risk.rule, risk.subject, risk.band] for risk in case.risks]
    return [case.investigation_id, case.age_days, risks, facts.scope, sorted(facts.offence_classes)]


def _save_block(block: Block, folder: Path) -> None:
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
        name=facts["name"],
        matrix=matrix,
        terms=tuple(facts["terms"]),
        weight=facts["weight"],
        strength=facts["strength"],
        limit=facts["limit"],
        themes=themes,
        reliability=arrays.get("reliability"),
    )
