/*
title: No record of why no further action was taken
question: Is there a decision to take no further action with no record of a reason?
says: No record of a reason for the decision to take no further action{about}{decided}.
why: A decision without a reason cannot be explained to the victim, tested by a supervisor or reviewed now.
source: Independent Office for Police Conduct, Operation Augusta, August 2022 (domain 5.3 K1)
subject: person or investigation
needs:
  decision: [kind, person_id, rationale]
  investigation: [closure_reason, outcome_code]
version: 2
reading: >-
  One finding for each decision to take no further action without a reason: its subject is the suspect whom it names, and none where it is of
  the whole investigation. The reason of another decision does not cover it; the reason for closing the investigation does. The closing
  itself is asked about where no decision stands.
*/
WITH closing AS (
    SELECT i.investigation_id, i.row_key, i.closed_on, nullif(trim(i.closure_reason), '') IS NULL AS silent, o.nfa
    FROM closed_case i JOIN case_outcome o USING (investigation_id))
SELECT d.investigation_id, coalesce(d.person_id, '') AS subject, coalesce(' on ' || h.known_as, '') AS about,
       coalesce(strftime(d.decided_on, ' (%-d %B %Y)'), '') AS decided, NULL AS missing,
       c.silent AND nullif(trim(d.rationale), '') IS NULL AS found,
       [row_of('decision', d.row_key), field_of('investigation', c.row_key, 'closure_reason')] AS evidence
FROM decision d JOIN closing c USING (investigation_id) LEFT JOIN resolved_person h USING (person_id)
WHERE is_nfa(d.kind)
UNION ALL
SELECT c.investigation_id, '', '', strftime(c.closed_on, ' and close the investigation on %-d %B %Y'),
       'whether no further action was taken', c.silent AND c.nfa, [field_of('investigation', c.row_key, 'closure_reason')]
FROM closing c
ANTI JOIN (SELECT investigation_id FROM decision WHERE is_charge(kind) OR is_nfa(kind)) d USING (investigation_id)
