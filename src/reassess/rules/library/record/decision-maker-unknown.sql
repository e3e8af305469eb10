/*
title: No record of who decided on no further action
question: Is there a decision to take no further action with no record of who decided?
says: No record of who decided to take no further action; neither the decision nor the closing names an officer.
why: Earlier reviews could not establish who had closed a case or why; nobody can be asked, and nobody can learn from it.
source: Independent Office for Police Conduct, Operation Augusta, August 2022 (domain 5.3 K1)
subject: investigation
needs:
  decision: [kind, decided_by]
  investigation: [closed_by, outcome_code]
version: 1
reading: The closing is asked about where no suspect has a decision; where it is not known whether it was no further action, it cannot be assessed.
*/
WITH closing AS (
    SELECT i.investigation_id, i.row_key, nullif(trim(i.closed_by), '') IS NULL AS nameless, o.nfa
    FROM closed_case i JOIN case_outcome o USING (investigation_id))
SELECT c.investigation_id, '' AS subject, c.nameless AND nullif(trim(d.decided_by), '') IS NULL AS found, NULL AS missing,
       [row_of('decision', d.row_key), field_of('investigation', c.row_key, 'closed_by')] AS evidence
FROM decision d JOIN closing c USING (investigation_id) WHERE is_nfa(d.kind)
UNION ALL
SELECT c.investigation_id, '', c.nameless AND c.nfa, 'whether no further action was taken', [field_of('investigation', c.row_key, 'closed_by')]
FROM closing c
ANTI JOIN (SELECT investigation_id FROM decision WHERE is_charge(kind) OR is_nfa(kind)) d USING (investigation_id)
