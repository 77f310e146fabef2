-- The owner of the schema, and the application that uses it.

-- name: find_role
-- What a role may do beyond what it is granted on objects; no row where there is none of that name.
select
    rolsuper as is_superuser,
    rolcanlogin as logs_in,
    rolcreatedb as creates_databases,
    rolcreaterole as creates_roles,
    rolreplication as replicates,
    rolbypassrls as bypasses_row_security,
    array(
        select granted.rolname::text
        from pg_auth_members as membership
        join pg_roles as granted on granted.oid = membership.roleid
        where membership.member = role.oid
        order by 1
    ) as member_of
from pg_roles as role
where rolname = :role

-- name: things_of_role
-- The databases in which a role owns something (itself a thing that can be owned), or was granted rights or is named by a
-- policy; null is the server itself. In :database, only ownership is looked for.
-- DROP OWNED drops what is inside a database, but not a database. pg_shdepend is the one catalog that tells of all databases at once.
select place.datname::text as database, held.deptype = 'o' as owns, bool_or(held.dbid <> 0) as is_droppable
from pg_shdepend as held
left join pg_database as place
    on place.oid = held.dbid or (held.classid = 'pg_database'::regclass and place.oid = held.objid)
where held.refclassid = 'pg_authid'::regclass
  and held.refobjid = (select oid from pg_roles where rolname = :role)
  and (held.deptype = 'o' or (held.deptype in ('a', 'r') and place.datname is distinct from :database))
group by 1, 2
order by 1, 2

-- name: owned_by_role
-- Some of what a role owns in the database that is asked, which must be :database, or in the server itself where that is
-- null. pg_describe_object knows every kind: tables, large objects, default privileges, the database itself.
select distinct left(pg_describe_object(held.classid, held.objid, held.objsubid), 120) as what
from pg_shdepend as held
where held.refclassid = 'pg_authid'::regclass
  and held.refobjid = (select oid from pg_roles where rolname = :role)
  and held.deptype = 'o'
  and (
      held.dbid = (select oid from pg_database where datname = cast(:database as name))
      or (held.classid = 'pg_database'::regclass and held.objid = (select oid from pg_database where datname = cast(:database as name)))
      or (cast(:database as name) is null and held.dbid = 0 and held.classid <> 'pg_database'::regclass)
  )
order by 1
limit 4

-- name: create_owner
-- Owns database, schema and tables. Nobody logs in as it: whoever may act for it is made a member.
create role {owner} nologin nosuperuser nocreatedb nocreaterole

-- name: create_user
-- What the program logs in as. Until its password is set, a server that asks for one lets nobody in by this name.
create role {user} login nosuperuser nocreatedb nocreaterole

-- name: confine_user
-- For a role that was there before and can do more than use a database, or can't log in.
alter role {user} login nocreatedb nocreaterole

-- name: acts_as_owner
-- Whether the administrator may take the owner's role; :kind is what that is called by the server's version.
select pg_has_role(current_user, cast(:owner as name), cast(:kind as text)) as settled

-- name: let_administrator_act_as_owner
-- Superusers need no such thing; on a managed service the administrator is none.
grant {owner} to current_user

-- name: let_administrator_act_as_owner_since_16
-- Since PostgreSQL 16 whoever creates a role may pass it on but not take it, unless that is said.
grant {owner} to current_user with inherit true, set true

-- name: set_password
-- What is sent is the SCRAM verifier, computed from the password on this side: neither server nor log ever sees it itself.
alter role {user} password {verifier}
