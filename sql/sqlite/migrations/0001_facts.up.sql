-- The ledger of imports and the facts that imports keep.
--
-- A fact table holds versions: what each import said of a fact, under the fact's natural key. One version of a fact is
-- current; the others stay behind it, so that an import can be taken back. Money and fractional counts are whole
-- micro-units (1e-6); null is "not known", never 0. Instants are UTC texts of one length with microseconds, so that
-- they sort as text. The ids of the ledger are never given out twice.

-- "Succ": tells our files from those of other applications before one is opened.
pragma application_id = 1400202083;

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

create table ad_metrics (
    fact_key         text not null,
    import_id        integer not null references imports (id),
    line             integer not null,
    is_current       integer not null check (is_current in (0, 1)),
    platform         text not null default '',
    account          text not null default '',
    level            text not null check (level in ('account', 'campaign', 'adset', 'ad', 'keyword')),
    campaign_id      text not null default '',
    campaign         text not null default '',
    adset            text not null default '',
    ad               text not null default '',
    keyword          text not null default '',
    segment          text not null default '',
    shape            text not null default '',
    start_day        text check (start_day glob '????-??-??'),
    end_day          text check (end_day glob '????-??-??'),
    currency         text not null default '',
    spend            integer,
    impressions      integer,
    clicks           integer,
    conversions      integer,
    conversion_value integer,
    primary key (fact_key, import_id),
    constraint ad_metrics_one_period check ((start_day is null) = (end_day is null) and start_day <= end_day)
) strict, without rowid;

create unique index ad_metrics_current on ad_metrics (fact_key) where is_current;
create index ad_metrics_import on ad_metrics (import_id);

create table orders (
    fact_key      text not null,
    import_id     integer not null references imports (id),
    line          integer not null,
    is_current    integer not null check (is_current in (0, 1)),
    platform      text not null default '',
    account       text not null default '',
    number        text not null default '',
    refund_of     text not null default '',
    ordered_at    text check (ordered_at glob '????-??-??T??:??:??.??????Z'),
    ordered_local text check (ordered_local glob '????-??-??T??:??:??'),
    status        text not null default '',
    currency      text not null default '',
    gross         integer not null,
    refunded      integer,
    tax           integer,
    shipping      integer,
    customer_id   text not null default '',
    email         text not null default '',
    phone         text not null default '',
    utm_source    text not null default '',
    utm_medium    text not null default '',
    utm_campaign  text not null default '',
    click_id      text not null default '',
    source        text not null default '',
    campaign      text not null default '',
    primary key (fact_key, import_id),
    constraint orders_one_time check ((ordered_at is null) <> (ordered_local is null))
) strict, without rowid;

create unique index orders_current on orders (fact_key) where is_current;
create index orders_import on orders (import_id);

create table exchange_rates (
    fact_key      text not null,
    import_id     integer not null references imports (id),
    line          integer not null,
    is_current    integer not null check (is_current in (0, 1)),
    day           text not null check (day glob '????-??-??'),
    currency      text not null,
    into_currency text not null default '',
    rate          text not null,
    primary key (fact_key, import_id)
) strict, without rowid;

create unique index exchange_rates_current on exchange_rates (fact_key) where is_current;
create index exchange_rates_import on exchange_rates (import_id);

-- The days that an import speaks for: within them, a day without a row had no spend.
create table ad_coverage (
    import_id integer not null references imports (id),
    platform  text not null default '',
    account   text not null default '',
    level     text not null check (level in ('account', 'campaign', 'adset', 'ad', 'keyword')),
    daily     integer not null check (daily in (0, 1)),
    start_day text not null check (start_day glob '????-??-??'),
    end_day   text not null check (end_day glob '????-??-??'),
    primary key (import_id, platform, account, level, daily, start_day, end_day),
    constraint ad_coverage_one_period check (start_day <= end_day)
) strict, without rowid;
