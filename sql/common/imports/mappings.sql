-- name: count_other_mappings
-- How many headers are mapped beside this one.
select count(*) as others
from column_mappings
where fingerprint <> :fingerprint

-- name: save_mapping
-- The last decision about a header is the one that holds.
insert into column_mappings (fingerprint, definition, saved_at)
values (:fingerprint, :definition, :saved_at)
on conflict (fingerprint) do update
set definition = excluded.definition, saved_at = excluded.saved_at

-- name: list_mappings
-- Every decision there is.
select fingerprint, definition, saved_at
from column_mappings
order by fingerprint

-- name: remove_mapping
-- Such files are read as if nobody had decided.
delete from column_mappings
where fingerprint = :fingerprint
