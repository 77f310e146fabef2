-- The database itself.

-- name: find_database
-- How a database sorts and whose it is; no row where there is none of that name. By way of JSON, because which columns
-- there are depends on the server's version.
select
    pg_encoding_to_char(encoding) as encoding,
    coalesce(
        case when coalesce(to_jsonb(found) ->> 'datlocprovider', 'c') <> 'c'
            then coalesce(to_jsonb(found) ->> 'datlocale', to_jsonb(found) ->> 'daticulocale')
        end,
        datcollate::text
    ) as collation,
    pg_get_userbyid(datdba)::text as owner,
    datallowconn and not datistemplate as is_usable
from pg_database as found
where datname = :database

-- name: create_database
-- Sorting by code point, as everywhere in the program. From template0, because template1 is whatever somebody made of it.
create database {database} owner {owner} template template0 encoding 'UTF8'
locale_provider libc lc_collate 'C' lc_ctype 'C'

-- name: create_database_before_15
-- The same for servers that know no other provider of locales.
create database {database} owner {owner} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'

-- name: database_rights_settled
-- Whether everybody has no right on the database, and the application just those that it needs. An asterisk is a right
-- that may be passed on.
with given as (
    select grantee, privilege_type || case when is_grantable then '*' else '' end as privilege
    from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
    where datname = :database
)
select
    not exists (select from given where grantee = 0)
    and array(
        select privilege from given where grantee = (select oid from pg_roles where rolname = :user) order by 1
    ) = array['CONNECT', 'TEMPORARY'] as settled

-- name: settle_database_rights
-- TEMPORARY is for the staging tables of imports. Sent as one transaction: whoever is connecting sees no gap.
revoke all on database {database} from public, {user};
grant connect, temporary on database {database} to {user}
