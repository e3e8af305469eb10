/*
title: No record of a trafficking referral for a child with signs of it
question: >-
  Is there a child victim with signs of trafficking and no record of a referral to the national referral
  mechanism?
says: No record of a referral of {initials} to the national referral mechanism, although {sign}.
why: A child needs no consent to be referred, and the referral brings support, a decision on status and protection against being treated as an offender.
source: Modern Slavery Act 2015, section 52 (domain 5.3 I6, 6.2 T10)
subject: person
needs:
  referral: [kind, person_id]
  investigation: [flags]
  presence: [location_id, person_id]
expected_from: 2009-04-01
version: 2
parameters:
  premises: [{value: 2, unit: different premises, source: rule catalogue}]
reading: >-
  The day from which it was expected is the start of the national referral mechanism; the statutory duty to notify came in
  November 2015. A referral of the child that names neither an investigation nor a day may be about another harm: then the
  answer cannot be assessed.
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       concat_ws(' and ', CASE WHEN g.flagged THEN 'the investigation is flagged for modern slavery or county lines' END,
                 CASE WHEN g.premises >= $premises THEN 'the child was seen at ' || g.premises || ' different premises' END) AS sign,
       (g.flagged OR g.premises >= $premises) AND v.child_at_recording AND unreferred(r.only_undated) AS found,
       CASE WHEN r.only_undated THEN 'the day of the referral of ' || v.initials || ', which names no investigation'
            ELSE 'whether ' || v.initials || ' was a child when the crime was recorded' END AS missing,
       [row_of('involvement', v.row_key)] || CASE WHEN g.flagged THEN [field_of('investigation', g.case_key, 'flags')] ELSE [] END
           || CASE WHEN g.premises >= $premises THEN g.seen_rows ELSE [] END AS evidence
FROM victim v
JOIN trafficking_sign g ON g.investigation_id = v.investigation_id AND g.person_id = v.person_id
LEFT JOIN (SELECT investigation_id, person_id, bool_and(undated) AS only_undated
           FROM referral_cover WHERE kind = 'nrm' GROUP BY ALL) r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
