/*
title: A child who did not support then is an adult now
question: Is a child victim who did not support the investigation then an adult today?
says: "{initials} did not support the investigation then ({position}) and is an adult now; a re-approach on the victim's terms can be considered."
why: Reluctance and retraction are expected signs of exploitation; many speak years later, when they are safe and asked well.
source: Crown Prosecution Service, child sexual abuse guidelines, 2013; Telford inquiry (Crowther), July 2022 (domain 5.3 M1, B6, B7; 6.4)
subject: person (victim)
needs:
  involvement: [supports]
  person: [born_on]
version: 1
reading: Ages go by the record. A victim who is known to be dead is not asked.
*/
SELECT v.investigation_id, v.person_id AS subject, v.initials, v.supports AS position,
       v.child_at_offence AND v.supports IN ('no', 'withdrawn') AND NOT child_on(b.earliest, b.latest, $as_of) AS found,
       CASE WHEN v.child_at_offence IS NULL THEN 'whether ' || v.initials || ' was a child at the offence'
            WHEN v.supports IS NULL THEN 'whether ' || v.initials || ' supported the investigation'
            ELSE 'whether ' || v.initials || ' is an adult today' END AS missing,
       [row_of('involvement', v.row_key), row_of('person', v.person_id)] AS evidence
FROM victim v
JOIN firm_birth b USING (person_id)
JOIN status_now n USING (person_id)
WHERE NOT n.dead
