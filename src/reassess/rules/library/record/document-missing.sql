/*
title: No readable file for a document of the investigation
question: Does the investigation list a document that has no file, or a file that cannot be read?
says: No record of the words of {document}; its file {state}.
why: What a lost or unreadable document said is not in this review. The force may hold another copy, or the paper.
source: IICSA, Chair's guidance on destruction of documents, June 2015 (domain 5.3 N2)
subject: document
needs:
  document: [path]
version: 1
reading: >-
  A file that was not read for any reason (encrypted, too long, of an unknown kind, its reader stopped) is unreadable here; the reason is
  shown. A file that was read but for an attachment inside it is not missing.
*/
SELECT d.investigation_id, d.document_id AS subject, coalesce(replace(nullif(d.kind, 'other'), '_', ' '), 'document') || ' ' || d.document_id AS document,
       CASE coalesce(f.status, 'absent') WHEN 'absent' THEN 'is not there' WHEN 'empty' THEN 'is empty'
            ELSE 'cannot be read (' || coalesce(f.reason, replace(f.status, '_', ' ')) || ')' END AS state,
       CASE WHEN f.status IS NOT NULL THEN f.status NOT IN ('read', 'partly') WHEN k.document_id IS NOT NULL AND k.sha256 IS NULL THEN TRUE END AS found,
       'whether the file can be read' AS missing,
       [row_of('document', d.row_key)] AS evidence
FROM document d
LEFT JOIN reading.file f USING (document_id)
LEFT JOIN records.document_file k USING (document_id)
