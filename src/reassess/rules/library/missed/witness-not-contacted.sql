/*
title: No record of an account from a witness
question: Is there a witness, or a person who reported, with no record of being asked for an account?
says: No record of the day on which an account was taken from {initials}, recorded as {part}.
why: Witnesses who were named and never contacted are open lines, and for old cases often the only ones that time has not closed.
source: Investigative practice; no published standard is quoted (domain 5.3 F1)
subject: person
needs:
  involvement: [account_on]
version: 1
*/
SELECT v.investigation_id, v.person_id AS subject, h.initials,
       CASE v.role WHEN 'witness' THEN 'a witness' ELSE 'the person who reported' END AS part,
       v.account_on IS NULL AS found,
       [row_of('involvement', v.row_key)] AS evidence
FROM involvement v JOIN resolved_person h USING (person_id)
WHERE v.role IN ('witness', 'reporting')
