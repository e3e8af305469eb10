-- A row that a finding rests on.
CREATE MACRO row_of(source_table, source_key) AS
    {'source_table': source_table::VARCHAR, 'source_key': source_key::VARCHAR, 'source_field': NULL::VARCHAR,
     'page': NULL::INTEGER, 'start_at': NULL::INTEGER, 'end_at': NULL::INTEGER, 'words': NULL::VARCHAR}
;

-- One field of a row.
CREATE MACRO field_of(source_table, source_key, source_field) AS
    {'source_table': source_table::VARCHAR, 'source_key': source_key::VARCHAR, 'source_field': source_field::VARCHAR,
     'page': NULL::INTEGER, 'start_at': NULL::INTEGER, 'end_at': NULL::INTEGER, 'words': NULL::VARCHAR}
;

-- Words quoted from a passage: start and end are character positions in that field or page.
CREATE MACRO words_of(source_table, source_key, source_field, page, start_at, end_at, words) AS
    {'source_table': source_table::VARCHAR, 'source_key': source_key::VARCHAR, 'source_field': source_field::VARCHAR,
     'page': page::INTEGER, 'start_at': start_at::INTEGER, 'end_at': end_at::INTEGER, 'words': words::VARCHAR}
;

-- A sentence that begins with 'the person known as' or 'an unidentified person' begins with a capital.
CREATE MACRO capitalised(sentence) AS
    CASE WHEN regexp_matches(sentence, '^(the|an?) ') THEN upper(sentence[1]) || sentence[2:] ELSE sentence END
;

-- What is not known where the extract lacks a table, in words; NULL where it has it. For rules that can also be answered
-- from elsewhere: what that shows is still found.
CREATE MACRO missing_table(wanted, what) AS
    CASE WHEN NOT EXISTS (SELECT 1 FROM records.supplied WHERE table_name = wanted)
         THEN what || ' (the extract has no table ' || wanted || ')' END
;
