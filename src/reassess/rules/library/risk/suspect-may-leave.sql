/*
title: A suspect is abroad or missing, or plans to leave the country
question: Is a suspect recorded as abroad or missing, or does the text state plans to leave the country?
says: "{name}: {ground}."
why: The national review asks that suspects who may leave the country are flagged while something can be done.
source: National Crime Agency, Operation Beaconport, as reported, November 2025 (domain 6.2 T7; 1.2)
subject: person (suspect)
runs_on: all
band: next_working_day
route: Officer in the case
version: 3
reading: >-
  A stay abroad counts that is recorded for a day to come. Text of any date counts. Words that name nobody, or a name that
  several suspects bear, are taken for every suspect whom they can mean, and are doubtful where there are several. Where the extract lacks whereabouts, words are still found, and the
  investigation is not assessable besides.
*/
WITH away AS (
    SELECT h.entity_id, w.person_id, h.confirmed, h.doubtful, 'recorded as ' || w.kind
               || coalesce(CASE WHEN w.from_on > $as_of THEN ' from ' ELSE ' since ' END || strftime(w.from_on, '%-d %B %Y'), '') AS ground,
           row_of('whereabouts', w.row_key) AS evidence
    FROM whereabouts w JOIN resolved_person h USING (person_id)
    WHERE w.kind IN ('abroad', 'missing') AND (w.to_on IS NULL OR w.to_on > $as_of)
      AND (w.kind = 'abroad' OR w.from_on IS NULL OR w.from_on <= $as_of)
    QUALIFY row_number() OVER (PARTITION BY h.entity_id ORDER BY w.from_on DESC, w.row_key) <= 10),
plan AS (
    SELECT t.investigation_id, t.about_name, t.words, t.doubtful, t.evidence
    FROM stated_phrase t WHERE t.kind = 'leave_country' AND coalesce(t.about_role, 'suspect') IN ('suspect', 'defendant')),
counted AS (
    SELECT s.investigation_id, NULL AS name, count(DISTINCT s.entity_id) AS suspects FROM suspect s WHERE NOT s.eliminated GROUP BY s.investigation_id
    UNION ALL
    SELECT s.investigation_id, k.name, count(DISTINCT s.entity_id) FROM suspect s JOIN full_name k USING (investigation_id, person_id)
    WHERE NOT s.eliminated GROUP BY s.investigation_id, k.name)
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, a.ground, a.entity_id IS NOT NULL AS found,
       NULL::VARCHAR AS missing, link_note(s.person_id, a.person_id, s.confirmed AND a.confirmed, s.doubtful OR a.doubtful) AS note,
       coalesce(s.person_id <> a.person_id AND (s.doubtful OR a.doubtful), FALSE) AS doubtful,
       [row_of('involvement', s.row_key)] || CASE WHEN a.entity_id IS NULL THEN [] ELSE [a.evidence] END AS evidence
FROM suspect_at_large s LEFT JOIN away a ON a.entity_id = s.entity_id
UNION ALL
SELECT s.investigation_id, s.person_id, s.known_as, 'the record says "' || p.words || '"', TRUE, NULL,
       CASE WHEN c.suspects > 1 THEN 'The words do not say which suspect is meant.' END,
       p.doubtful OR c.suspects > 1, [row_of('involvement', s.row_key), p.evidence]
FROM plan p
JOIN suspect_at_large s ON s.investigation_id = p.investigation_id
JOIN counted c ON c.investigation_id = s.investigation_id AND c.name IS NOT DISTINCT FROM p.about_name
WHERE p.about_name IS NULL OR s.person_id IN (
    SELECT k.person_id FROM full_name k WHERE k.investigation_id = p.investigation_id AND k.name = p.about_name)
UNION ALL
SELECT investigation_id, NULL, NULL, NULL, NULL, missing_table('whereabouts', 'where people are'), NULL, FALSE,
       [row_of('investigation', row_key)]
FROM every_case WHERE missing_table('whereabouts', 'where people are') IS NOT NULL
