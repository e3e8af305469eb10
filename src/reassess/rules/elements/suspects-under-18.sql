/*
title: The suspects were children
question: Were all suspects whose age is known under 18 at the earliest offence?
source: Our reading of peer-on-peer; no legal category (domain 4.1 D15, 4.4)
version: 1
needs:
  involvement: [role]
reading: >-
  Looks at every suspect whose age is known, estimated ages included; unknown where no suspect is identified or no age
  is known.
*/
SELECT i.investigation_id,
       CASE WHEN NOT bool_or(coalesce(s.identity_known, FALSE)) THEN NULL
            WHEN bool_or(NOT child_on(b.earliest, b.latest, i.offence_on)) THEN FALSE
            WHEN bool_or(child_on(b.earliest, b.latest, i.offence_on)) THEN TRUE END AS verdict,
       CASE WHEN count(s.person_id) = 0 THEN 'no suspect recorded'
            WHEN NOT bool_or(coalesce(s.identity_known, FALSE)) THEN 'no suspect is identified'
            WHEN bool_or(NOT child_on(b.earliest, b.latest, i.offence_on)) THEN 'a suspect was 18 or older'
            WHEN NOT bool_or(child_on(b.earliest, b.latest, i.offence_on)) OR bool_and(child_on(b.earliest, b.latest, i.offence_on) IS NULL)
            THEN 'no age of a suspect is known' END AS note,
       coalesce(list_sort(list(row_of('person', s.person_id)) FILTER (s.person_id IS NOT NULL)), [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN suspect s USING (investigation_id)
LEFT JOIN resolved_birth b ON b.person_id = s.person_id
GROUP BY i.investigation_id
