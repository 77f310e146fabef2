-- name: configure_connection
-- Said once to each new connection. Instants come back in UTC and times as ISO texts, whatever the server's own ways.
select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO', false)

-- name: begin_reading
-- One snapshot for all reads of the block. It is taken by the first query, so there is one at once.
begin isolation level repeatable read read only;
select 1;

-- name: begin_writing
-- Each statement sees what was committed before it, as it must after having waited for a lock.
begin isolation level read committed read write

-- name: commit
-- What the block did becomes durable and visible.
commit

-- name: rollback
-- What the block did never happened.
rollback

-- name: has_schema_version
-- Whether migrations ever ran here.
select to_regclass('alembic_version') is not null as answer
