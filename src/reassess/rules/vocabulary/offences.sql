-- A code as the code list writes it: capitals, no spaces, no leading zeros ('019/08' is '19/8', or else class 19).
CREATE MACRO normal_code(code) AS
    regexp_replace(regexp_replace(upper(replace(code, ' ', '')), '^0+', ''), '/0+', '/')
;

-- What each recorded offence code says: contact and sexual are NULL where the code does not settle it. A code is looked
-- up as it stands, then without its sub-code, then, in classes 17, 19 and 20, without its letter: the list grew letters.
CREATE VIEW offence_read AS
SELECT o.*, c.contact, c.sexual, c.under_13
FROM offence o
LEFT JOIN offence_code c ON c.code = CASE WHEN normal_code(o.offence_code) IN (SELECT code FROM offence_code)
                                          THEN normal_code(o.offence_code)
                                          WHEN split_part(normal_code(o.offence_code), '/', 1) IN (SELECT code FROM offence_code)
                                          THEN split_part(normal_code(o.offence_code), '/', 1)
                                          ELSE regexp_extract(normal_code(o.offence_code), '^(17|19|20)[A-Z](/|$)', 1) END
;

-- Whether an offence is of another kind than sexual: as the code list says, and for a code of the counting rules that
-- it does not hold, when its class lies outside the ranges in which sexual offences were ever counted.
CREATE VIEW offence_kind AS
SELECT *, CASE WHEN sexual IS NOT NULL THEN NOT sexual
               WHEN contact IS NULL AND under_13 IS NULL AND regexp_matches(normal_code(offence_code), '^[0-9]{1,3}[A-Z]?(/[0-9]+)?$')
                    AND regexp_extract(normal_code(offence_code), '^[0-9]+')::INTEGER NOT BETWEEN 16 AND 27
                    AND regexp_extract(normal_code(offence_code), '^[0-9]+')::INTEGER NOT BETWEEN 70 AND 74
                    AND regexp_extract(normal_code(offence_code), '^[0-9]+')::INTEGER NOT BETWEEN 86 AND 88
                    AND regexp_extract(normal_code(offence_code), '^[0-9]+')::INTEGER <> 139 THEN TRUE END AS not_sexual
FROM offence_read
;
