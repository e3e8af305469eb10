/*
title: A victim is still a child
question: Is a victim under 18 on the day of the assessment?
says: "{initials} is still under 18 today."
why: What put the child at risk may still be there, and a child is protected by law whatever was decided on the case.
source: Local safeguarding children procedures (Surrey), strategy discussions and section 47 enquiries (domain 6.2 T1)
subject: person (victim)
runs_on: all
needs:
  person: [born_on]
band: same_day
route: Multi-agency safeguarding hub
version: 1
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       c.child AS found, 'the age of a victim' AS missing,
       CASE WHEN b.earliest IS NULL AND b.latest IS NULL AND c.child IS NOT NULL
            THEN 'The age is taken from another record of the same person.' END AS note,
       b.earliest IS NULL AND b.latest IS NULL AND v.doubtful AS doubtful,
       [row_of('involvement', v.row_key), row_of('person', v.person_id)] AS evidence
FROM victim v JOIN child_now c USING (person_id) JOIN birth b USING (person_id)
