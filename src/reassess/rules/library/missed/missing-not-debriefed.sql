/*
title: No record of a return-home interview
question: Was a victim missing with no record of a return-home or prevention interview afterwards?
says: No record that {initials} was interviewed on returning after being missing from {from_on} to {to_on}.
why: What a child says on coming home names places, people and cars; it is often the first account of exploitation.
source: IICSA, Organised Networks report 2022, G.3 (domain 5.3 H3)
subject: person
needs:
  missing_episode: [person_id, from_on, to_on, debrief_on]
expected_from: 2009-07-01
version: 1
parameters:
  days_before_recording: [{value: 365, unit: days, source: rule catalogue}]
reading: The day from which it was expected is the statutory guidance on children who run away or go missing (July 2009).
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials, m.from_on, m.to_on,
       m.debrief_on IS NULL AS found,
       [row_of('missing_episode', m.row_key)] AS evidence
FROM victim v
JOIN closed_case i USING (investigation_id)
JOIN missing_episode m ON m.person_id = v.person_id
WHERE m.to_on IS NOT NULL AND m.from_on <= i.closed_on AND m.to_on >= i.recorded_on - INTERVAL ($days_before_recording) DAY
