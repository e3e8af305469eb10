-- Normal forms of identifiers and places, as rules.md "Identifiers in normal form" words them.
-- Two records that mean the same phone, plate, mailbox or place have the same normal form; NULL where the text is none.

CREATE OR REPLACE TEMP MACRO blank_to_null(words) AS nullif(trim(words), '');

-- Digits from 0: +44, 0044 and a bare 44 before ten digits all become 0; "(0)" after the country code is dropped.
CREATE OR REPLACE TEMP MACRO phone_digits(words) AS
    regexp_replace(regexp_replace(words, '\(0\)', ''), '[^0-9]', '', 'g');
CREATE OR REPLACE TEMP MACRO normal_phone(words) AS
    CASE WHEN length(phone_digits(words)) < 5 THEN NULL
         WHEN regexp_matches(phone_digits(words), '^0044[0-9]{9,10}$') THEN '0' || phone_digits(words)[5:]
         WHEN regexp_matches(phone_digits(words), '^44[0-9]{10}$') THEN '0' || phone_digits(words)[3:]
         ELSE phone_digits(words) END;

-- Capitals without spaces. A plate that is already one of the forms issued since 1963 stays as it is; else O and 0, I and 1 are
-- read as the position wants them: first as letter-digits-letters (fewer changes where both fit), then the current form, then
-- letters-digits-letter.
CREATE OR REPLACE TEMP MACRO plate_letters(words) AS upper(regexp_replace(words, '[^A-Za-z0-9]', '', 'g'));
CREATE OR REPLACE TEMP MACRO as_letters(words) AS translate(words, '01', 'OI');
CREATE OR REPLACE TEMP MACRO as_digits(words) AS translate(words, 'OI', '01');
CREATE OR REPLACE TEMP MACRO plate_in_form(plate) AS
    CASE WHEN regexp_matches(plate, '^([A-Z]{2}[0-9]{2}[A-Z]{3}|[A-Z][1-9][0-9]{0,2}[A-Z]{3}|[A-Z]{3}[0-9]{1,3}[A-Z]|[A-Z]{3}[0-9]{1,4})$')
             THEN plate
         WHEN regexp_matches(plate, '^[A-Z01][1-9I][0-9OI]{0,2}[A-Z01]{3}$')
             THEN as_letters(plate[1:1]) || as_digits(plate[2:-4]) || as_letters(plate[-3:])
         WHEN regexp_matches(plate, '^[A-Z01]{2}[0-9OI]{2}[A-Z01]{3}$')
             THEN as_letters(plate[1:2]) || as_digits(plate[3:4]) || as_letters(plate[5:])
         WHEN regexp_matches(plate, '^[A-Z01]{3}[0-9OI]{1,3}[A-Z01]$')
             THEN as_letters(plate[1:3]) || as_digits(plate[4:-2]) || as_letters(plate[-1:])
         ELSE nullif(plate, '') END;
CREATE OR REPLACE TEMP MACRO normal_vehicle(words) AS plate_in_form(plate_letters(words));

CREATE OR REPLACE TEMP MACRO normal_email(words) AS blank_to_null(lower(regexp_replace(words, '\s', '', 'g')));
CREATE OR REPLACE TEMP MACRO normal_handle(words) AS blank_to_null(lower(regexp_replace(trim(words), '^@+', '')));
CREATE OR REPLACE TEMP MACRO normal_digits(words) AS nullif(regexp_replace(words, '[^0-9]', '', 'g'), '');
CREATE OR REPLACE TEMP MACRO normal_identifier(kind, words) AS
    CASE kind WHEN 'phone' THEN normal_phone(words)
              WHEN 'vehicle' THEN normal_vehicle(words)
              WHEN 'email' THEN normal_email(words)
              WHEN 'handle' THEN normal_handle(words)
              WHEN 'imei' THEN normal_digits(words)
              WHEN 'bank_account' THEN normal_digits(words)
              ELSE blank_to_null(lower(words)) END;

CREATE OR REPLACE TEMP MACRO normal_postcode(words) AS nullif(upper(regexp_replace(words, '[^A-Za-z0-9]', '', 'g')), '');
-- PNC ids are written 08/123456X, 2008/0123456X and without the stroke: the year in two digits, then the number without leading zeros.
CREATE OR REPLACE TEMP MACRO pnc_letters(words) AS upper(regexp_replace(words, '[^A-Za-z0-9/]', '', 'g'));
CREATE OR REPLACE TEMP MACRO normal_pnc(words) AS
    CASE WHEN regexp_matches(pnc_letters(words), '^([0-9]{2})?[0-9]{2}/0*[0-9]{1,7}[A-Z]$')
             THEN regexp_replace(pnc_letters(words), '^(?:[0-9]{2})?([0-9]{2})/0*([0-9]+[A-Z])$', '\1/\2')
         ELSE nullif(pnc_letters(words), '') END;

-- The common abbreviations of an address line, spelt out, then letters and digits only.
CREATE OR REPLACE TEMP MACRO spelt_out(line) AS
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(' ' || lower(line) || ' ',
        '[^a-z0-9]+', ' ', 'g'), ' rd ', ' road ', 'g'), ' st $', ' street '), ' ave ', ' avenue ', 'g'), ' (apt|apartment) ', ' flat ', 'g');
CREATE OR REPLACE TEMP MACRO normal_address(line) AS nullif(regexp_replace(spelt_out(line), '[^a-z0-9]', '', 'g'), '');

-- A day of birth as eight digits, year first. Days that no calendar has are kept: a slip of typing in them is still evidence.
-- Two-digit years are read as 1930 to 2029; a year alone is its first of January, which the model reads as "a year alone".
CREATE OR REPLACE TEMP MACRO two(digits) AS lpad(digits, 2, '0');
CREATE OR REPLACE TEMP MACRO date_part_at(words, pattern, n) AS two(regexp_extract(words, pattern, n));
CREATE OR REPLACE TEMP MACRO full_year(digits) AS CASE WHEN digits >= '30' THEN '19' ELSE '20' END || digits;
CREATE OR REPLACE TEMP MACRO normal_born(words) AS
    CASE WHEN regexp_matches(words, '^\s*\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}')
             THEN regexp_extract(words, '(\d{4})', 1) || date_part_at(words, '\d{4}[-/. ](\d{1,2})', 1)
                  || date_part_at(words, '\d{4}[-/. ]\d{1,2}[-/. ](\d{1,2})', 1)
         WHEN regexp_matches(words, '^\s*\d{8}\s*$') THEN trim(words)
         WHEN regexp_matches(words, '^\s*\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}')
             THEN regexp_extract(words, '[-/. ](\d{4})', 1) || date_part_at(words, '^\s*\d{1,2}[-/. ](\d{1,2})', 1)
                  || date_part_at(words, '^\s*(\d{1,2})', 1)
         WHEN regexp_matches(words, '^\s*\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}\s*$')
             THEN full_year(date_part_at(words, '(\d{2})\s*$', 1)) || date_part_at(words, '^\s*\d{1,2}[-/. ](\d{1,2})', 1)
                  || date_part_at(words, '^\s*(\d{1,2})', 1)
         WHEN regexp_matches(words, '^\s*\d{4}\s*$') THEN trim(words) || '0101'
         ELSE NULL END;

-- The district and the area of a postcode; a code of another country gives all but its last sign, and its first.
CREATE OR REPLACE TEMP MACRO postcode_district(code) AS
    CASE WHEN length(code) >= 5 THEN code[:-4] WHEN length(code) > 1 THEN code[:-2] END;
CREATE OR REPLACE TEMP MACRO postcode_area(code) AS
    CASE WHEN regexp_matches(code, '^[A-Z]') THEN regexp_extract(code, '^[A-Z]+') ELSE nullif(code[1:1], '') END;
