-- What the application may do in the database.

-- name: owns_public_schema
-- Whether the owner of the database can settle the rights on schema public. Since PostgreSQL 15 it can; before, and in
-- databases that were brought over from before, the schema is the first superuser's.
select pg_has_role(cast(:owner as name), nspowner, 'USAGE') as settled
from pg_namespace
where nspname = 'public'

-- name: act_as_myself
-- For what the owner can't do and the administrator perhaps can.
set role none

-- name: act_as_owner
-- Back again.
set role {owner}

-- name: schema_rights_settled
-- Whether nobody but the owner can make anything in schema public, and the application can use what is there.
with given as (
    select grantee, privilege_type || case when is_grantable then '*' else '' end as privilege
    from pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
    where nspname = 'public'
)
select
    not exists (select from given where grantee = 0 and privilege like 'CREATE%')
    and has_schema_privilege(cast(:owner as name), 'public', 'CREATE')
    and has_schema_privilege(cast(:owner as name), 'public', 'USAGE')
    and array(
        select privilege from given where grantee = (select oid from pg_roles where rolname = :user) order by 1
    ) = array['USAGE'] as settled

-- name: settle_schema_rights
-- Before PostgreSQL 15 everybody may create tables there.
revoke create on schema public from public;
revoke all on schema public from {user};
grant usage on schema public to {user};
grant usage, create on schema public to {owner}

-- name: strangers
-- Whose the things in schema public are that are not the owner's. What belongs to an extension is left alone.
select distinct pg_get_userbyid(relowner)::text as owner
from pg_class as thing
where relnamespace = 'public'::regnamespace
  and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and relowner <> (select oid from pg_roles where rolname = :owner)
  and not exists (
      select from pg_depend where classid = 'pg_class'::regclass and objid = thing.oid and deptype = 'e'
  )
order by 1

-- name: unsettled_things
-- Tables, views and sequences on which somebody has other rights than those meant for them, as {kind, name}. The
-- application writes data; that the schema is at this or that revision, and the key by which this installation names
-- customers, it only reads. It can neither truncate nor refer to a table, nor set a sequence back.
with thing as (
    select
        oid, relname, coalesce(relacl, acldefault('r', relowner)) as acl,
        case
            when relkind = 'S' then 'sequence'
            when relkind in ('v', 'm') or relname in ('alembic_version', 'installation') then 'read_only'
            else 'data'
        end as kind
    from pg_class
    where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p', 'v', 'm', 'S')
      and relowner = (select oid from pg_roles where rolname = :owner)
)
select kind, relname::text as name
from thing
where exists (select from aclexplode(acl) where grantee = 0)
   or exists (select from pg_attribute where attrelid = thing.oid and attacl is not null)
   or array(
        select privilege_type || case when is_grantable then '*' else '' end
        from aclexplode(acl)
        where grantee = (select oid from pg_roles where rolname = :user)
        order by 1
    ) <> case kind
        when 'sequence' then array['USAGE']
        when 'read_only' then array['SELECT']
        else array['DELETE', 'INSERT', 'SELECT', 'UPDATE']
    end
order by 2

-- name: settle_data
-- Rows are read, added, changed and removed. Rights on single columns go with those on the table.
revoke all on table {thing} from public, {user};
grant select, insert, update, delete on table {thing} to {user}

-- name: settle_read_only
-- Rows are read.
revoke all on table {thing} from public, {user};
grant select on table {thing} to {user}

-- name: settle_sequence
-- Numbers are taken.
revoke all on sequence {thing} from public, {user};
grant usage on sequence {thing} to {user}

-- name: administrator_settles_large_objects
-- Whether who logged in can take back what PostgreSQL lets everybody do. The functions are the first superuser's.
select pg_has_role(session_user, proowner, 'USAGE') as settled
from pg_proc
where oid = 'pg_catalog.lo_create(oid)'::regprocedure

-- name: large_objects_settled
-- Whether neither everybody nor the application was given a function that makes, changes or removes large objects:
-- those are in no table, and whoever makes one owns it. Without a list of rights, a function is everybody's. Inside the
-- database nobody needs them.
select not exists (
    select
    from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
    where pronamespace = 'pg_catalog'::regnamespace
      and proname in (
          'lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import', 'lo_put', 'lowrite', 'lo_truncate', 'lo_truncate64',
          'lo_unlink'
      )
      and grantee in (0, (select oid from pg_roles where rolname = :user))
) as settled

-- name: settle_large_objects
-- In this database only: every database has rights of its own on them.
revoke execute on function
    pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), pg_catalog.lo_from_bytea(oid, bytea),
    pg_catalog.lo_import(text), pg_catalog.lo_import(text, oid), pg_catalog.lo_put(oid, bigint, bytea),
    pg_catalog.lowrite(integer, bytea), pg_catalog.lo_truncate(integer, integer),
    pg_catalog.lo_truncate64(integer, bigint), pg_catalog.lo_unlink(oid)
from public, {user}

-- name: default_rights_settled
-- Whether what the owner will yet make in schema public comes with the application's rights.
select
    array(
        select held.privilege_type || case when is_grantable then '*' else '' end
        from pg_default_acl, aclexplode(defaclacl) as held
        where defaclrole = (select oid from pg_roles where rolname = :owner)
          and defaclnamespace = 'public'::regnamespace
          and held.grantee = (select oid from pg_roles where rolname = :user)
          and defaclobjtype in ('r', 'S')
        order by 1
    ) = array['DELETE', 'INSERT', 'SELECT', 'UPDATE', 'USAGE'] as settled

-- name: settle_default_rights
-- So that a table that a later version brings is there for the application at once.
alter default privileges for role {owner} in schema public revoke all on tables from {user};
alter default privileges for role {owner} in schema public revoke all on sequences from {user};
alter default privileges for role {owner} in schema public grant select, insert, update, delete on tables to {user};
alter default privileges for role {owner} in schema public grant usage on sequences to {user}
