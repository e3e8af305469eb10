/*
title: The suspects were children
question: Were all suspects under 18 at the earliest offence?
source: Our reading of peer-on-peer; no legal category (domain 4.1 D15, 4.4)
version: 2
needs:
  involvement: [role]
reading: >-
  One suspect who was 18 or older settles it, estimated ages included. Unknown where no suspect is identified, and where the age
  of a suspect is not known while every known one was a child.
*/
SELECT i.investigation_id,
       CASE WHEN NOT bool_or(coalesce(s.identity_known, FALSE)) THEN NULL
            WHEN bool_or(NOT child_on(b.earliest, b.latest, i.offence_on)) THEN FALSE
            WHEN bool_and(child_on(b.earliest, b.latest, i.offence_on) IS NOT NULL) THEN TRUE END AS verdict,
       CASE WHEN count(s.person_id) = 0 THEN 'no suspect recorded'
            WHEN NOT bool_or(coalesce(s.identity_known, FALSE)) THEN 'no suspect is identified'
            WHEN bool_or(NOT child_on(b.earliest, b.latest, i.offence_on)) THEN 'a suspect was 18 or older'
            WHEN bool_and(child_on(b.earliest, b.latest, i.offence_on) IS NULL) THEN 'no age of a suspect is known'
            WHEN bool_or(child_on(b.earliest, b.latest, i.offence_on) IS NULL) THEN 'the age of a suspect is not known' END AS note,
       coalesce(list_sort(list(row_of('person', s.person_id)) FILTER (s.person_id IS NOT NULL)), [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN suspect s USING (investigation_id)
LEFT JOIN resolved_birth b ON b.person_id = s.person_id
GROUP BY i.investigation_id
