/*
title: A suspect is police
question: Does a suspect hold a position in the police today?
says: "{name} is recorded with a current position: {kind}{authority}, since {from_on}."
why: The case team and its systems may be within the suspect's reach; professional standards decide who may know.
source: domain 6.2 T5, T18
subject: person (suspect)
runs_on: all
needs:
  position: [kind, to_on]
parameters:
  kinds: [{value: [police], source: rule catalogue}]
band: same_day
route: Professional standards, not the case team
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
