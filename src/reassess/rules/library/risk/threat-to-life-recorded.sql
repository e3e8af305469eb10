/*
title: The record states a threat to life
question: Does the text state a threat to kill, or a fear for life, of a person of the case?
says: The record states "{words}" of {initials}{dated}.
why: A threat to life that is known and not acted on engages the right to life; it cannot wait for the review.
source: National Police Chiefs' Council, Threats to Life Guidelines, January 2017 (domain 6.2 T8)
subject: person (the person threatened)
runs_on: all
parameters:
  months: [{value: 24, unit: months, source: rule catalogue}]
band: immediate
route: Duty inspector, threat-to-life process
version: 3
reading: >-
  Immediate where the words are of the 24 months before the day of the assessment, or after it, since an extract may be younger than that
  day, and where the person is a child today or of an age that is not known. Other words, older, without a day or of a year that cannot be
  right, are looked at before anybody is contacted. Words that name nobody, or only a suspect, are taken for the victims, as doubtful where
  there are several or where it may be the suspect's own threat.
*/
SELECT t.investigation_id, t.person_id AS subject, coalesce(h.initials, 'a person of the case') AS initials, t.words,
       CASE WHEN w.day IS NULL THEN ', without a day' ELSE ', written on ' || strftime(w.day, '%-d %B %Y') END AS dated,
       TRUE AS found, urgency(w.day, t.person_id IS NOT NULL AND coalesce(c.child, TRUE), $months, $as_of) AS band, t.doubtful,
       CASE WHEN t.guessed THEN 'The words do not say who is threatened.' END AS note,
       [t.evidence] || CASE WHEN t.involvement_key IS NULL THEN [] ELSE [row_of('involvement', t.involvement_key)] END AS evidence
FROM danger_to t
LEFT JOIN resolved_person h USING (person_id)
LEFT JOIN status_now n USING (person_id)
LEFT JOIN text_date() w ON w.source_table = t.source_table AND w.source_key = t.source_key
                   AND coalesce(w.source_field, t.source_field) = t.source_field
LEFT JOIN child_now c ON c.person_id = t.person_id
WHERE t.kind = 'threat_to_life' AND NOT coalesce(n.dead, FALSE)
