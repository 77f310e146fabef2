-- name: configure_connection
-- Said once to each new connection. With a write-ahead log readers and the writer do not wait for each other; full
-- synchronisation makes what was acknowledged survive a power cut.
pragma journal_mode = wal;
pragma synchronous = full;
pragma foreign_keys = on;
pragma temp_store = memory;

-- name: begin_reading
-- One snapshot for all reads of the block, and no way to write. It is taken by the first query, so there is one at once.
pragma query_only = on;
begin;
select 1 from sqlite_schema limit 1;

-- name: begin_writing
-- Waits for the one writer there can be. A transaction that reads first and writes later would fail at once instead.
pragma query_only = off;
begin immediate;

-- name: commit
-- What the block did becomes durable and visible.
commit

-- name: rollback
-- What the block did never happened.
rollback

-- name: has_schema_version
-- Whether migrations ever ran here.
select exists (select 1 from sqlite_schema where type = 'table' and name = 'alembic_version') as answer
