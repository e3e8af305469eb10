/*
title: No record of an under-13 offence although a victim was under 13
question: Was a victim under 13 with no record of an offence code of the under-13 group?
says: No record of an offence of the under-13 group, although victim {initials} was under 13 on {offence_on}.
why: The class decides who investigates, what a court may do and how long the record is kept; for a child under 13 consent is no issue in law.
source: IICSA, Organised Networks report 2022, B.4; Home Office Counting Rules (domain 5.3 A4, 7.3)
subject: person
needs:
  offence: [offence_code]
expected_from: 2004-05-01
version: 2
reading: >-
  The under-13 group is 17B, 19E, 19H, 20B and 21. With a code that no table maps beside others the victim is not assessable, since
  it may be one of the group. The group exists since the Sexual Offences Act
  2003 came into force on 1 May 2004; older offences are recorded now under the classes of their day.
*/
WITH codes AS (
    SELECT investigation_id,
           CASE WHEN bool_or(sexual) THEN TRUE WHEN bool_or(sexual IS NULL) THEN NULL ELSE FALSE END AS sexual,
           CASE WHEN bool_or(under_13) THEN TRUE WHEN bool_or(under_13 IS NULL AND sexual IS NOT FALSE) THEN NULL ELSE FALSE END AS said,
           list(row_of('offence', row_key) ORDER BY row_key) AS evidence
    FROM offence_read GROUP BY investigation_id)
SELECT v.investigation_id, v.person_id AS subject, v.initials, i.offence_on,
       v.under_13_at_offence AND c.sexual AND NOT c.said AS found,
       CASE WHEN v.under_13_at_offence IS NULL THEN 'whether ' || v.initials || ' was under 13 at the offence'
            ELSE 'what the recorded offence code stands for' END AS missing,
       [row_of('involvement', v.row_key), row_of('person', p.row_key)] || c.evidence AS evidence
FROM victim v
JOIN person p USING (person_id)
JOIN every_case i USING (investigation_id)
JOIN codes c USING (investigation_id)
