-- What is asked and tried as the application, once it has logged in.

-- name: excess
-- Whatever the application can do beyond using the data; no row where all is well.
select 'it is a superuser' as what from pg_roles where rolname = current_user and rolsuper
union all
select 'it may create databases' from pg_roles where rolname = current_user and rolcreatedb
union all
select 'it may create roles' from pg_roles where rolname = current_user and rolcreaterole
union all
select 'it may replicate the server' from pg_roles where rolname = current_user and rolreplication
union all
select 'it is a member of ' || granted.rolname
from pg_auth_members as membership
join pg_roles as mine on mine.oid = membership.member and mine.rolname = current_user
join pg_roles as granted on granted.oid = membership.roleid
union all
select 'it owns something' from pg_shdepend
where refclassid = 'pg_authid'::regclass and refobjid = (select oid from pg_roles where rolname = current_user) and deptype = 'o'
union all
select 'it has rights in another database' from pg_shdepend
where refclassid = 'pg_authid'::regclass
  and refobjid = (select oid from pg_roles where rolname = current_user)
  and deptype in ('a', 'r')
  and (select oid from pg_database where datname = current_database()) not in (dbid, objid)
union all
select 'it may create schemas' where has_database_privilege(current_database(), 'CREATE')
union all
select 'it may create tables in schema ' || nspname
from pg_namespace
where has_schema_privilege(oid, 'CREATE') and nspname not like 'pg\_%'
union all
select 'it may do more than read and write in ' || relname
from pg_class
where relnamespace = 'public'::regnamespace
  and relkind in ('r', 'p')
  and has_table_privilege(oid, 'TRUNCATE, REFERENCES, TRIGGER')

-- name: patience
-- An attempt that should be refused at once waits for nobody.
set local lock_timeout = '2s'

-- name: try_a_table
-- Must be refused.
create table public.succotash_attempt (nothing integer)

-- name: try_a_schema
-- Must be refused.
create schema succotash_attempt

-- name: try_a_role
-- Must be refused.
create role succotash_attempt

-- name: try_a_large_object
-- Must be refused where everybody's permission was taken away.
select lo_create(0)

-- name: try_the_revision
-- Must be refused: the schema's history is the owner's to write.
update public.alembic_version set version_num = version_num
