/*
title: A suspect lives with a child, or is a parent or carer of one
question: Does a suspect share a home with a child today, or a current parent, carer or household tie?
says: "{name} {bond} {initials}, who is under 18 today."
why: Guidance asks that other children in the household of an alleged perpetrator are considered.
source: Local safeguarding children procedures (Surrey), strategy discussions and section 47 enquiries (domain 6.2 T2)
subject: person (suspect)
runs_on: all
band: same_day
route: Multi-agency safeguarding hub
version: 3
reading: >-
  A home or a tie is current that has no end, or one after the day of the assessment. A child is anybody under 18 today, of the
  investigation or not; where the age of somebody in the home is not known the
  suspect is not assessable. Where the extract lacks homes or relationships, what the other shows is still found, and the
  investigation is not assessable besides.
*/
WITH resident AS (
    SELECT l.place_id, l.entity_id, l.person_id, l.row_key, l.confirmed, l.doubtful, c.child
    FROM current_home l JOIN child_now c USING (person_id)
    WHERE c.child IS NOT FALSE
    QUALIFY row_number() OVER (PARTITION BY l.place_id ORDER BY c.child NULLS LAST, l.entity_id) <= 6),
near AS (
    SELECT a.entity_id, a.person_id, b.person_id AS child_id, b.child, 'shares a home with' AS bond,
           a.confirmed AND b.confirmed AS confirmed, a.doubtful OR b.doubtful AS doubtful,
           [row_of('residence', a.row_key), row_of('residence', b.row_key)] AS evidence
    FROM current_home a JOIN resident b ON b.place_id = a.place_id AND b.entity_id <> a.entity_id
    UNION ALL
    SELECT t.entity_id, t.person_id, t.other_person_id, c.child,
           CASE t.kind WHEN 'household' THEN 'is of one household with' ELSE 'is recorded as ' || t.kind || ' of' END,
           t.confirmed, t.doubtful, [row_of('relationship', t.row_key)]
    FROM current_tie t JOIN child_now c ON c.person_id = t.other_person_id
    WHERE t.kind IN ('parent', 'carer', 'household') AND c.child IS NOT FALSE)
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, n.bond, h.initials,
       CASE WHEN n.entity_id IS NULL THEN FALSE ELSE n.child END AS found,
       'the age of ' || h.initials || ', who ' || CASE WHEN n.bond = 'shares a home with' THEN 'shares a home with the suspect'
                                                      ELSE 'has a tie to the suspect' END AS missing,
       link_note(s.person_id, n.person_id, s.confirmed AND n.confirmed, s.doubtful OR n.doubtful) AS note,
       coalesce(s.person_id <> n.person_id AND (s.doubtful OR n.doubtful), FALSE) AS doubtful,
       list_concat([row_of('involvement', s.row_key)], coalesce(n.evidence, [])) AS evidence
FROM suspect_at_large s
LEFT JOIN near n ON n.entity_id = s.entity_id
LEFT JOIN resolved_person h ON h.person_id = n.child_id
UNION ALL
SELECT investigation_id, NULL, NULL, NULL, NULL, NULL, missing, NULL, FALSE,
       [row_of('investigation', row_key)]
FROM every_case, (SELECT unnest([missing_table('residence', 'where people live'), missing_table('relationship', 'who is tied to whom')]) AS missing)
WHERE missing IS NOT NULL
