/*
title: No record of a video-recorded interview with a child
question: Was a child's account taken with no record of a video-recorded interview?
says: No record of a video-recorded interview with {initials}, whose account of {account_on} was taken as {taken_as}.
why: A planned, recorded interview gives a child's account its best form and spares a second telling; notes and statements are often held against it later.
source: Achieving Best Evidence in Criminal Proceedings, 2011 (domain 5.3 B2)
subject: person
needs:
  involvement: [account_on, account_kind]
expected_from: 2002-01-01
version: 1
reading: The day from which it was expected is the first edition of Achieving Best Evidence (January 2002).
*/
SELECT v.investigation_id, v.person_id AS subject, h.initials, v.account_on,
       CASE v.account_kind WHEN 'statement' THEN 'a written statement' WHEN 'notes' THEN 'notes' END AS taken_as,
       CASE WHEN v.account_on IS NULL AND v.account_kind IS NULL THEN FALSE
            ELSE v.account_kind IN ('statement', 'notes') AND child_on(b.earliest, b.latest, v.account_on) END AS found,
       CASE WHEN v.account_on IS NULL THEN 'the day of the account'
            WHEN v.account_kind IS NULL THEN 'how the account was taken'
            ELSE 'whether ' || h.initials || ' was a child on the day of the account' END AS missing,
       [row_of('involvement', v.row_key), row_of('person', p.row_key)] AS evidence
FROM involvement v
JOIN resolved_person h USING (person_id) JOIN firm_birth b USING (person_id) JOIN person p USING (person_id)
WHERE v.role IN ('victim', 'witness')
