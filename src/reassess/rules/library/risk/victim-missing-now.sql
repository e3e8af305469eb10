/*
title: A child victim is recorded as missing
question: Is a victim who is a child today recorded as missing?
says: "{initials}, a child today, has been recorded as missing since {from_on}."
why: A child who is missing is at risk tonight, and exploitation is both a cause and a consequence of going missing.
source: IICSA, Organised Networks report 2022, G.3 (domain 6.2 T9)
subject: person (victim)
runs_on: all
needs:
  missing_episode: [from_on, to_on]
  person: [born_on]
band: immediate
route: Missing-persons unit and the multi-agency safeguarding hub
version: 2
reading: >-
  An episode without a day of return, or with one after the day of the assessment, is not over; it counts on any record of
  the person.
*/
WITH gone AS (
    SELECT h.entity_id, arg_max(m.person_id, (m.from_on, m.person_id)) AS person_id, max(m.from_on) AS from_on, bool_or(h.confirmed) AS confirmed,
           bool_and(h.doubtful) AS doubtful, list_sort(list(row_of('missing_episode', m.row_key)))[:10] AS evidence
    FROM missing_episode m JOIN resolved_person h USING (person_id)
    WHERE (m.to_on IS NULL OR m.to_on > $as_of) AND m.from_on <= $as_of GROUP BY h.entity_id)
SELECT v.investigation_id, v.person_id AS subject, v.initials, g.from_on,
       g.entity_id IS NOT NULL AND c.child AS found, 'whether the missing victim is a child today' AS missing,
       link_note(v.person_id, g.person_id, v.confirmed AND g.confirmed, v.doubtful OR g.doubtful) AS note,
       coalesce(v.person_id <> g.person_id AND (v.doubtful OR g.doubtful), FALSE) AS doubtful,
       list_concat([row_of('involvement', v.row_key)], coalesce(g.evidence, [])) AS evidence
FROM victim v
JOIN child_now c USING (person_id)
LEFT JOIN gone g ON g.entity_id = v.entity_id
