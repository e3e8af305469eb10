"""An order of the made run with its reasons, its versions and its committed audit draws."""

from pathlib import Path

from reassess.records.store import Run

SCORE = 1.25
WORDS = "not yet viewed"
MODEL = {"order": "a1b2c3", "seed commitment": "5e" * 32, "decisions": "0", "cases decided": "0", "bands version": "2"}


def add(folder: Path, *, score: float = SCORE, decided: int = 0, cases: int = 14) -> Path:
    """Write triage.reason, triage.highlight, triage.audit and triage.model into a run or a kept order."""
    run = Run(folder)
    with run.connect() as con:
        con.execute(
            "CREATE TABLE cases AS SELECT 'INV/' || lpad(i::VARCHAR, 4, '0') AS c FROM range(1, ?) t(i)", [cases + 1]
        )
        run.write(con, "triage.reason", _REASON.format(score=score), "investigation_id, n")
        run.write(con, "triage.highlight", _HIGHLIGHT, "investigation_id, start_at")
        run.write(con, "triage.audit", _AUDIT, "draw")
        model = MODEL | {"cases decided": str(decided), "order": f"a1b2c3-{decided}"}
        rows = ", ".join(f"('{name}', '{value}')" for name, value in sorted(model.items()))
        run.write(con, "triage.model", f"SELECT * FROM (VALUES {rows}) m(name, value)", "name")
    return folder


_REASON = """
SELECT c AS investigation_id, n, part, name, value::DOUBLE AS value, says FROM cases, (VALUES
    (1, 'band', 'same_day', NULL, 'Same-day risk: somebody may be at risk today.'),
    (2, 'block', 'words', {score} - 0.5, 'words, weight 1'),
    (3, 'block', 'prior', 0.5, 'the stated prior, which still makes 40% of the score'),
    (4, 'term', 'words: phone', {score} - 0.4, 'the words ''phone'''),
    (5, 'remainder', 'words', -0.1, 'everything else in words, beside an average case'),
    (6, 'prior', 'device-not-examined', 0.5, '1 found. A device still held can be examined now.'),
    (7, 'similar_case', 'INV/0002', 0.6, 'like INV/0002, where a line or opportunity was found'),
    (8, 'not_assessable', 'sample-retestable', NULL, 'Cannot be assessed: no table exhibit.')
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


def statements() -> dict[str, dict[str, object]]:
    """What the analysis could have said of assurance and forecast, as it hands it over."""
    blind_review = {
        "left_closed": 40,
        "read_again": 5,
        "found": 1,
        "share": 0.2,
        "low": 0.01,
        "high": 0.72,
        "max_missed": 30,
    }
    row = {"value": "all", "low": 0.5, "high": 0.9}
    assurance = {
        "sentence": "Of 14 investigations 6 have been read, 2 with a line. At most 5 more are among the 8 unread.",
        "commitment": "5e" * 32, "population": 14, "read": 6, "found": 2, "draws": 2, "hits": 1, "skipped": 1,
        "max_missed": 5, "outside_population": 0, "problems": ["one draw waits"],
        "blind_review": blind_review, "all_looks": 2,
        "looks": [{"at": f"2026-03-0{day}T10:00:00", "read": day, "found": 1, "max_missed": 9 - day} for day in (2, 3)],
        "agreement": [{"says": "0.70 (0.50 to 0.90)", "group": "all", "units": 25, "alpha": 0.7, "kappa": 0.71, **row},
                      {"says": "too few", "group": "area", "units": 3, **row, "alpha": None, "kappa": None}],
        "fairness": [
            {"characteristic": "all", "draws": 120, "positives": 12, "wait": 0.4, "wait_low": 0.3, "wait_high": 0.5,
             "missed": 0.1, "missed_low": 0.05, "missed_high": 0.17, "says": "can be compared", **row},
            {"characteristic": "sex", "draws": 2, "positives": 0, **row, "wait": None, "missed": None,
             "says": "too few draws to tell (2; 30 needed)"}],
    }  # fmt: skip
    expected = {"today": "2026-03-03", "deadline": "2026-06-30", "chance": 0.62,
                "dates": {"50%": "2026-06-01", "85%": "2026-07-20", "95%": None}}  # fmt: skip
    burn_up = [{"day": "2026-03-02", "series": "read", "cases": 6}]
    for week, early in enumerate((6, 9, 12, 14)):
        day = f"2026-0{3 + week}-03"
        burn_up += [{"day": day, "series": name, "cases": max(early - less, 6)}
                    for name, less in (("early", 0), ("likely", 1), ("late", 3))]  # fmt: skip
    forecast = {
        "sentence": "The chance of finishing by 30 June 2026 is 62%.", **expected,
        "one_more": expected | {"chance": 0.8},
        "readers": 3, "history_days": 40, "from_assumptions": True, "further_readers": 2, "done": 6, "total": 14,
        "efforts": {"light": 0.5, "ordinary": 1.0, "heavy": 2.5}, "burn_up": burn_up,
        "backtest": {"forecasts": 5, "brier": 0.12, "coverage": 0.8},
    }  # fmt: skip
    return {"assurance": assurance, "forecast": forecast}
