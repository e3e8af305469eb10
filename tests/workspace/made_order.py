"""An order of the made run with its reasons, its versions and its committed audit draws."""

from pathlib import Path

from reassess.records.store import Run

SCORE = 1.25
WORDS = "not yet viewed"
MODEL = {"order": "a1b2c3", "seed commitment": "5e" * 32, "decisions": "0", "cases decided": "0", "bands version": "2"}


def add(folder: Path, *, score: float = SCORE, decided: int = 0, cases: int = 14) -> Path:
    """Write triage.why, triage.highlight, triage.audit and triage.model into a run or a kept order."""
    run = Run(folder)
    with run.connect() as con:
        con.execute(
            "CREATE TABLE cases AS SELECT 'INV/' || lpad(i::VARCHAR, 4, '0') AS c FROM range(1, ?) t(i)", [cases + 1]
        )
        run.write(con, "triage.why", _WHY.format(score=score), "investigation_id, n")
        run.write(con, "triage.highlight", _HIGHLIGHT, "investigation_id, start_at")
        run.write(con, "triage.audit", _AUDIT, "draw")
        model = MODEL | {"cases decided": str(decided), "order": f"a1b2c3-{decided}"}
        rows = ", ".join(f"('{name}', '{value}')" for name, value in sorted(model.items()))
        run.write(con, "triage.model", f"SELECT * FROM (VALUES {rows}) m(name, value)", "name")
    return folder


_WHY = """
SELECT c AS investigation_id, n, part, name, value::DOUBLE AS value, says FROM cases, (VALUES
    (1, 'band', 'same_day', NULL, 'Same-day risk: somebody may be at risk today.'),
    (2, 'block', 'words', {score} - 0.5, 'words, weight 1'),
    (3, 'block', 'prior', 0.5, 'the stated prior, which still makes 40% of the score'),
    (4, 'term', 'words: phone', {score} - 0.4, 'the words ''phone'''),
    (5, 'rest', 'words', -0.1, 'everything else in words, beside an average case'),
    (6, 'prior', 'device-not-examined', 0.5, '1 found. A device still held can be examined now.'),
    (7, 'alike', 'INV/0002', 0.6, 'like INV/0002, where a line or opportunity was found'),
    (8, 'missing', 'sample-retestable', NULL, 'Cannot be assessed: no table exhibit.')
) w(n, part, name, value, says)
"""
_HIGHLIGHT = """
SELECT investigation_id, source_table, source_key, source_field, page, 0::INTEGER AS start_at, 5::INTEGER AS end_at,
       substr(text, 1, 5) AS words, 0.4::DOUBLE AS value
FROM reading.passage WHERE source_table = 'entry'
"""
# The committed order runs backwards, so that a draw is never also the next case of the queue.
_AUDIT = """
SELECT row_number() OVER (ORDER BY c DESC) AS draw, c AS investigation_id, md5(c) AS random_key, 1::BIGINT AS tranche
FROM cases
"""
