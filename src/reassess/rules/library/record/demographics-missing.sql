/*
title: No record of a person's ethnicity
question: Is there a suspect or victim with no record of ethnicity, by the person or by an officer?
says: No record of the ethnicity of {who}, self-defined or as seen by an officer.
why: Reviews could not answer the plainest questions of public interest, because the field was left empty. Completeness only; it feeds no matching and no priority.
source: Casey, National Audit on Group-based CSEA, June 2025, recommendation 4 (domain 5.3 A9)
subject: person
needs:
  person: [ethnicity_self_defined, ethnicity_officer_observed]
expected_from: 2025-07-01
version: 1
reading: Recording in every case is expected since July 2025 (domain 7.14); earlier gaps are not by themselves a finding against an officer.
*/
SELECT v.investigation_id, v.person_id AS subject,
       CASE v.role WHEN 'victim' THEN 'victim ' || h.initials ELSE h.known_as || ' (suspect)' END AS who,
       nullif(trim(p.ethnicity_self_defined), '') IS NULL AND nullif(trim(p.ethnicity_officer_observed), '') IS NULL AS found,
       [row_of('person', p.row_key), row_of('involvement', v.row_key)] AS evidence
FROM involvement v JOIN person p USING (person_id) JOIN resolved_person h USING (person_id)
WHERE v.role IN ('suspect', 'victim')
