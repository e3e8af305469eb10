/*
title: Closed soon after a victim withdrew, with no record of support
question: Did a victim withdraw shortly before closing with no record that specialist support was offered first?
says: No record of a referral to an independent adviser, a referral centre or health for victim {initials}, who withdrew on {withdrawn_on}, {days} days before closing.
why: Reluctance is an expected sign of exploitation. A case closed in the weeks after a withdrawal, without support, may rest on fear and not on choice.
source: Crown Prosecution Service, child sexual abuse guidelines, 2013 (domain 5.3 B6, K8)
subject: person
needs:
  involvement: [supports, withdrawn_on]
  referral: [kind, person_id]
version: 3
parameters:
  days_before_closing: [{value: 28, unit: days, source: rule catalogue}]
reading: >-
  A victim who never supported has no day of withdrawal and is not asked about. One recorded as withdrawn, without the day,
  cannot be assessed, nor one with a day of withdrawal and no position, nor one whose only referral names neither an
  investigation nor a day: it may be about another harm.
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials, v.withdrawn_on,
       date_diff('day', v.withdrawn_on, i.closed_on) AS days,
       CASE WHEN v.supports IS NOT NULL THEN TRUE END
           AND unreferred(r.only_undated) AND date_diff('day', v.withdrawn_on, i.closed_on) BETWEEN 0 AND $days_before_closing AS found,
       CASE WHEN v.supports IS NULL THEN 'whether the victim withdrew'
            WHEN v.withdrawn_on IS NOT NULL THEN 'the day of the referral of ' || v.initials || ', which names no investigation'
            ELSE 'the day on which the victim withdrew' END AS missing,
       [row_of('involvement', v.row_key), field_of('investigation', i.row_key, 'closed_on')] AS evidence
FROM victim v
JOIN every_case i USING (investigation_id)
LEFT JOIN (SELECT investigation_id, person_id, bool_and(undated) AS only_undated
           FROM referral_cover WHERE kind IN ('isva', 'sarc', 'health') GROUP BY ALL) r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
WHERE v.supports = 'withdrawn' OR coalesce(v.supports, 'no') = 'no' AND v.withdrawn_on IS NOT NULL
