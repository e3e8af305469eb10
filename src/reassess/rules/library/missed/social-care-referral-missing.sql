/*
title: No record of a referral of a child victim to social care
question: Is there a child victim with no record of a referral to children's social care?
says: No record that {initials}, who was a child when the crime was recorded, was referred to children's social care.
why: A child who was never referred may have had no one looking out for them, then or since.
source: HMICFRS, inspection on online child sexual abuse, April 2023 (domain 5.3 I2)
subject: person
needs:
  referral: [kind, person_id]
version: 2
reading: >-
  A referral of the child that names neither an investigation nor a day may be about another harm: then the answer
  cannot be assessed.
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       v.child_at_recording AND unreferred(r.only_undated) AS found,
       CASE WHEN r.only_undated THEN 'the day of the referral of ' || v.initials || ', which names no investigation'
            ELSE 'whether ' || v.initials || ' was a child when the crime was recorded' END AS missing,
       [row_of('involvement', v.row_key), row_of('person', p.row_key)] AS evidence
FROM victim v
JOIN person p USING (person_id)
LEFT JOIN (SELECT investigation_id, person_id, bool_and(undated) AS only_undated
           FROM referral_cover WHERE kind IN ('mash', 'social_care', 'section_47') GROUP BY ALL) r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
