/*
title: No record that a suspect with a usable description was identified
question: Is there an unidentified suspect who could be described, with no record of a completed identification action?
says: No record of a completed identification action for {name}, who is described by {described_by}.
why: A nickname, a number or a good description is a line of enquiry. Reviews found many suspects left as nicknames who could have been traced.
source: Greater Manchester Police, assurance review (Rochdale), March 2024 (domain 5.3 C2)
subject: person
needs:
  involvement: [identified]
  person: [nicknames, description]
  action: [kind, person_id, status]
version: 3
parameters:
  usable_characters: [{value: 20, unit: characters of description, source: rule catalogue}]
reading: >-
  Where `identified` is empty, a recorded name says that the suspect is identified. An identification action has resulted when its status is
  `resulted`, or when it has no status but a day of result; what was filed or cancelled has not. Where the extract
  has no identifiers, a nickname or a description still makes a finding, and a suspect with neither is not assessable.
*/
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name,
       concat_ws(' and ', CASE WHEN p.nicknames IS NOT NULL THEN 'a nickname' END,
                 CASE WHEN n.person_id IS NOT NULL THEN 'a recorded ' || n.kinds END,
                 CASE WHEN length(trim(p.description)) >= $usable_characters THEN 'a description' END) AS described_by,
       NOT s.identity_known
           AND (p.nicknames IS NOT NULL OR CASE WHEN missing_table('identifier', '') IS NULL THEN n.person_id IS NOT NULL END OR coalesce(length(trim(p.description)) >= $usable_characters, FALSE))
           AND a.person_id IS NULL AS found,
       CASE WHEN s.identity_known IS NULL THEN 'whether this suspect is identified'
            ELSE missing_table('identifier', 'whether a number, vehicle or account of this suspect is recorded') END AS missing,
       [row_of('involvement', s.row_key), row_of('person', p.row_key)] AS evidence
FROM suspect s
JOIN (SELECT person_id, row_key, nullif(trim(nicknames), '') AS nicknames, description FROM person) p USING (person_id)
LEFT JOIN (SELECT investigation_id, person_id, string_agg(DISTINCT replace(kind, '_', ' '), ' and ' ORDER BY replace(kind, '_', ' ')) AS kinds
           FROM identifier WHERE person_id IS NOT NULL GROUP BY investigation_id, person_id) n
       ON n.investigation_id = s.investigation_id AND n.person_id = s.person_id
LEFT JOIN (SELECT DISTINCT investigation_id, person_id FROM action
           WHERE kind = 'identification' AND (status = 'resulted' OR status IS NULL AND resulted_on IS NOT NULL)) a
       ON a.investigation_id = s.investigation_id AND a.person_id = s.person_id
