/*
title: No record that a victim's time missing was considered
question: Was a victim missing around the offence with no record that the investigation considered it?
says: No record that the investigation considered that {initials} was missing from {from_on} to {to_on}.
why: Going missing is both a sign and an effect of exploitation, and where a child was found is a place to ask.
source: IICSA, Organised Networks report 2022, G.1 (domain 5.3 H1)
subject: person
needs:
  missing_episode: [person_id, from_on, to_on]
  investigation: [flags]
  entry: [text]
  action: [text, result]
version: 2
parameters:
  days_before_offence: [{value: 90, unit: days, source: rule catalogue}]
reading: An episode without an end is not over. An action of the kind `missing` speaks of it too. Which words speak of it is the phrase list `missing`.
*/
WITH spoken AS (
    SELECT investigation_id FROM reading.mention WHERE kind = 'missing' AND source_table IN ('entry', 'action')
    UNION SELECT investigation_id FROM action WHERE kind = 'missing'
    UNION SELECT investigation_id FROM every_case WHERE list_contains(flag_list, 'missing')),
-- By person first: compared by their days alone, every episode would meet every investigation.
episode AS MATERIALIZED (
    SELECT v.investigation_id, v.person_id, v.initials, v.row_key AS involvement_key, m.from_on, m.to_on, m.row_key
    FROM victim v JOIN missing_episode m USING (person_id))
SELECT e.investigation_id, e.person_id AS subject, e.initials, e.from_on,
       coalesce(strftime(e.to_on, '%-d %B %Y'), 'a day not recorded') AS to_on,
       s.investigation_id IS NULL AS found,
       [row_of('missing_episode', e.row_key), row_of('involvement', e.involvement_key)] AS evidence
FROM episode e
JOIN closed_case i ON i.investigation_id = e.investigation_id
     AND e.from_on <= i.closed_on AND coalesce(e.to_on, i.closed_on) >= i.offence_on - $days_before_offence
LEFT JOIN spoken s ON s.investigation_id = e.investigation_id
