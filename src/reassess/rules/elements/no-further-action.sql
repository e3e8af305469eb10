/*
title: No further action was taken against every suspect
question: Did police or prosecutor decide to take no further action against every suspect?
source: Operation Beaconport, as reported, November 2025; no criteria document is published; Home Office, crime outcomes framework (domain 1.2, 1.3, 7.1, 7.2)
version: 2
reading: An open investigation is out whatever was decided on one suspect, since the whole is not decided.
*/
SELECT i.investigation_id,
       CASE WHEN i.closed THEN o.nfa ELSE FALSE END AS verdict,
       CASE WHEN NOT i.closed THEN 'open: no closing day is recorded'
            WHEN o.nfa IS NOT NULL THEN NULL
            WHEN s.charged > 0 AND s.known_nfa > 0 THEN 'some suspects charged, no further action against others'
            WHEN s.charged > 0 THEN 'a suspect charged, no decision recorded for another'
            WHEN s.known_nfa > 0 THEN 'no further action for some suspects, not known for others'
            ELSE 'neither a decision nor the closing reason says whether no further action was taken' END AS note,
       list_concat([row_of('investigation', i.row_key)], coalesce(s.decisions, [])) AS evidence
FROM every_case i
JOIN case_outcome o USING (investigation_id)
LEFT JOIN (SELECT so.investigation_id, count(*) FILTER (so.charged) AS charged, count(*) FILTER (so.nfa) AS known_nfa,
                  flatten(list(d.decisions ORDER BY so.person_id) FILTER (d.decisions IS NOT NULL)) AS decisions
           FROM suspect_outcome so
           LEFT JOIN (SELECT investigation_id, person_id, list(row_of('decision', row_key) ORDER BY row_key) AS decisions
                      FROM suspect_decision WHERE is_charge(kind) OR is_nfa(kind) GROUP BY ALL) d
                  ON d.investigation_id = so.investigation_id AND d.person_id = so.person_id
           GROUP BY so.investigation_id) s ON s.investigation_id = i.investigation_id
