-- name: newest_import
-- With its number of entries, what tells one state of the facts from every other: they change with a new entry in the
-- ledger, and never without one.
select (select count(*) from imports) as entries, id, content_hash
from imports
order by id desc
limit 1

-- name: installation_key
-- The random bytes that this database was made with.
select id_key from installation
