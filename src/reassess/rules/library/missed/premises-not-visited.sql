/*
title: No record of enquiries at premises that figure in the case
question: Is there a hotel, takeaway, cab office or like place of the case that no action or log entry names?
says: No record of an action or an entry that names {place}, which figures in the case{seen}.
why: Addresses, hotels, takeaways and cab offices were named for years in reports on which nobody called; staff, registers and cameras are there to be asked.
source: Jay report on Rotherham, 2014 (domain 5.3 E5)
subject: location
needs:
  presence: [location_id]
  location: [kind, name, address, postcode]
  action: [text, result]
  entry: [text]
version: 2
reading: >-
  Named means the name, the postcode, or the first line of the address where it holds a house number, or the street of a place that has none; in
  an action or an entry, not in a document. Common short forms (Rd, St, Ave) and marks do not matter.
*/
WITH place AS (
    SELECT p.investigation_id, l.location_id, l.called, l.row_key,
           coalesce(' on ' || strftime(min(p.seen_on), '%-d %B %Y'), '') AS seen,
           list(row_of('presence', p.row_key) ORDER BY p.row_key) AS rows,
           nullif(regexp_replace(plain_words(l.name), '^ the ', ' '), ' ') AS name, plain_words(first_line(l.address)) AS line,
           plain_words(l.postcode) AS postcode, ' ' || replace(plain_words(l.postcode), ' ', '') || ' ' AS joined
    FROM presence p JOIN closed_case USING (investigation_id) JOIN premises l USING (location_id)
    GROUP BY p.investigation_id, l.location_id, l.called, l.row_key, l.name, l.address, l.postcode),
said AS (
    SELECT investigation_id, searched_words(text) AS words FROM entry SEMI JOIN place USING (investigation_id)
    UNION ALL
    SELECT investigation_id, searched_words(concat_ws(' ', text, result)) FROM action SEMI JOIN place USING (investigation_id)),
named AS (
    SELECT DISTINCT p.investigation_id, p.location_id FROM place p JOIN said s USING (investigation_id)
    WHERE contains(s.words, p.name) OR contains(s.words, p.line) OR contains(s.words, p.postcode) OR contains(s.words, p.joined))
SELECT p.investigation_id, p.location_id AS subject, p.called AS place, p.seen,
       CASE WHEN n.location_id IS NOT NULL THEN FALSE
            WHEN coalesce(p.name, p.line, p.postcode) IS NULL THEN NULL ELSE TRUE END AS found,
       'the name and the address of the place' AS missing,
       p.rows || [row_of('location', p.row_key)] AS evidence
FROM place p LEFT JOIN named n ON n.investigation_id = p.investigation_id AND n.location_id = p.location_id
