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
-- policy; in :database, only ownership is looked for. pg_shdepend is the one catalog that tells of all databases at once.
select distinct coalesce(place.datname::text, 'the server itself') as place, held.deptype = 'o' as owns
from pg_shdepend as held
left join pg_database as place
    on place.oid = held.dbid or (held.classid = 'pg_database'::regclass and place.oid = held.objid)
where held.refclassid = 'pg_authid'::regclass
  and held.refobjid = (select oid from pg_roles where rolname = :role)
  and (held.deptype = 'o' or (held.deptype in ('a', 'r') and place.datname is distinct from :database))
order by 1, 2

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
