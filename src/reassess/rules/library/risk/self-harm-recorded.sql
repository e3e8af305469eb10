/*
title: The record states suicidal thoughts or serious self-harm of a victim
question: Does the text state suicidal thoughts or self-harm of a victim?
says: The record states "{words}" of {initials}; a plan with health is needed before any contact.
why: Contact about an old investigation can put a life at risk; the plan comes first.
source: Operation Beaconport, as reported, 2025; Home Secretary's letter to the inquiry panel, December 2025 (domain 6.2 T13)
subject: person (victim)
runs_on: all
band: immediate
route: Health and the duty supervisor, before any contact
version: 2
parameters:
  months: [{value: 24, unit: months, source: 'rulings of November 2026'}]
reading: >-
  Text of any date; what is denied does not count. Immediate where the words are of the 24 months before the day of the assessment or after
  it, and where the victim is a child today or of an age that is not known; else it is looked at before anybody is contacted. Words that name nobody are taken for every victim of the investigation,
  as doubtful where there are several. Words that name somebody else of the case are left out.
*/
SELECT s.investigation_id, s.person_id AS subject, h.initials, s.words, TRUE AS found, s.doubtful,
       urgency(w.day, coalesce(c.child, TRUE), $months, $as_of) AS band,
       CASE WHEN s.guessed THEN 'The words do not say which victim is meant.' END AS note,
       [s.evidence, row_of('involvement', s.involvement_key)] AS evidence
FROM danger_to s JOIN resolved_person h USING (person_id) JOIN status_now n USING (person_id) JOIN child_now c USING (person_id)
LEFT JOIN text_date() w ON w.source_table = s.source_table AND w.source_key = s.source_key
                   AND coalesce(w.source_field, s.source_field) = s.source_field
WHERE s.kind = 'self_harm' AND s.role = 'victim' AND NOT n.dead
