/*
title: A victim lives with a suspect, or is bound to one
question: Does a victim share a home, or a current family or household tie, with a suspect?
says: "{initials} and {suspect}, a suspect here, {bond}."
why: Somebody who lives with the person they named cannot speak freely and may be harmed today.
source: Safeguarding practice; no published standard is quoted (domain 6.2 T14)
subject: person (victim)
runs_on: all
band: same_day
route: Multi-agency safeguarding hub
version: 3
reading: >-
  A home or a relationship is current that has no end, or one after the day of the assessment. A relationship counts from
  either side. A suspect who was convicted here, who was eliminated, is dead or in custody is left out. Where the extract lacks homes or relationships, what the other shows is still found, and the investigation is
  not assessable besides.
*/
WITH pair AS (
    SELECT v.investigation_id, v.person_id, v.entity_id, v.row_key, v.confirmed AND s.confirmed AS confirmed,
           v.doubtful OR s.doubtful AS doubtful, s.person_id AS suspect_id, s.entity_id AS suspect_entity, s.known_as AS suspect,
           s.row_key AS suspect_key
    FROM victim v
    JOIN suspect_at_large s ON s.investigation_id = v.investigation_id AND s.entity_id <> v.entity_id
    JOIN status_now n ON n.person_id = v.person_id AND NOT n.dead
    ANTI JOIN (SELECT investigation_id, person_id FROM suspect_decision WHERE kind = 'trial_convicted') c
         ON c.investigation_id = s.investigation_id AND c.person_id = s.person_id),
bond AS (
    SELECT p.*, 'share a home' AS bond, a.person_id AS victim_record, b.person_id AS suspect_record,
           a.confirmed AND b.confirmed AS both_confirmed, a.doubtful OR b.doubtful AS either_doubtful,
           [row_of('residence', a.row_key), row_of('residence', b.row_key)] AS bond_rows
    FROM pair p
    JOIN current_home a ON a.entity_id = p.entity_id
    JOIN current_home b ON b.entity_id = p.suspect_entity AND b.place_id = a.place_id
    UNION ALL
    SELECT p.*, 'are recorded as ' || CASE t.kind WHEN 'partner' THEN 'partners' WHEN 'household' THEN 'of one household'
                                                  WHEN 'carer' THEN 'carer and child' WHEN 'cared_for' THEN 'carer and child'
                                                  ELSE 'parent and child' END,
           t.person_id, t.other_person_id, t.confirmed, t.doubtful, [row_of('relationship', t.row_key)]
    FROM pair p
    JOIN current_tie t ON t.entity_id = p.entity_id AND t.other_entity_id = p.suspect_entity
    WHERE t.kind IN ('parent', 'child', 'partner', 'carer', 'cared_for', 'household'))
SELECT investigation_id, person_id AS subject, known.initials, suspect, bond, TRUE AS found, NULL::VARCHAR AS missing,
       coalesce(link_note(suspect_id, suspect_record, bond.confirmed AND both_confirmed, bond.doubtful OR either_doubtful),
                link_note(person_id, victim_record, bond.confirmed AND both_confirmed, bond.doubtful OR either_doubtful)) AS note,
       (suspect_id <> suspect_record OR person_id <> victim_record) AND (bond.doubtful OR either_doubtful) AS doubtful,
       list_concat([row_of('involvement', row_key), row_of('involvement', suspect_key)], bond_rows) AS evidence
FROM bond JOIN (SELECT person_id, initials FROM resolved_person) known USING (person_id)
UNION ALL
SELECT investigation_id, NULL, NULL, NULL, NULL, NULL, missing, NULL, FALSE,
       [row_of('investigation', row_key)]
FROM every_case, (SELECT unnest([missing_table('residence', 'where people live'), missing_table('relationship', 'who is tied to whom')]) AS missing)
WHERE missing IS NOT NULL
