-- What it takes to take an import back; leads, activity, and how columns that nobody knows are to be read.
--
-- An undone import keeps its entry, with the moment in it; its facts are gone.

alter table imports drop constraint imports_once;
alter table imports add column undone_at timestamptz;

-- The same content is imported once, unless that import was undone: it may come again then, as often as it is undone.
create unique index imports_once on imports (content_hash, account, assumed_currency) where undone_at is null;

-- The last one undone is part of what tells one state of the facts from every other.
create index imports_undone on imports (undone_at) where undone_at is not null;

-- Who raised a hand: versions, as of orders. `answers` is a JSON object, or '' for none.
create table leads (
    fact_key      text collate "C" not null,
    import_id     bigint not null references imports (id),
    line          bigint not null,
    is_current    boolean not null,
    platform      text collate "C" not null default '',
    account       text collate "C" not null default '',
    number        text collate "C" not null default '',
    created_at    timestamptz,
    created_local timestamp,
    status        text collate "C" not null default '',
    name          text collate "C" not null default '',
    email         text collate "C" not null default '',
    phone         text collate "C" not null default '',
    source        text collate "C" not null default '',
    campaign      text collate "C" not null default '',
    adset         text collate "C" not null default '',
    ad            text collate "C" not null default '',
    form          text collate "C" not null default '',
    utm_source    text collate "C" not null default '',
    utm_medium    text collate "C" not null default '',
    utm_campaign  text collate "C" not null default '',
    click_id      text collate "C" not null default '',
    answers       text collate "C" not null default '',
    primary key (fact_key, import_id),
    constraint leads_one_time check ((created_at is null) <> (created_local is null))
);

create unique index leads_current on leads (fact_key) where is_current;
create index leads_import on leads (import_id);

-- What customers did, and when.
create table activity (
    fact_key       text collate "C" not null,
    import_id      bigint not null references imports (id),
    line           bigint not null,
    is_current     boolean not null,
    platform       text collate "C" not null default '',
    account        text collate "C" not null default '',
    customer_id    text collate "C" not null default '',
    email          text collate "C" not null default '',
    event          text collate "C" not null default '',
    happened_at    timestamptz,
    happened_local timestamp,
    primary key (fact_key, import_id),
    constraint activity_one_time check ((happened_at is null) <> (happened_local is null))
);

create unique index activity_current on activity (fact_key) where is_current;
create index activity_import on activity (import_id);

-- What somebody decided about files with one header.
create table column_mappings (
    fingerprint text collate "C" primary key,
    definition  jsonb not null,
    saved_at    timestamptz not null
);
