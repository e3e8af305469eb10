"""A run gets its name only when it is finished; what a crash leaves is ignored."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.records.manifest import UNFINISHED, finished_runs, new_run, read_any_manifest, read_manifest
from reassess.records.store import Run


def make_run(runs: Path) -> Run:
    with new_run(runs) as (run, manifest), run.connect() as con:
        run.write(con, "records.thing", "SELECT 1 AS n", "n")
        manifest.settings = {"force": "MPS"}
    return finished_runs(runs)[-1]


def test_runs_are_numbered_in_order(tmp_path: Path) -> None:
    assert [make_run(tmp_path).path.name for _ in range(3)] == ["0001", "0002", "0003"]


def test_the_manifest_says_what_the_run_was_made_with(tmp_path: Path) -> None:
    manifest = read_manifest(make_run(tmp_path))
    assert manifest["settings"] == {"force": "MPS"}
    assert set(manifest["versions"]) >= {"python", "duckdb", "reassess"}


def test_a_run_that_raises_is_left_unfinished_and_ignored(tmp_path: Path) -> None:
    make_run(tmp_path)
    with pytest.raises(RuntimeError), new_run(tmp_path):
        raise RuntimeError("the disk is full")
    assert [run.path.name for run in finished_runs(tmp_path)] == ["0001"]
    assert [path.name for path in tmp_path.glob(f"*{UNFINISHED}")] == ["0002.unfinished"]
    assert make_run(tmp_path).path.name == "0003"


def test_a_killed_run_leaves_the_earlier_ones_whole(tmp_path: Path) -> None:
    before = make_run(tmp_path)
    bytes_before = before.file("records.thing").read_bytes()
    script = (
        "import sys; from pathlib import Path; from reassess.records.manifest import new_run\n"
        f"with new_run(Path({str(tmp_path)!r})) as (run, manifest), run.connect() as con:\n"
        "    run.write(con, 'records.thing', 'SELECT 2 AS n', 'n'); print('written', flush=True); sys.stdin.read()\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"written\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert [run.path.name for run in finished_runs(tmp_path)] == ["0001"]
    assert before.file("records.thing").read_bytes() == bytes_before
    assert len(list(tmp_path.glob(f"*{UNFINISHED}"))) == 1


def test_two_runs_that_start_at_once_get_two_numbers(tmp_path: Path) -> None:
    with new_run(tmp_path) as (_, first), new_run(tmp_path) as (_, second):
        assert {first.run, second.run} == {"0001", "0002"}


def test_a_broken_manifest_is_said_with_its_file(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    (run.path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="manifest"):
        read_manifest(run)


@pytest.mark.parametrize("layout", [None, 1])
def test_a_run_of_an_earlier_version_is_refused_with_the_command_to_run(tmp_path: Path, layout: int | None) -> None:
    run = make_run(tmp_path / "runs")
    file = run.path / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content.pop("layout")
    file.write_text(json.dumps(content if layout is None else {**content, "layout": layout}), encoding="utf-8")
    with pytest.raises(UserError, match=r"earlier version of Reassess\. Run again: reassess run") as refused:
        read_manifest(run)
    assert str(refused.value).startswith(f"{run.path}: ")
    assert str(refused.value).endswith(str(tmp_path))
    assert read_any_manifest(run)["inputs"] == []
