/*
title: A sexual offence
question: Does a recorded offence, a flag or the text say that the matter is sexual?
source: Home Office, flag definition of child sexual abuse; Home Office Counting Rules (domain 4.1 D1, 4.4, 7.3)
version: 2
needs:
  offence: [offence_code]
reading: >-
  Out only where every offence code is known, none is sexual, the flag cse is absent and no word of the record says
  otherwise. A flag or a word alone leaves the answer unknown. Known is a code of the list, and a code of the counting rules
  whose class lies outside those in which sexual offences were ever counted.
*/
WITH coded AS (
    SELECT investigation_id, bool_or(sexual) AS sexual, bool_and(coalesce(not_sexual, FALSE)) AS none_sexual,
           list(field_of('offence', row_key, 'offence_code') ORDER BY row_key) AS evidence
    FROM offence_kind GROUP BY investigation_id),
worded AS (
    SELECT p.investigation_id, list_sort(list(field_of(p.source_table, p.source_key, p.source_field)))[:5] AS evidence
    FROM reading.passage p SEMI JOIN coded c ON c.investigation_id = p.investigation_id AND c.none_sexual
    WHERE p.source_table <> 'offence'
      AND regexp_matches(p.text, '\b(sexual(ly)?|rap(e|ed|ist)|indecent(ly)?|groom(ed|ing)|prostitut\w*|exploit\w*|cse|csa|csea)\b', 'i')
    GROUP BY p.investigation_id)
SELECT i.investigation_id,
       CASE WHEN c.sexual THEN TRUE
            WHEN c.none_sexual AND NOT list_contains(i.flag_list, 'cse') AND w.evidence IS NULL THEN FALSE END AS verdict,
       CASE WHEN c.sexual THEN NULL
            WHEN c.investigation_id IS NULL THEN 'no offence recorded'
            WHEN NOT c.none_sexual THEN 'an offence code does not settle whether the matter is sexual'
            WHEN list_contains(i.flag_list, 'cse') THEN 'no sexual offence code, flagged cse'
            WHEN w.evidence IS NOT NULL THEN 'no sexual offence code, words that may say otherwise'
            ELSE 'every offence code is known and none is sexual' END AS note,
       list_concat(coalesce(c.evidence, [row_of('investigation', i.row_key)]), coalesce(w.evidence, [])) AS evidence
FROM every_case i
LEFT JOIN coded c USING (investigation_id)
LEFT JOIN worded w USING (investigation_id)
