/*
title: Suspects known to or associated with one another
question: Does the record show an association between suspects?
source: Office of the Children's Commissioner, 2013; IICSA, February 2022; draft terms of the national inquiry, December 2025 (domain 4.1 D3, D5, D6; 4.4)
version: 1
reading: >-
  In by a recorded tie between suspects, by an address, employer, phone, vehicle or account of theirs in common, or by
  words that state an association. Being mentioned together, or a flag, alone leaves the answer unknown.
*/
WITH pair AS (
    SELECT DISTINCT entity_id, other_entity_id, row_key FROM suspect_tie
    -- From the side of whoever is a suspect in fewer investigations.
    WHERE source_table = 'relationship' AND (investigations, entity_id) < (other_investigations, other_entity_id)),
tied AS (
    SELECT a.investigation_id, [row_of('relationship', p.row_key)] AS evidence
    FROM pair p
    JOIN suspected_in a ON a.entity_id = p.entity_id
    SEMI JOIN suspected_in b ON b.entity_id = p.other_entity_id AND b.investigation_id = a.investigation_id),
thing AS (
    SELECT entity_id, 'identifier' AS source_table, kind || ' ' || value AS thing, min(row_key) AS row_key FROM own_identifier GROUP BY ALL
    UNION ALL
    SELECT h.entity_id, 'residence', p.place_id, min(r.row_key)
    FROM residence r JOIN resolved_person h USING (person_id) JOIN linking.place p USING (location_id) GROUP BY ALL
    UNION ALL
    SELECT h.entity_id, 'position', lower(trim(q.authority)), min(q.row_key)
    FROM position q JOIN resolved_person h USING (person_id)
    WHERE q.authority IS NOT NULL AND q.kind NOT IN ('taxi_licence', 'licensee') GROUP BY ALL
    UNION ALL
    SELECT staff.entity_id, 'relationship', employer.entity_id, min(r.row_key)
    FROM relationship r JOIN resolved_person employer ON employer.person_id = r.person_id JOIN resolved_person staff ON staff.person_id = r.other_person_id
    WHERE r.kind = 'employer' GROUP BY ALL),
of_several AS (
    SELECT t.* FROM thing t SEMI JOIN suspected_in s ON s.entity_id = t.entity_id
    QUALIFY count(*) OVER (PARTITION BY t.source_table, t.thing) > 1),
in_common AS (
    SELECT s.investigation_id, list_sort(list(row_of(t.source_table, t.row_key)))[:6] AS evidence
    FROM suspected_in s JOIN of_several t USING (entity_id)
    GROUP BY s.investigation_id, t.source_table, t.thing HAVING count(DISTINCT s.entity_id) > 1),
ground AS (
    SELECT investigation_id, FALSE AS doubtful, evidence FROM tied
    UNION ALL SELECT investigation_id, FALSE, evidence FROM in_common
    UNION ALL SELECT investigation_id, doubtful, [evidence] FROM account_phrase WHERE kind = 'association')
SELECT i.investigation_id, CASE WHEN bool_or(NOT g.doubtful) THEN TRUE END AS verdict,
       CASE WHEN bool_or(NOT g.doubtful) THEN NULL WHEN count(g.doubtful) > 0 THEN 'the words are in doubt'
            ELSE 'no record of how the suspects know each other' END AS note,
       coalesce(list_sort(list_distinct(flatten(list(g.evidence) FILTER (g.doubtful IS NOT NULL))))[:20],
                [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i LEFT JOIN ground g USING (investigation_id)
GROUP BY i.investigation_id
