/*
title: A child victim was treated as a suspect in the same period
question: Was a victim here recorded as a suspect of another kind of offence, as a child, within a year either way?
says: No record that this case was looked at together with investigation {other} of {other_on}, in which victim {initials} was a suspect, as a child.
why: Children are made to carry, steal or lie as part of being exploited. An offence of that time may belong to the exploitation, and the statutory defence and a review of the outcome may be open.
source: HMICFRS, national inspection on group-based child sexual exploitation, December 2023; Casey, National Audit, June 2025 (domain 5.3 B9, M2)
subject: person
needs:
  offence: [offence_code]
expected_from: 2015-07-31
version: 2
parameters:
  days: [{value: 365, unit: days before or after, source: rule catalogue}]
reading: >-
  Looks into another investigation, so it goes by the resolved person. A code of the counting rules that stands in none of the sexual classes is
  not sexual. A doubtful link between the two records makes the finding doubtful. The day from which it was expected is the defence of section 45, Modern Slavery Act 2015.
*/
WITH elsewhere AS (
    SELECT o.investigation_id, bool_or(o.not_sexual) AS not_sexual, count(o.not_sexual) < count(*) AS some_unknown
    FROM offence_kind o GROUP BY o.investigation_id),
treated AS (
    SELECT v.investigation_id, v.person_id, v.initials, v.row_key, v.confirmed AND s.confirmed AS confirmed,
           v.doubtful OR s.doubtful AS doubtful, s.person_id AS suspect_id,
           j.investigation_id AS other, j.recorded_on AS other_on, s.row_key AS other_key,
           child_on(b.earliest, b.latest, j.recorded_on) AS child,
           CASE WHEN e.not_sexual THEN TRUE WHEN e.investigation_id IS NULL OR e.some_unknown THEN NULL ELSE FALSE END AS not_sexual
    FROM victim v
    JOIN closed_case i USING (investigation_id)
    JOIN suspect s ON s.entity_id = v.entity_id AND s.investigation_id <> v.investigation_id
    JOIN every_case j ON j.investigation_id = s.investigation_id AND j.recorded_on BETWEEN i.recorded_on - $days AND i.recorded_on + $days
    JOIN resolved_birth b ON b.person_id = v.person_id
    LEFT JOIN elsewhere e ON e.investigation_id = j.investigation_id)
SELECT investigation_id, person_id AS subject, initials, other, other_on, child AND not_sexual AS found,
       CASE WHEN child THEN 'the kind of offence in investigation ' || other ELSE 'whether ' || initials || ' was a child then' END AS missing,
       link_note(person_id, suspect_id, confirmed, doubtful) AS note, person_id <> suspect_id AND doubtful AS doubtful,
       [row_of('involvement', row_key), row_of('involvement', other_key)] AS evidence
FROM treated
