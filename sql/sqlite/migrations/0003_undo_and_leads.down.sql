-- Leads, activity and saved mappings go, with the entries that brought them; the entries of undone imports go, which an
-- older program would take for imports that count; and the requests that any of these answered.

drop table column_mappings;
drop table activity;
drop table leads;

delete from import_requests
where import_id in (select id from imports where undone_at is not null or kind in ('leads', 'activity'));

delete from ad_coverage
where import_id in (select id from imports where undone_at is not null or kind in ('leads', 'activity'));

delete from imports
where undone_at is not null or kind in ('leads', 'activity');

-- What an older program has worked out of the facts must not hold any more.
update facts_version
set revision = revision + 1;

-- A constraint is part of its table here, so the table is made anew. References to it are looked at when the transaction
-- ends (https://sqlite.org/foreignkeys.html, "Deferred Foreign Key Constraints"), and it fails if one leads nowhere. The
-- last id that was given out is kept, since none is ever given out twice.
pragma defer_foreign_keys = on;

create table imports_before as select * from imports;
create table last_id as select seq from sqlite_sequence where name = 'imports';
drop table imports;

create table imports (
    id               integer primary key autoincrement,
    file             text not null,
    content_hash     text not null,
    account          text not null,
    assumed_currency text not null,
    kind             text not null,
    platform         text not null,
    encoding         text not null,
    rows             integer not null check (rows >= 0),
    total_rows       integer not null check (total_rows >= 0),
    rejected_rows    integer not null check (rejected_rows >= 0),
    currency         text,
    period_start     text check (period_start glob '????-??-??'),
    period_end       text check (period_end glob '????-??-??'),
    inserted         integer not null check (inserted >= 0),
    updated          integer not null check (updated >= 0),
    unchanged        integer not null check (unchanged >= 0),
    findings         text not null check (json_valid(findings)),
    imported_at      text not null check (imported_at glob '????-??-??T??:??:??.??????Z'),
    constraint imports_one_period check ((period_start is null) = (period_end is null) and period_start <= period_end),
    constraint imports_once unique (content_hash, account, assumed_currency)
) strict;

insert into imports (
    id, file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, rejected_rows, currency,
    period_start, period_end, inserted, updated, unchanged, findings, imported_at
)
select
    id, file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, rejected_rows, currency,
    period_start, period_end, inserted, updated, unchanged, findings, imported_at
from imports_before
order by id;

delete from sqlite_sequence where name = 'imports';
insert into sqlite_sequence (name, seq) select 'imports', seq from last_id;
drop table imports_before;
drop table last_id;
