-- What it takes to take an import back; leads, activity, and how columns that nobody knows are to be read.
--
-- An undone import keeps its entry, with the moment in it; its facts are gone.

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
    undone_at        text check (undone_at glob '????-??-??T??:??:??.??????Z'),
    constraint imports_one_period check ((period_start is null) = (period_end is null) and period_start <= period_end)
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

-- The same content is imported once, unless that import was undone: it may come again then, as often as it is undone.
create unique index imports_once on imports (content_hash, account, assumed_currency) where undone_at is null;

-- The last one undone is part of what tells one state of the facts from every other.
create index imports_undone on imports (undone_at) where undone_at is not null;

-- Who raised a hand: versions, as of orders. `answers` is a JSON object, or '' for none.
create table leads (
    fact_key      text not null,
    import_id     integer not null references imports (id),
    line          integer not null,
    is_current    integer not null check (is_current in (0, 1)),
    platform      text not null default '',
    account       text not null default '',
    number        text not null default '',
    created_at    text check (created_at glob '????-??-??T??:??:??.??????Z'),
    created_local text check (created_local glob '????-??-??T??:??:??'),
    status        text not null default '',
    name          text not null default '',
    email         text not null default '',
    phone         text not null default '',
    source        text not null default '',
    campaign      text not null default '',
    adset         text not null default '',
    ad            text not null default '',
    form          text not null default '',
    utm_source    text not null default '',
    utm_medium    text not null default '',
    utm_campaign  text not null default '',
    click_id      text not null default '',
    answers       text not null default '',
    primary key (fact_key, import_id),
    constraint leads_one_time check ((created_at is null) <> (created_local is null))
) strict, without rowid;

create unique index leads_current on leads (fact_key) where is_current;
create index leads_import on leads (import_id);

-- What customers did, and when.
create table activity (
    fact_key       text not null,
    import_id      integer not null references imports (id),
    line           integer not null,
    is_current     integer not null check (is_current in (0, 1)),
    platform       text not null default '',
    account        text not null default '',
    customer_id    text not null default '',
    email          text not null default '',
    event          text not null default '',
    happened_at    text check (happened_at glob '????-??-??T??:??:??.??????Z'),
    happened_local text check (happened_local glob '????-??-??T??:??:??'),
    primary key (fact_key, import_id),
    constraint activity_one_time check ((happened_at is null) <> (happened_local is null))
) strict, without rowid;

create unique index activity_current on activity (fact_key) where is_current;
create index activity_import on activity (import_id);

-- What somebody decided about files with one header.
create table column_mappings (
    fingerprint text primary key,
    definition  text not null check (json_valid(definition)),
    saved_at    text not null check (saved_at glob '????-??-??T??:??:??.??????Z')
) strict, without rowid;
