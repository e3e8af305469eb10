/*
title: No record of a strategy discussion about a child victim
question: Was there a strategy discussion about every child victim?
says: No record of a strategy discussion or a section 47 enquiry about {initials}, who was a child when the crime was recorded.
why: Police and children's services decide together what is known, who is at risk and who does what; without it each holds half.
source: Local safeguarding children procedures (Surrey), section 47; Oldham review, June 2022 (domain 5.3 I1)
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
LEFT JOIN (SELECT DISTINCT investigation_id, person_id FROM referral_cover WHERE kind IN ('strategy_discussion', 'section_47')) r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
