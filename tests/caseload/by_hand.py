"""The tests of rules.md in SQL of their own, written from the catalogue and sharing nothing with the library of rules.

What the caseload states as planted must be found by these, and what it states as a near miss must not.
"""

from pathlib import Path

import duckdb

from reassess.records.model import tables

AS_OF = "DATE '2026-04-30'"
_TYPES = {"date": "DATE", "datetime": "TIMESTAMP", "boolean": "BOOLEAN", "integer": "BIGINT", "number": "DOUBLE"}


def open_caseload(folder: Path) -> duckdb.DuckDBPyConnection:
    """The extract's tables, typed, and the truth's `people`, with the views that the queries share."""
    con = duckdb.connect()
    for name, table in tables().items():
        cells = ", ".join(
            f"TRY_CAST(NULLIF({field.name}, '') AS {_TYPES.get(field.type, 'VARCHAR')}) AS {field.name}"
            for field in table.fields
        )
        con.execute(f"CREATE TABLE {name} AS SELECT {cells} FROM {_csv(folder / 'extract' / f'{name}.csv')}")
    con.execute(f"CREATE TABLE people AS SELECT * FROM {_csv(folder / 'truth' / 'people.csv')}")
    con.execute(_VIEWS)
    return con


def _csv(path: Path) -> str:
    how = "all_varchar = true, header = true, quote = '\"', escape = '\"', delim = ',', nullstr = '\\0'"
    return f"read_csv('{path}', {how})"


_VIEWS = """
CREATE VIEW closed AS FROM investigation WHERE closed_on IS NOT NULL;
CREATE VIEW part AS
  SELECT v.*, h.human, p.born_on, p.died_on, c.recorded_on, c.closed_on,
         (SELECT min(began_on) FROM offence o WHERE o.investigation_id = v.investigation_id) AS offence_on
  FROM involvement v JOIN people h USING (person_id) JOIN person p USING (person_id) JOIN investigation c USING
  (investigation_id);
CREATE VIEW victim AS FROM part WHERE role = 'victim';
CREATE VIEW suspect AS
  SELECT s.*,
         coalesce(d.charged, false) AS charged,
         CASE WHEN d.decided THEN d.nfa AND NOT d.charged
              WHEN NOT bool_or(coalesce(d.decided, false)) OVER (PARTITION BY s.investigation_id)
              THEN c.outcome_code IN ('9','10','11','12','13','14','15','16','17','18','20','21')
                   OR regexp_matches(lower(c.closure_reason), '^(nfa|no further action|undetected|insufficient
                   evidence|cps declined)')
              ELSE false END AS nfa
  FROM part s JOIN investigation c USING (investigation_id) LEFT JOIN (
    SELECT investigation_id, person_id, true AS decided,
           bool_or(kind IN ('charge', 'caution', 'diversion', 'discontinued') OR kind LIKE 'trial_%') AS charged,
           bool_or(kind IN ('police_nfa', 'cps_nfa')) AS nfa
    FROM decision GROUP BY ALL) d USING (investigation_id, person_id)
  WHERE s.role = 'suspect';
CREATE VIEW words AS
  SELECT investigation_id, lower(text) AS text FROM entry
  UNION ALL SELECT investigation_id, lower(text) FROM action;
CREATE VIEW premises AS FROM location WHERE kind IN
  ('hotel', 'takeaway', 'licensed_premises', 'taxi_office', 'park', 'car_park', 'station', 'shop');
CREATE VIEW mark AS
  SELECT DISTINCT investigation_id, kind, person_id,
         CASE kind WHEN 'phone' THEN regexp_replace(regexp_replace(replace(value, ' ', ''), '^[+]44', '0'), '^0044',
         '0')
                   WHEN 'vehicle' THEN upper(replace(value, ' ', ''))
                   WHEN 'handle' THEN ltrim(lower(value), '@') ELSE lower(value) END AS value
  FROM identifier WHERE kind IN ('phone', 'vehicle', 'email', 'handle', 'imei');
CREATE VIEW nowhere AS SELECT person_id FROM person WHERE died_on IS NOT NULL
  UNION SELECT person_id FROM whereabouts WHERE kind = 'custody' AND to_on IS NULL;
CREATE VIEW at_large AS FROM suspect WHERE eliminated_on IS NULL AND person_id NOT IN (FROM nowhere);
CREATE VIEW living AS FROM victim WHERE died_on IS NULL;
CREATE VIEW home AS SELECT h.human, r.location_id FROM residence r JOIN people h USING (person_id) WHERE r.to_on IS
NULL;
"""

_PART = "SELECT investigation_id, person_id FROM"
_NO_REFERRAL = """NOT EXISTS (FROM referral r WHERE r.kind IN ({kinds})
  AND (r.investigation_id = v.investigation_id AND coalesce(r.person_id, v.person_id) = v.person_id))"""
_CHILD_RECORDED = "v.born_on + INTERVAL 18 YEAR > v.recorded_on"
_HELD = "JOIN people h ON h.person_id = n.person_id"


def _referral(*kinds: str) -> str:
    return _NO_REFERRAL.format(kinds=", ".join(f"'{kind}'" for kind in kinds))


def _exhibit(where: str) -> str:
    return f"SELECT investigation_id, exhibit_id FROM exhibit x JOIN closed USING (investigation_id) WHERE {where}"


def _position(*kinds: str) -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""SELECT s.investigation_id, s.person_id FROM at_large s WHERE s.human IN
      (SELECT h.human FROM position n {_HELD} WHERE n.kind IN ({listed}) AND n.to_on IS NULL)"""


_TRAFFICKED = f"""{_CHILD_RECORDED} AND {_referral("nrm")} AND (
  EXISTS (FROM investigation c WHERE c.investigation_id = v.investigation_id AND regexp_matches(c.flags,
  'modern_slavery|county_lines'))
  OR (SELECT count(DISTINCT location_id) FROM presence n JOIN premises USING (location_id)
      WHERE n.investigation_id = v.investigation_id AND n.person_id = v.person_id) > 1)"""

RULES: dict[str, str] = {
    "suspect-not-interviewed": f"""{_PART} suspect WHERE closed_on IS NOT NULL AND identified AND interviewed_on IS NULL
        AND eliminated_on IS NULL AND NOT charged AND (died_on IS NULL OR died_on > closed_on)""",
    "suspect-not-identified": """SELECT s.investigation_id, s.person_id FROM suspect s JOIN person p USING (person_id)
        WHERE s.closed_on IS NOT NULL AND NOT identified
        AND (p.nicknames IS NOT NULL OR length(p.description) >= 20 OR EXISTS (FROM identifier i WHERE i.person_id =
        s.person_id))
        AND NOT EXISTS (FROM action a WHERE a.person_id = s.person_id AND a.kind = 'identification' AND a.status =
        'resulted')""",
    "co-suspect-dropped": """SELECT s.investigation_id, s.person_id FROM suspect s WHERE s.closed_on IS NOT NULL AND
    identified
        AND eliminated_on IS NULL AND NOT EXISTS (FROM decision d WHERE d.investigation_id = s.investigation_id AND
        d.person_id = s.person_id)
        AND EXISTS (FROM suspect o WHERE o.investigation_id = s.investigation_id AND o.charged)""",
    "elimination-unreasoned": f"""{_PART} suspect WHERE closed_on IS NOT NULL AND eliminated_on IS NOT NULL
        AND elimination_reason IS NULL""",
    "victim-account-missing": f"""{_PART} victim WHERE closed_on IS NOT NULL
        AND (account_on IS NULL OR account_kind = 'none')""",
    "child-account-not-abe": f"""{_PART} part WHERE closed_on IS NOT NULL AND role IN ('victim', 'witness')
        AND born_on + INTERVAL 18 YEAR > account_on AND account_kind IN ('statement', 'notes')""",
    "closed-soon-after-withdrawal": f"""SELECT v.investigation_id, v.person_id FROM victim v WHERE supports IN ('no',
    'withdrawn')
        AND closed_on - withdrawn_on BETWEEN 0 AND 28 AND {_referral("isva", "sarc", "health")}""",
    "witness-not-contacted": f"""{_PART} part WHERE closed_on IS NOT NULL AND role IN ('witness', 'reporting')
        AND account_on IS NULL""",
    "device-not-examined": _exhibit(
        "kind IN ('phone', 'computer') AND seized_on IS NOT NULL AND examined_on IS NULL AND disposed_on IS NULL"
    ),
    "device-disposed-unexamined": _exhibit(
        "kind IN ('phone', 'computer') AND seized_on IS NOT NULL AND examined_on IS NULL AND disposed_on IS NOT NULL"
    ),
    "device-examined-late": _exhibit(
        "kind IN ('phone', 'computer') AND (examined_on - seized_on > 180 OR examined_on > closed_on)"
    ),
    "device-result-not-read": _exhibit(
        """kind IN ('phone', 'computer') AND examined_on IS NOT NULL
        AND coalesce(lower(result), 'not reviewed') LIKE '%not reviewed%'"""
    ),
    "sample-not-submitted": _exhibit(
        "kind = 'forensic_sample' AND seized_on IS NOT NULL AND submitted_on IS NULL AND disposed_on IS NULL"
    ),
    "sample-result-missing": _exhibit(
        "kind = 'forensic_sample' AND submitted_on IS NOT NULL AND (examined_on IS NULL OR result IS NULL)"
    ),
    "sample-retestable": _exhibit(
        """kind = 'forensic_sample' AND examined_on < DATE '2014-07-24' AND disposed_on IS NULL
        AND regexp_matches(lower(result), '^no profile|^insufficient')"""
    ),
    "cctv-not-viewed": _exhibit("kind = 'cctv' AND examined_on IS NULL"),
    "forensic-hit-not-actioned": _exhibit("""regexp_matches(result, 'hit to person')
        AND NOT EXISTS (FROM action a WHERE a.exhibit_id = x.exhibit_id AND greatest(a.raised_on, a.resulted_on) >=
        x.examined_on)
        AND NOT EXISTS (FROM involvement v WHERE v.investigation_id = x.investigation_id AND contains(x.result,
        v.person_id)
                        AND v.interviewed_on >= x.examined_on)
        AND NOT EXISTS (FROM decision d WHERE contains(x.result, d.person_id) AND d.kind = 'charge' AND d.decided_on
        >= x.examined_on)"""),
    "hit-on-suspect-at-liberty": """SELECT x.investigation_id, s.person_id FROM exhibit x JOIN at_large s
        ON s.investigation_id = x.investigation_id AND contains(x.result, s.person_id)
        WHERE NOT EXISTS (FROM decision d WHERE d.person_id = s.person_id AND d.kind = 'trial_convicted')""",
    "action-open-at-closure": """SELECT investigation_id, action_id FROM action JOIN closed USING (investigation_id)
        WHERE status IN ('raised', 'allocated') OR resulted_on > closed_on""",
    "action-closed-without-result": """SELECT investigation_id, action_id FROM action JOIN closed USING
    (investigation_id)
        WHERE status IN ('filed', 'cancelled') AND result IS NULL""",
    "premises-not-visited": """SELECT DISTINCT n.investigation_id, l.location_id FROM presence n JOIN premises l
    USING (location_id)
        JOIN closed USING (investigation_id) WHERE NOT EXISTS (FROM words w WHERE w.investigation_id =
        n.investigation_id
        AND (contains(w.text, lower(l.name)) OR contains(w.text, lower(l.postcode)) OR contains(w.text,
        lower(l.address))))""",
    "intelligence-not-attached": """SELECT DISTINCT s.investigation_id, r.intelligence_id FROM suspect s JOIN people
    h USING (human)
        JOIN intelligence r ON r.person_id = h.person_id WHERE r.received_on < s.closed_on
        AND r.investigation_id IS DISTINCT FROM s.investigation_id""",
    "intelligence-since-closure": """SELECT DISTINCT s.investigation_id, r.intelligence_id FROM suspect s JOIN people
    h USING (human)
        JOIN intelligence r ON r.person_id = h.person_id WHERE r.received_on > s.closed_on""",
    "charging-advice-not-sought": """SELECT s.investigation_id, s.person_id FROM suspect s JOIN closed c USING
    (investigation_id)
        WHERE (c.outcome_code = '15' OR EXISTS (FROM decision d WHERE d.investigation_id = s.investigation_id
               AND d.person_id = s.person_id AND d.kind = 'police_nfa' AND d.test = 'evidential'))
        AND interviewed_on IS NOT NULL AND NOT charged AND eliminated_on IS NULL
        AND EXISTS (FROM victim v WHERE v.investigation_id = s.investigation_id AND v.supports = 'yes')
        AND NOT EXISTS (FROM decision d WHERE d.investigation_id = s.investigation_id AND d.kind LIKE 'cps_%'
                        AND coalesce(d.person_id, s.person_id) = s.person_id)
        AND NOT EXISTS (FROM referral r WHERE r.investigation_id = s.investigation_id AND r.kind = 'cps'
                        AND coalesce(r.person_id, s.person_id) = s.person_id)""",
    "strategy-discussion-missing": f"""SELECT v.investigation_id, v.person_id FROM victim v WHERE closed_on IS NOT NULL
        AND {_CHILD_RECORDED} AND {_referral("strategy_discussion", "section_47")}""",
    "social-care-referral-missing": f"""SELECT v.investigation_id, v.person_id FROM victim v WHERE closed_on IS NOT NULL
        AND {_CHILD_RECORDED} AND {_referral("mash", "social_care", "section_47")}""",
    "trafficking-referral-missing": f"""SELECT v.investigation_id, v.person_id FROM victim v WHERE closed_on IS NOT
    NULL AND {_TRAFFICKED}""",
    "trafficking-referral-missing-child": f"""SELECT v.investigation_id, v.person_id FROM living v
        WHERE v.born_on + INTERVAL 18 YEAR > {AS_OF} AND {_TRAFFICKED}""",
    "missing-not-debriefed": """SELECT DISTINCT v.investigation_id, v.person_id FROM victim v JOIN missing_episode m
    USING (person_id)
        WHERE m.to_on IS NOT NULL AND m.debrief_on IS NULL AND m.from_on <= v.closed_on
        AND m.to_on >= v.recorded_on - INTERVAL 365 DAY""",
    "missing-not-considered": """SELECT DISTINCT v.investigation_id, v.person_id FROM victim v JOIN missing_episode m
    USING (person_id)
        JOIN closed c USING (investigation_id) WHERE m.from_on <= v.closed_on
        AND coalesce(m.to_on, v.closed_on) >= v.offence_on - INTERVAL 90 DAY
        AND NOT contains(';' || coalesce(c.flags, '') || ';', ';missing;')
        AND NOT EXISTS (FROM words w WHERE w.investigation_id = v.investigation_id AND contains(w.text, 'missing'))""",
    "victim-treated-as-suspect": """SELECT DISTINCT v.investigation_id, v.person_id FROM victim v JOIN suspect s ON
    s.human = v.human
        AND s.investigation_id <> v.investigation_id WHERE v.closed_on IS NOT NULL
        AND abs(s.recorded_on - v.recorded_on) <= 365 AND s.born_on + INTERVAL 18 YEAR > s.recorded_on
        AND EXISTS (FROM offence o WHERE o.investigation_id = s.investigation_id
                    AND o.offence_code IN ('46', '92E', '58C', '49', '8N', '45'))""",
    "offence-understated": """SELECT v.investigation_id, v.person_id FROM victim v WHERE closed_on IS NOT NULL
        AND born_on + INTERVAL 13 YEAR > offence_on
        AND NOT EXISTS (FROM offence o WHERE o.investigation_id = v.investigation_id
                        AND o.offence_code IN ('17B', '19E', '19H', '20B', '21'))""",
    "log-gap": """SELECT DISTINCT investigation_id, '' FROM (
        SELECT investigation_id, day - lag(day) OVER (PARTITION BY investigation_id ORDER BY day) AS days FROM (
          SELECT investigation_id, written_at::DATE AS day FROM entry JOIN closed USING (investigation_id)
          UNION ALL SELECT investigation_id, recorded_on FROM closed UNION ALL SELECT investigation_id, closed_on
          FROM closed))
        WHERE days > 90""",
    "supervision-missing": """SELECT investigation_id, '' FROM closed c WHERE closed_on - recorded_on >= 28 AND NOT
    EXISTS
        (FROM entry e WHERE e.investigation_id = c.investigation_id AND e.author = c.supervisor)""",
    "group-not-recorded": """SELECT DISTINCT investigation_id, '' FROM words JOIN closed USING (investigation_id)
        WHERE regexp_matches(text, 'two males|both men')
        AND (SELECT count(*) FROM suspect s WHERE s.investigation_id = words.investigation_id) = 1""",
    "unidentified-suspect-now-identifiable": """SELECT DISTINCT s.investigation_id, s.person_id FROM suspect s JOIN
    suspect o
        ON o.human = s.human AND o.investigation_id <> s.investigation_id AND o.identified
        WHERE NOT s.identified AND s.closed_on IS NOT NULL AND (
          EXISTS (FROM mark a JOIN mark b USING (kind, value) WHERE a.person_id = s.person_id AND b.person_id =
          o.person_id)
          OR EXISTS (FROM presence a JOIN presence b USING (location_id) JOIN person p ON p.person_id = s.person_id
                     JOIN person q ON q.person_id = o.person_id
                     WHERE a.person_id = s.person_id AND b.person_id = o.person_id AND p.nicknames = q.nicknames))""",
    "suspect-in-other-investigation": """SELECT DISTINCT s.investigation_id, s.person_id FROM suspect s JOIN suspect o
        ON o.human = s.human AND o.investigation_id <> s.investigation_id WHERE s.closed_on IS NOT NULL""",
    "witness-is-suspect-elsewhere": """SELECT DISTINCT s.investigation_id, s.person_id FROM part s JOIN suspect o
        ON o.human = s.human AND o.investigation_id <> s.investigation_id
        WHERE s.closed_on IS NOT NULL AND s.role IN ('witness', 'reporting', 'other')""",
    "suspects-associated-across": """WITH together AS (
          SELECT DISTINCT a.investigation_id AS one, b.investigation_id AS other
          FROM suspect a JOIN suspect b USING (human)),
        tie AS (SELECT person_id, other_person_id FROM relationship
                UNION SELECT other_person_id, person_id FROM relationship)
        SELECT DISTINCT s.investigation_id, s.person_id FROM suspect s JOIN tie ON tie.person_id = s.person_id
        JOIN suspect o ON o.person_id = tie.other_person_id
        WHERE s.closed_on IS NOT NULL
        AND (s.investigation_id, o.investigation_id) NOT IN (SELECT one, other FROM together)""",
    "identifier-shared": """WITH used AS (SELECT kind, value, count(DISTINCT investigation_id) AS cases FROM mark
    GROUP BY ALL)
        SELECT DISTINCT m.investigation_id, m.value FROM mark m JOIN used u USING (kind, value) JOIN closed USING
        (investigation_id)
        WHERE u.cases BETWEEN 2 AND 20 AND NOT EXISTS (
          FROM mark g JOIN people h USING (person_id) WHERE g.kind = m.kind AND g.value = m.value AND u.cases =
            (SELECT count(DISTINCT p.investigation_id) FROM part p JOIN mark n USING (investigation_id)
             WHERE p.human = h.human AND n.kind = m.kind AND n.value = m.value))""",
    "place-shared": """WITH seen AS (SELECT location_id, investigation_id, min(coalesce(seen_on, recorded_on)) AS day
    FROM presence
          JOIN premises USING (location_id) JOIN investigation USING (investigation_id) GROUP BY ALL)
        SELECT DISTINCT a.investigation_id, a.location_id FROM seen a JOIN seen b USING (location_id) JOIN seen c
        USING (location_id)
        JOIN closed ON closed.investigation_id = a.investigation_id
        WHERE a.investigation_id NOT IN (b.investigation_id, c.investigation_id) AND b.investigation_id <
        c.investigation_id
        AND greatest(a.day, b.day, c.day) <= least(a.day, b.day, c.day) + INTERVAL 24 MONTH""",
    "repeat-victim": """SELECT DISTINCT v.investigation_id, v.person_id FROM victim v JOIN victim o ON o.human = v.human
        AND o.investigation_id <> v.investigation_id AND o.recorded_on > v.closed_on""",
    "similar-accounts": """SELECT DISTINCT s.investigation_id, s.person_id FROM suspect s JOIN suspect o
        ON o.human = s.human AND o.investigation_id <> s.investigation_id JOIN victim v ON v.investigation_id =
        o.investigation_id
        WHERE s.closed_on IS NOT NULL AND v.human NOT IN (SELECT human FROM victim w WHERE w.investigation_id =
        s.investigation_id)""",
    "victim-missing-now": f"""SELECT DISTINCT v.investigation_id, v.person_id FROM living v JOIN people h USING (human)
        JOIN missing_episode m ON m.person_id = h.person_id WHERE m.to_on IS NULL AND v.born_on + INTERVAL 18 YEAR >
        {AS_OF}""",
    "victim-lives-with-suspect": """SELECT DISTINCT v.investigation_id, v.person_id FROM living v JOIN at_large s
    USING (investigation_id)
        WHERE EXISTS (FROM home a JOIN home b USING (location_id) WHERE a.human = v.human AND b.human = s.human)""",
    "victim-still-child": f"{_PART} living WHERE born_on + INTERVAL 18 YEAR > {AS_OF}",
    "suspect-lives-with-child": f"""WITH child AS (SELECT h.human FROM person p JOIN people h USING (person_id)
          WHERE p.born_on + INTERVAL 18 YEAR > {AS_OF} AND p.died_on IS NULL)
        SELECT s.investigation_id, s.person_id FROM at_large s WHERE
          EXISTS (FROM home a JOIN home b USING (location_id) WHERE a.human = s.human AND b.human <> s.human AND
          b.human IN (FROM child))
          OR EXISTS (FROM relationship r JOIN people a ON a.person_id = r.person_id JOIN people b ON b.person_id =
          r.other_person_id
                     WHERE r.kind IN ('parent', 'carer', 'household') AND r.to_on IS NULL AND a.human = s.human
                     AND b.human IN (FROM child))""",
    "suspect-works-with-children": _position(
        "school_staff", "foster_carer", "care_worker", "youth_worker", "sports_coach", "faith_leader", "health_worker"
    ),
    "suspect-licensed-driver": _position("taxi_licence", "driver"),
    "suspect-police": _position("police"),
    "suspect-active": f"""SELECT DISTINCT s.investigation_id, s.person_id FROM at_large s JOIN suspect o ON o.human =
    s.human
        AND o.investigation_id <> s.investigation_id
        WHERE o.closed_on IS NULL OR o.recorded_on >= {AS_OF} - INTERVAL 24 MONTH""",
    "suspect-may-leave": f"""SELECT s.investigation_id, s.person_id FROM at_large s JOIN person p USING (person_id)
    WHERE s.human IN
          (SELECT h.human FROM whereabouts n {_HELD} WHERE n.kind IN ('abroad', 'missing') AND coalesce(n.to_on,
          {AS_OF}) >= {AS_OF})
        OR EXISTS (FROM entry e WHERE e.investigation_id = s.investigation_id
                   AND contains(e.text, p.forename || ' ' || p.surname || ' intends to move'))""",
    "suspect-named-victim-supports": """SELECT s.investigation_id, s.person_id FROM suspect s WHERE closed_on IS NOT
    NULL
        AND nfa AND identified AND died_on IS NULL AND eliminated_on IS NULL
        AND EXISTS (FROM victim v WHERE v.investigation_id = s.investigation_id AND v.supports = 'yes')""",
    "cps-decision-on-myths": """SELECT investigation_id, person_id FROM decision WHERE kind = 'cps_nfa'
        AND regexp_matches(rationale, 'credible|[Ii]nconsistent account|lifestyle choice|consented')""",
    "case-collapsed": """SELECT investigation_id, person_id FROM decision d WHERE kind IN ('trial_collapsed',
    'discontinued')
        AND NOT EXISTS (FROM decision o WHERE o.investigation_id = d.investigation_id AND o.person_id = d.person_id
                        AND o.decided_on > d.decided_on)""",
    "review-right-not-offered": """SELECT v.investigation_id, v.person_id FROM victim v WHERE v.closed_on IS NOT NULL
    AND v.supports = 'yes'
        AND EXISTS (FROM suspect s WHERE s.investigation_id = v.investigation_id AND s.nfa)
        AND NOT EXISTS (FROM words w WHERE w.investigation_id = v.investigation_id AND regexp_matches(w.text, 'right
        to review|vrr'))""",
    "victim-now-adult": f"""SELECT v.investigation_id, v.person_id FROM living v WHERE closed_on IS NOT NULL
        AND supports IN ('no', 'withdrawn') AND born_on + INTERVAL 18 YEAR > offence_on AND born_on + INTERVAL 18
        YEAR <= {AS_OF}""",
    "decision-without-rationale": """SELECT d.investigation_id, d.person_id FROM decision d JOIN closed USING
    (investigation_id)
        WHERE d.kind IN ('police_nfa', 'cps_nfa') AND d.rationale IS NULL AND closure_reason IS NULL""",
    "decision-maker-unknown": """SELECT c.investigation_id, '' FROM closed c WHERE closed_by IS NULL AND NOT EXISTS
        (FROM decision d WHERE d.investigation_id = c.investigation_id AND d.decided_by IS NOT NULL)
        AND EXISTS (FROM suspect s WHERE s.investigation_id = c.investigation_id AND s.nfa)""",
    "closed-by-direction": """SELECT c.investigation_id, '' FROM closed c WHERE
        regexp_matches(lower(closure_reason), 'instruction|workload|resources|scope')
        OR EXISTS (FROM decision d WHERE d.investigation_id = c.investigation_id AND d.test = 'directed')""",
    "template-rationale": """WITH used AS (SELECT closure_reason, count(*) AS cases FROM closed
          WHERE length(closure_reason) - length(replace(closure_reason, ' ', '')) >= 7 GROUP BY ALL)
        SELECT investigation_id, '' FROM closed JOIN used USING (closure_reason) WHERE cases >= 5""",
    "demographics-missing": """SELECT s.investigation_id, s.person_id FROM part s JOIN person p USING (person_id)
        WHERE closed_on IS NOT NULL AND role IN ('victim', 'suspect')
        AND p.ethnicity_self_defined IS NULL AND p.ethnicity_officer_observed IS NULL""",
}
