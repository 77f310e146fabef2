-- The requests that imports answered, the key of this installation, and the version of its facts.
--
-- A request is kept in the transaction of its import: whoever asks again under the same key, because the answer got
-- lost, is told the same. The file's content, its account, the currency told and whether it was to be strict are what
-- was asked.

create table import_requests (
    request_key      text primary key check (length(request_key) between 1 and 200),
    content_hash     text not null,
    account          text not null,
    assumed_currency text not null,
    strict           integer not null check (strict in (0, 1)),
    import_id        integer not null references imports (id),
    stored           integer not null check (stored in (0, 1)),
    created_at       text not null check (created_at glob '????-??-??T??:??:??.??????Z')
) strict, without rowid;

create index import_requests_import on import_requests (import_id);

-- One row. The public ids of customers are made with this key, so that they tell nothing of the customer, and nobody
-- else can make them.
create table installation (
    number integer primary key check (number = 1),
    id_key blob not null check (length(id_key) = 32)
) strict, without rowid;

insert into installation (number, id_key) values (1, randomblob(32));

-- One row, apart from the installation because each import writes it: what was worked out at one revision holds for as
-- long as that is the revision.
create table facts_version (
    number   integer primary key check (number = 1),
    revision integer not null check (revision >= 0)
) strict, without rowid;

insert into facts_version (number, revision) values (1, 0);
