/*
title: Wording in the record that blames, doubts or makes an adult of a child
question: Does the record hold wording about the child that the guidance advises against?
says: No record of this case free of wording that the guidance advises against, such as {words}.
why: Such wording moves the risk onto the child and often ends a line of enquiry. It is shown to be read in its place and never corrected.
source: HMICFRS, group-based child sexual exploitation, December 2023; published practice sheet on language (domain 5.3 L1, 8.2)
subject: investigation
needs:
  entry: [text]
expected_from: 2013-06-01
version: 1
reading: >-
  Everything but the closing reason, the rationales and the supervisor's entries; the own words of a suspect or a victim, quoted or in their
  statement, are left out, and words that the record only reports as theirs are doubtful. The day is that of the prosecutors' guidelines that first called for the credibility of the allegation, not of the child, to be weighed.
*/
SELECT i.investigation_id, '' AS subject, count(t.words) > 0 AS found,
       string_agg(DISTINCT '"' || t.words || '"', ', ' ORDER BY '"' || t.words || '"') AS words,
       coalesce(bool_and(t.perhaps_quoted OR t.doubtful), FALSE) AS doubtful,
       list(t.evidence ORDER BY t.evidence) FILTER (t.words IS NOT NULL) AS evidence
FROM closed_case i
LEFT JOIN language_term t ON t.investigation_id = i.investigation_id AND NOT t.in_decision AND NOT t.quoted
GROUP BY i.investigation_id
