/*
title: A suspect works with children
question: Does a suspect hold a position today that gives access to children?
says: "{name} is recorded with a current position: {kind}{authority}, since {from_on}."
why: An allegation against somebody who works with children goes to the designated officer whether or not it was charged.
source: domain 6.2 T3, T5; 6.3
subject: person (suspect)
runs_on: all
needs:
  position: [kind, to_on]
parameters:
  kinds: [{value: [school_staff, foster_carer, care_worker, youth_worker, sports_coach, faith_leader, health_worker], source: rule catalogue}]
band: same_day
route: Designated officer of the local authority (LADO), within one working day
version: 2
reading: >-
  A position without an end, or with one after the day of the assessment, is current, whichever record of the person holds
  it. A custody row without an end holds nobody of whom a later row says that they are elsewhere.
*/
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       arg_min(replace(p.kind, '_', ' '), (p.kind, p.row_key)) AS kind,
       coalesce(arg_min(' (' || p.authority || ')', (p.kind, p.row_key)), '') AS authority,
       arg_min_null(p.from_on, (p.kind, p.row_key)) AS from_on,
       count(p.row_key) > 0 AS found,
       arg_min_null(link_note(s.person_id, p.person_id, s.confirmed AND p.confirmed, s.doubtful OR p.doubtful),
                    link_step(s.person_id, p.person_id, s.confirmed AND p.confirmed, s.doubtful OR p.doubtful)) AS note,
       bool_and(s.person_id <> p.person_id AND (s.doubtful OR p.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(list(row_of('position', p.row_key)) FILTER (p.row_key IS NOT NULL), [])) AS evidence
FROM suspect_at_large s
LEFT JOIN post_now p ON p.entity_id = s.entity_id AND p.kind IN $kinds
GROUP BY s.investigation_id, s.person_id
