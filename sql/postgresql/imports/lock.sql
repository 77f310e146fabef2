-- name: lock_imports
-- Imports never interleave: the next one waits here, up to lock_timeout, until this transaction ends. The number means
-- nothing; it only has to be the same everywhere.
select pg_advisory_xact_lock(7305210422) as locked
