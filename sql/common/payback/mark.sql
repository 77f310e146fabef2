-- name: facts_version
-- What tells one state of the facts from every other. The revision grows with all that changes them; the newest entry and
-- the moment it was made tell copies of one database apart (a backup that was put back, a file that was copied) that went
-- different ways, also where both took the same file in, read in other ways.
select
    revision,
    (
        select content_hash || ' ' || cast(imported_at as text)
        from imports
        order by id desc
        limit 1
    ) as newest_import
from facts_version

-- name: installation_key
-- The random bytes that this database was made with.
select id_key from installation
