/*
title: No record that a prosecutor was asked before a suspect was released from the case
question: Was an interviewed suspect released, although a victim supported, with no record that a prosecutor was asked?
says: No record that a prosecutor was asked about {name}, who was interviewed on {interviewed_on}; a victim supports the investigation.
why: With an account that the victim stands by and a suspect who was interviewed, the evidential test is for a prosecutor to weigh; a police decision alone also closes the victim's right to a prosecutor's review.
source: Investigative practice; no published standard is quoted; the scope of the police Victims' Right to Review (domain 5.3 J2)
subject: person
needs:
  decision: [kind, person_id, test]
  referral: [kind, person_id]
  involvement: [interviewed_on, supports]
  investigation: [outcome_code]
version: 2
reading: >-
  Advice, a decision or a referral for the suspect or without a person counts; one for another suspect does not. A victim recorded as
  `unknown` does not support; one for whom nothing is recorded cannot be assessed.
  A referral of the suspect that names neither an investigation nor a day may be about another crime: then the answer cannot be assessed.
*/
WITH prosecutor AS (
    SELECT investigation_id, person_id, FALSE AS undated FROM decision WHERE kind IN ('cps_advice', 'cps_nfa')
    UNION
    SELECT investigation_id, person_id, FALSE FROM referral WHERE kind = 'cps' AND investigation_id IS NOT NULL
    UNION
    SELECT r.investigation_id, r.person_id, r.undated FROM referral_cover r WHERE r.kind = 'cps'),
ground AS (
    SELECT s.investigation_id, s.person_id,
           CASE WHEN bool_or(d.kind = 'police_nfa' AND d.test = 'evidential') THEN TRUE
                WHEN bool_or(d.kind = 'police_nfa' AND d.test IS NULL) THEN NULL ELSE FALSE END AS evidential,
           list(row_of('decision', d.row_key) ORDER BY d.row_key) FILTER (d.kind = 'police_nfa' AND d.test = 'evidential') AS evidence
    FROM suspect s LEFT JOIN suspect_decision d ON d.investigation_id = s.investigation_id AND d.person_id = s.person_id
    GROUP BY ALL),
support AS (
    SELECT investigation_id, CASE WHEN bool_or(supports = 'yes') THEN TRUE WHEN bool_or(supports IS NULL) THEN NULL ELSE FALSE END AS supported,
           list(row_of('involvement', row_key) ORDER BY row_key) FILTER (supports = 'yes') AS evidence
    FROM victim GROUP BY investigation_id)
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, s.interviewed_on,
       (coalesce(try_cast(i.outcome_code AS INTEGER) = 15, FALSE) OR g.evidential) AND CASE WHEN v.investigation_id IS NULL THEN FALSE ELSE v.supported END
           AND NOT o.charged AND NOT s.eliminated AND unreferred(p.only_undated) AS found,
       CASE WHEN p.only_undated THEN 'the day of the referral of ' || s.known_as || ', which names no investigation'
            WHEN v.supported THEN 'the ground on which the police decided' ELSE 'whether a victim supports the investigation' END AS missing,
       [row_of('involvement', s.row_key)] || coalesce(g.evidence, [field_of('investigation', i.row_key, 'outcome_code')]) || coalesce(v.evidence, []) AS evidence
FROM suspect s
JOIN closed_case i USING (investigation_id)
JOIN suspect_outcome o ON o.investigation_id = s.investigation_id AND o.person_id = s.person_id
JOIN ground g ON g.investigation_id = s.investigation_id AND g.person_id = s.person_id
LEFT JOIN support v ON v.investigation_id = s.investigation_id
LEFT JOIN (SELECT s2.investigation_id, s2.person_id, bool_and(p2.undated) AS only_undated FROM suspect s2
           JOIN prosecutor p2 ON p2.investigation_id = s2.investigation_id AND (p2.person_id = s2.person_id OR p2.person_id IS NULL)
           GROUP BY ALL) p
       ON p.investigation_id = s.investigation_id AND p.person_id = s.person_id
WHERE s.interviewed_on IS NOT NULL
