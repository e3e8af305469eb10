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
parameters:
  months: [{value: 12, unit: months, source: 'rulings of November 2026'}]
  partners: [{value: [mash, social_care, strategy_discussion, section_47, health, education], source: 'Children Act 2004, section 16E, and the catalogue'}]
version: 2
reading: >-
  Same day where the last recorded contact of a safeguarding partner with the child is not known or is older than 12 months, else the next
  working day. A contact is a referral that covers the child, on the day of the response, or on the day it was made where no response is recorded.
*/
WITH contact AS (
    SELECT h.entity_id, max(coalesce(r.responded_on, r.made_on)) AS day
    FROM referral_cover r JOIN resolved_person h USING (person_id)
    WHERE r.kind IN $partners AND NOT h.doubtful AND coalesce(r.responded_on, r.made_on) <= $as_of
    GROUP BY h.entity_id)
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       CASE WHEN t.day >= $as_of - to_months($months) THEN 'next_working_day' ELSE 'same_day' END AS band,
       c.child AS found, 'the age of a victim' AS missing,
       CASE WHEN b.earliest IS NULL AND b.latest IS NULL AND c.child IS NOT NULL
            THEN 'The age is taken from another record of the same person.' END AS note,
       b.earliest IS NULL AND b.latest IS NULL AND v.doubtful AS doubtful,
       [row_of('involvement', v.row_key), row_of('person', v.person_id)] AS evidence
FROM victim v JOIN child_now c USING (person_id) JOIN birth b USING (person_id)
LEFT JOIN contact t ON t.entity_id = v.entity_id
