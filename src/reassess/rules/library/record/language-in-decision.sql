/*
title: Wording in a decision that blames, doubts or makes an adult of a child
question: >-
  Does the decision, or an entry of the supervisor, hold wording about the child that the guidance advises
  against?
says: No record of a decision free of wording that the guidance advises against, such as {words}.
why: Inspectors found lines of enquiry overlooked or dismissed because of such language. In a decision it is reasoning, and the decision should be read again for that.
source: Investigative practice; no published standard is quoted; terms from a published practice sheet on language (domain 5.3 L2, 8.2)
subject: investigation
needs:
  investigation: [closure_reason]
expected_from: 2013-06-01
version: 1
reading: >-
  Terms inside quoted speech of a suspect or a victim are kept and marked as doubtful. The day is that of the prosecutors' guidelines that first
  called for the credibility of the allegation, not of the child, to be weighed (domain 7.14). It judges the decision, not the officer.
*/
SELECT i.investigation_id, '' AS subject, count(t.words) > 0 AS found,
       string_agg(DISTINCT '"' || t.words || '"', ', ' ORDER BY '"' || t.words || '"') AS words,
       coalesce(bool_and(t.quoted OR t.perhaps_quoted OR t.doubtful), FALSE) AS doubtful,
       list(t.evidence ORDER BY t.evidence) FILTER (t.words IS NOT NULL) AS evidence
FROM closed_case i
LEFT JOIN language_term t ON t.investigation_id = i.investigation_id AND t.in_decision
GROUP BY i.investigation_id
