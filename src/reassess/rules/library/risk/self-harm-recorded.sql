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
version: 1
reading: >-
  Text of any date; what is denied does not count. Words that name nobody are taken for every victim of the investigation,
  as doubtful where there are several. Words that name somebody else of the case are left out.
*/
SELECT s.investigation_id, s.person_id AS subject, h.initials, s.words, TRUE AS found, s.doubtful,
       CASE WHEN s.guessed THEN 'The words do not say which victim is meant.' END AS note,
       [s.evidence, row_of('involvement', s.involvement_key)] AS evidence
FROM danger_to s JOIN resolved_person h USING (person_id) JOIN status_now n USING (person_id)
WHERE s.kind = 'self_harm' AND s.role = 'victim' AND NOT n.dead
