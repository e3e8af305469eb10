/*
title: No further action against a named suspect while a victim supports
question: Was no further action taken against a living, identified suspect although a victim supports the investigation?
says: No further action was taken against {name}, who is identified and not known to be dead, although {victims} supported the investigation.
why: A willing victim and a known suspect are what a case needs most; these closures are the likeliest to be reopened with success.
source: Home Office, crime outcomes framework, outcome 15; police Victims' Right to Review (domain 7.1 outcome 15; 5.3 J2, M1)
subject: person (suspect)
needs:
  involvement: [supports, eliminated_on]
version: 1
reading: >-
  A position that reads 'unknown' is not support; an empty one leaves the answer open. Death counts whichever record of the
  person gives it.
*/
WITH support AS (
    SELECT investigation_id,
           CASE WHEN bool_or(supports = 'yes') THEN TRUE WHEN bool_or(supports IS NULL) THEN NULL ELSE FALSE END AS supported,
           array_to_string(list_sort(list(DISTINCT initials) FILTER (supports = 'yes')), ', ') AS victims,
           list_sort(list(row_of('involvement', row_key)) FILTER (supports = 'yes'))[:10] AS evidence
    FROM victim GROUP BY investigation_id)
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, v.victims,
       s.identity_known AND NOT n.dead AND NOT s.eliminated AND v.supported AND o.nfa AS found,
       CASE WHEN v.supported IS NULL THEN 'whether a victim supported the investigation'
            WHEN s.identity_known IS NULL THEN 'whether the suspect is identified'
            ELSE 'whether no further action was taken against the suspect' END AS missing,
       list_concat([row_of('involvement', s.row_key)], coalesce(v.evidence, []),
                   coalesce(d.evidence, [field_of('investigation', i.row_key, 'outcome_code')])) AS evidence
FROM suspect s
JOIN closed_case i USING (investigation_id)
JOIN status_now n USING (person_id)
JOIN suspect_outcome o ON o.investigation_id = s.investigation_id AND o.person_id = s.person_id
LEFT JOIN (SELECT investigation_id, person_id, list_sort(list(row_of('decision', row_key))) AS evidence
           FROM suspect_decision WHERE is_nfa(kind) GROUP BY ALL) d
       ON d.investigation_id = s.investigation_id AND d.person_id = s.person_id
JOIN support v ON v.investigation_id = s.investigation_id
WHERE s.identified IS DISTINCT FROM FALSE
