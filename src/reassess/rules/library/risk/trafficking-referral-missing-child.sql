/*
title: No record of a trafficking referral for a victim who is still a child
question: >-
  Is there a victim who is still a child, with signs of trafficking and no record of a referral to the national
  referral mechanism?
says: No record of a referral of {initials}, still under 18, to the national referral mechanism, although {sign}.
why: First responders have a duty to notify, and a child needs no consent to be referred.
source: Modern Slavery Act 2015, section 52 (domain 6.2 T10)
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
version: 3
reading: >-
  The test of trafficking-referral-missing, in every investigation and by the resolved person: the age, the premises and the
  referral may stand on another record of the child. A referral over a doubtful link takes nobody out, and a finding that
  needs such a link is doubtful. A child of today was one when the crime was recorded.
  A referral that names neither an investigation nor a day may be about another harm: then the answer cannot be assessed.
*/
WITH seen AS (
    SELECT p.investigation_id, h.entity_id, count(DISTINCT l.place_id) AS premises, bool_or(h.doubtful) AS doubtful,
           list_sort(list(row_of('presence', p.row_key)))[:10] AS evidence
    FROM presence p JOIN resolved_person h USING (person_id) JOIN linking.place l ON l.location_id = p.location_id AND l.premises
    GROUP BY p.investigation_id, h.entity_id),
referred AS (
    SELECT investigation_id, person_id, undated FROM referral_cover WHERE kind = 'nrm'
    UNION
    SELECT v.investigation_id, v.person_id, r.investigation_id IS NULL AND r.made_on IS NULL
    FROM victim v
    JOIN resolved_person h ON h.entity_id = v.entity_id AND NOT h.doubtful AND NOT v.doubtful
    JOIN referral r ON r.person_id = h.person_id AND r.kind = 'nrm'
    JOIN every_case i ON i.investigation_id = v.investigation_id
    WHERE r.investigation_id = v.investigation_id
       OR r.investigation_id IS NULL AND (r.made_on IS NULL OR r.made_on >= i.recorded_on - INTERVAL 90 DAY)),
signed AS (
    SELECT v.investigation_id, v.person_id, v.initials, v.row_key, v.doubtful OR coalesce(s.doubtful, FALSE) AS link_doubtful,
           g.flagged, g.case_key, g.flagged OR g.premises >= $premises AS by_itself, coalesce(s.premises, 0) AS premises,
           coalesce(s.evidence, []) AS seen_rows
    FROM victim v
    JOIN trafficking_sign g ON g.investigation_id = v.investigation_id AND g.person_id = v.person_id
    LEFT JOIN seen s ON s.investigation_id = v.investigation_id AND s.entity_id = v.entity_id)
SELECT v.investigation_id, v.person_id AS subject, v.initials,
       concat_ws(' and ', CASE WHEN v.flagged THEN 'the investigation is flagged for modern slavery or county lines' END,
                 CASE WHEN v.premises >= $premises THEN 'the child was seen at ' || v.premises || ' different premises' END) AS sign,
       (v.flagged OR v.premises >= $premises) AND unreferred(r.only_undated) AND c.child AS found,
       CASE WHEN r.only_undated THEN 'the day of the referral of ' || v.initials || ', which names no investigation'
            ELSE 'whether ' || v.initials || ' is a child today' END AS missing,
       v.link_doubtful AND (NOT v.by_itself OR b.earliest IS NULL AND b.latest IS NULL) AS doubtful,
       list_concat([row_of('involvement', v.row_key)], CASE WHEN v.flagged THEN [field_of('investigation', v.case_key, 'flags')] ELSE [] END,
                   v.seen_rows) AS evidence
FROM signed v
JOIN child_now c ON c.person_id = v.person_id
JOIN firm_birth b ON b.person_id = v.person_id
LEFT JOIN (SELECT investigation_id, person_id, bool_and(undated) AS only_undated FROM referred GROUP BY ALL) r
       ON r.investigation_id = v.investigation_id AND r.person_id = v.person_id
