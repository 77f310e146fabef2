-- What setup_postgres_db.py says to the server as a whole. In all files of this folder, {name} stands for an identifier
-- that is quoted before the statement is sent, because what makes roles and grants rights takes no parameters, and :name
-- for a bound parameter.

-- name: lock_server
-- Two setups at once never interleave: the second waits here, up to lock_timeout, until the first has disconnected. Such
-- a lock belongs to one database, so this holds for those who connect to the same one first.
select pg_advisory_lock(7305210423) as locked

-- name: lock_database
-- The same for those who set up this database, whichever they connected to first. Another number, because both locks are
-- taken by one run, on two connections that may be to the same database.
select pg_advisory_lock(7305210424) as locked

-- name: look_at_server
-- Who the administrator is and what the server lets him do.
select
    current_setting('server_version_num')::integer as version,
    pg_is_in_recovery() as is_standby,
    rolname::text as administrator,
    rolsuper as is_superuser,
    rolcreaterole as creates_roles,
    rolcreatedb as creates_databases
from pg_roles
where rolname = current_user

-- name: server_started
-- Two connections that get the same answer are to the same server, under whatever name each of them reached it.
select extract(epoch from pg_postmaster_start_time())::text as started
