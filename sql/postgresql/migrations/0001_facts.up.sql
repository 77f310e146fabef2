-- The ledger of imports and the facts that imports keep.
--
-- A fact table holds versions: what each import said of a fact, under the fact's natural key. One version of a fact is
-- current; the others stay behind it, so that an import can be taken back. Text is sorted by code point, as everywhere
-- else in the program. Money and fractional counts are whole micro-units (1e-6); null is "not known", never 0.

create table imports (
    id               bigint generated always as identity primary key,
    file             text collate "C" not null,
    content_hash     text collate "C" not null,
    account          text collate "C" not null,
    assumed_currency text collate "C" not null,
    kind             text collate "C" not null,
    platform         text collate "C" not null,
    encoding         text collate "C" not null,
    rows             bigint not null check (rows >= 0),
    total_rows       bigint not null check (total_rows >= 0),
    rejected_rows    bigint not null check (rejected_rows >= 0),
    currency         text collate "C",
    period_start     date,
    period_end       date,
    inserted         bigint not null check (inserted >= 0),
    updated          bigint not null check (updated >= 0),
    unchanged        bigint not null check (unchanged >= 0),
    findings         jsonb not null,
    imported_at      timestamptz not null,
    constraint imports_one_period check ((period_start is null) = (period_end is null) and period_start <= period_end),
    constraint imports_once unique (content_hash, account, assumed_currency)
);

create table ad_metrics (
    fact_key         text collate "C" not null,
    import_id        bigint not null references imports (id),
    line             bigint not null,
    is_current       boolean not null,
    platform         text collate "C" not null default '',
    account          text collate "C" not null default '',
    level            text collate "C" not null check (level in ('account', 'campaign', 'adset', 'ad', 'keyword')),
    campaign_id      text collate "C" not null default '',
    campaign         text collate "C" not null default '',
    adset            text collate "C" not null default '',
    ad               text collate "C" not null default '',
    keyword          text collate "C" not null default '',
    segment          text collate "C" not null default '',
    shape            text collate "C" not null default '',
    start_day        date,
    end_day          date,
    currency         text collate "C" not null default '',
    spend            bigint,
    impressions      bigint,
    clicks           bigint,
    conversions      bigint,
    conversion_value bigint,
    primary key (fact_key, import_id),
    constraint ad_metrics_one_period check ((start_day is null) = (end_day is null) and start_day <= end_day)
);

create unique index ad_metrics_current on ad_metrics (fact_key) where is_current;
create index ad_metrics_import on ad_metrics (import_id);

create table orders (
    fact_key      text collate "C" not null,
    import_id     bigint not null references imports (id),
    line          bigint not null,
    is_current    boolean not null,
    platform      text collate "C" not null default '',
    account       text collate "C" not null default '',
    number        text collate "C" not null default '',
    refund_of     text collate "C" not null default '',
    ordered_at    timestamptz,
    ordered_local timestamp,
    status        text collate "C" not null default '',
    currency      text collate "C" not null default '',
    gross         bigint not null,
    refunded      bigint,
    tax           bigint,
    shipping      bigint,
    customer_id   text collate "C" not null default '',
    email         text collate "C" not null default '',
    phone         text collate "C" not null default '',
    utm_source    text collate "C" not null default '',
    utm_medium    text collate "C" not null default '',
    utm_campaign  text collate "C" not null default '',
    click_id      text collate "C" not null default '',
    source        text collate "C" not null default '',
    campaign      text collate "C" not null default '',
    primary key (fact_key, import_id),
    constraint orders_one_time check ((ordered_at is null) <> (ordered_local is null))
);

create unique index orders_current on orders (fact_key) where is_current;
create index orders_import on orders (import_id);

create table exchange_rates (
    fact_key      text collate "C" not null,
    import_id     bigint not null references imports (id),
    line          bigint not null,
    is_current    boolean not null,
    day           date not null,
    currency      text collate "C" not null,
    into_currency text collate "C" not null default '',
    rate          text collate "C" not null,
    primary key (fact_key, import_id)
);

create unique index exchange_rates_current on exchange_rates (fact_key) where is_current;
create index exchange_rates_import on exchange_rates (import_id);

-- The days that an import speaks for: within them, a day without a row had no spend.
create table ad_coverage (
    import_id bigint not null references imports (id),
    platform  text collate "C" not null default '',
    account   text collate "C" not null default '',
    level     text collate "C" not null check (level in ('account', 'campaign', 'adset', 'ad', 'keyword')),
    daily     boolean not null,
    start_day date not null,
    end_day   date not null,
    primary key (import_id, platform, account, level, daily, start_day, end_day),
    constraint ad_coverage_one_period check (start_day <= end_day)
);
