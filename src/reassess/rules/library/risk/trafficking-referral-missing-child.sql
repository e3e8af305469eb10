/*
title: No record of a trafficking referral for a victim who is still a child
question: Was every victim who is still a child, with signs of trafficking, referred to the national referral mechanism?
says: No record of a referral of {initials}, still under 18, to the national referral mechanism, although {sign}.
why: First responders have a duty to notify, and a child needs no consent to be referred.
source: domain 6.2 T10
subject: person (victim)
runs_on: all
needs:
  referral: [kind, person_id]
  investigation: [flags]
  presence: [location_id, person_id]
parameters:
  premises: [{value: 2, unit: different premises, source: rule catalogue}]
band: same_day
route: First responder
version: 1
reading: The test of trafficking-referral-missing, in every investigation.
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       concat_ws(' and ', CASE WHEN g.flagged THEN 'the investigation is flagged for modern slavery or county lines' END,
                 CASE WHEN g.premises >= $premises THEN 'the child was seen at ' || g.premises || ' different premises' END) AS sign,
       (g.flagged OR g.premises >= $premises) AND v.child_at_recording AND r.person_id IS NULL AND c.child AS found,
       'whether ' || v.initials || ' was a child at recording and is one today' AS missing,
       list_concat([row_of('involvement', v.row_key)], CASE WHEN g.flagged THEN [field_of('investigation', g.inquiry_key, 'flags')] ELSE [] END,
                   g.seen_rows) AS evidence
FROM victim v
JOIN trafficking_sign g ON g.investigation_id = v.investigation_id AND g.person_id = v.person_id
JOIN child_now c ON c.person_id = v.person_id
LEFT JOIN (SELECT DISTINCT investigation_id, person_id FROM referral_cover WHERE kind = 'nrm') r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
