/*
title: A prosecutor's decision leans on credibility, consent or conduct of the victim
question: Does the reasoning of a prosecutor's decision not to charge carry a term of the language list?
says: 'The prosecutor''s reasons of {decided_on} on {name} say "{words}".'
why: Prosecution guidance since 2013 names these as myths; a decision that rests on them can be asked to be looked at again.
source: Crown Prosecution Service, child sexual abuse guidelines, 2013 (domain 5.3 J4; 8.2, 8.3; 7.14)
subject: person (suspect)
needs:
  decision: [kind, rationale]
expected_from: 2013-06-05
parameters:
  groups: [{value: [credibility, consent, conduct], source: rule catalogue}]
version: 1
reading: >-
  The day from which it was expected is that of the first child sexual abuse guidelines for prosecutors. A decision without a
  person counts for each suspect who has none of their own; a decision without reasons is not assessable. Words that the
  reasons quote are shown as doubtful.
*/
SELECT d.investigation_id, d.person_id AS subject, any_value(h.known_as) AS name, min(d.decided_on) AS decided_on,
       array_to_string(list_sort(list_distinct(list(t.words) FILTER (t.words IS NOT NULL)))[:4], '", "') AS words,
       CASE WHEN count(t.words) > 0 THEN TRUE WHEN bool_or(nullif(trim(d.rationale), '') IS NULL) THEN NULL ELSE FALSE END AS found,
       'the reasons of the prosecutor' AS missing,
       bool_and(t.doubtful OR starts_with(coalesce(t.speaker, ''), 'quoted:')) AS doubtful,
       coalesce(list_sort(list(t.evidence) FILTER (t.words IS NOT NULL))[:10], list_sort(list(row_of('decision', d.row_key)))) AS evidence
FROM suspect_decision d
JOIN resolved_person h USING (person_id)
LEFT JOIN stated_phrase t ON t.kind = 'language' AND t.source_table = 'decision' AND t.source_key = d.row_key AND t.detail IN $groups
WHERE d.kind = 'cps_nfa'
GROUP BY d.investigation_id, d.person_id
