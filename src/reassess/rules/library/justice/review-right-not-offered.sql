/*
title: No record that the right to a review was offered
question: >-
  Is there a victim who supports with no record of being told that a decision of no further action can be
  reviewed?
says: No record that {initials} was told of the right to a review of the decision of no further action.
why: Police and prosecutor must tell a victim of this right; who was never told can still use it.
source: Crown Prosecution Service, Child Sexual Abuse Review Panel; Victims' Code; Victims' Right to Review (domain 5.3 M3, B11; 7.14)
subject: person (victim)
needs:
  involvement: [supports]
  decision: [kind, person_id]
  entry: [text]
expected_from: 2013-06-05
version: 1
reading: >-
  The day from which it was expected is the start of the schemes of police and prosecutors. A decision of this kind counts
  for the victim it names, and for every victim where it names none of them. An entry that says it was not offered does not
  count as offering it.
*/
WITH outcome AS (
    SELECT investigation_id,
           CASE WHEN bool_or(nfa) THEN TRUE WHEN bool_or(nfa IS NULL) THEN NULL ELSE FALSE END AS any_nfa
    FROM suspect_outcome GROUP BY investigation_id),
told AS (
    SELECT v.investigation_id, v.person_id
    FROM victim v JOIN decision d ON d.investigation_id = v.investigation_id AND d.kind = 'victim_right_to_review'
    WHERE d.person_id IS NULL OR d.person_id = v.person_id
       OR NOT EXISTS (SELECT 1 FROM victim o WHERE o.investigation_id = d.investigation_id AND o.person_id = d.person_id)
    UNION
    SELECT v.investigation_id, v.person_id
    FROM victim v JOIN stated_phrase t ON t.investigation_id = v.investigation_id AND t.kind = 'review_right' AND t.source_table = 'entry')
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       v.supports = 'yes' AND coalesce(o.any_nfa, CASE WHEN o.investigation_id IS NULL THEN FALSE END) AND t.person_id IS NULL AS found,
       CASE WHEN v.supports IS NULL THEN 'whether the victim supported the investigation'
            ELSE 'whether no further action was taken against a suspect' END AS missing,
       [row_of('involvement', v.row_key), field_of('investigation', i.row_key, 'outcome_code')] AS evidence
FROM victim v
JOIN closed_case i USING (investigation_id)
LEFT JOIN outcome o USING (investigation_id)
LEFT JOIN told t ON t.investigation_id = v.investigation_id AND t.person_id = v.person_id
