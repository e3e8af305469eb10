/*
title: No record of an account from a victim
question: Is there a victim with no record of an account taken from them?
says: No record that victim {initials} gave an account.
why: A victim who was never heard is the first failing that national reviews name, and every other line starts from the account.
source: National Crime Agency, first findings of Operation Beaconport, November 2025 (domain 5.3 B1)
subject: person
needs:
  involvement: [account_on, account_kind]
version: 1
*/
SELECT investigation_id, person_id AS subject, initials,
       account_on IS NULL OR coalesce(account_kind = 'none', FALSE) AS found,
       [row_of('involvement', row_key)] AS evidence
FROM victim
