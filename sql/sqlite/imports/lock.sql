-- name: lock_imports
-- Imports never interleave: begin_writing has already waited for the one writer there can be, and nothing is left to do.
select 1 as locked
