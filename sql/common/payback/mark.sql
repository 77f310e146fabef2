-- name: facts_version
-- What tells one state of the facts from every other. The revision grows with all that changes them; the newest entry
-- tells copies of one database apart (a backup that was put back, a file that was copied) that went different ways.
select revision, (select content_hash from imports order by id desc limit 1) as newest_content
from facts_version

-- name: installation_key
-- The random bytes that this database was made with.
select id_key from installation
