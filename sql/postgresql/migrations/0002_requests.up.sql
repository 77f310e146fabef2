-- The requests that imports answered, the key of this installation, and the version of its facts.
--
-- A request is kept in the transaction of its import: whoever asks again under the same key, because the answer got
-- lost, is told the same. The file's content, its account, the currency told and whether it was to be strict are what
-- was asked.

create table import_requests (
    request_key      text collate "C" primary key check (length(request_key) between 1 and 200),
    content_hash     text collate "C" not null,
    account          text collate "C" not null,
    assumed_currency text collate "C" not null,
    strict           boolean not null,
    import_id        bigint not null references imports (id),
    stored           boolean not null,
    created_at       timestamptz not null
);

create index import_requests_import on import_requests (import_id);

-- One row. The public ids of customers are made with this key, so that they tell nothing of the customer, and nobody
-- else can make them.
create table installation (
    number bigint primary key check (number = 1),
    id_key bytea not null check (octet_length(id_key) = 32)
);

-- The server's strong random numbers come as UUIDs, of 122 random bits each: the hash of two has all its 256 bits from
-- them.
insert into installation (number, id_key)
values (1, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- One row, apart from the installation because each import writes it: what was worked out at one revision holds for as
-- long as that is the revision.
create table facts_version (
    number   bigint primary key check (number = 1),
    revision bigint not null check (revision >= 0)
);

insert into facts_version (number, revision) values (1, 0);
