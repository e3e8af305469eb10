/*
title: No record of a referral of a child victim to social care
question: Was every child victim referred to children's social care?
says: No record that {initials}, who was a child when the crime was recorded, was referred to children's social care.
why: A child who was never referred may have had no one looking out for them, then or since.
source: HMICFRS, inspection on online child sexual abuse, April 2023 (domain 5.3 I2)
subject: person
needs:
  referral: [kind, person_id]
version: 1
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       v.child_at_recording AND r.person_id IS NULL AS found,
       'whether ' || v.initials || ' was a child when the crime was recorded' AS missing,
       [row_of('involvement', v.row_key), row_of('person', p.row_key)] AS evidence
FROM victim v
JOIN person p USING (person_id)
LEFT JOIN (SELECT DISTINCT investigation_id, person_id FROM referral_cover WHERE kind IN ('mash', 'social_care', 'section_47')) r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
