-- name: facts_version
-- What tells one state of the facts from every other. The revision grows with all that changes them; the newest entry and
-- the last one undone, with their moments, tell copies of one database apart (a backup that was put back, a file that was
-- copied) that went different ways, also where both took the same file in, read in other ways.
select
    revision,
    (
        select content_hash || ' ' || cast(imported_at as text)
        from imports
        order by id desc
        limit 1
    ) as newest_import,
    (
        select cast(id as text) || ' ' || cast(undone_at as text)
        from imports
        where undone_at is not null
        order by undone_at desc, id desc
        limit 1
    ) as last_undone
from facts_version

-- name: installation_key
-- The random bytes that this database was made with.
select id_key from installation
