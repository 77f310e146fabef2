-- name: daily_spend_by_source
-- Rows of single days. What is in the report's currency, or in none, is summed here over campaigns and all below them;
-- other currencies stand row by row, each a group of its own by its key, because each row is converted and rounded by
-- itself. Days leave as ISO texts: numpy reads them faster than the objects that drivers make. Grouped by day first, the
-- column in which most rows differ, since SQLite groups by sorting.
select
    '' as file, platform, account, level, shape, '' as campaign_id, '' as campaign,
    cast(start_day as text) as "start", cast(start_day as text) as "end", currency,
    cast(sum(spend) as bigint) as spend,
    cast(sum(conversion_value) as bigint) as conversion_value
from ad_metrics
where is_current and start_day = end_day
group by
    start_day, platform, account, level, shape, currency,
    case when currency in (:currency, '') then '' else fact_key end
order by platform, account, level, shape, "start", currency, spend nulls first, conversion_value nulls first

-- name: daily_spend_by_campaign
-- The same, summed within each campaign only. Few rows fall together: grouped in the order in which they leave.
select
    '' as file, platform, account, level, shape, campaign_id, campaign,
    cast(start_day as text) as "start", cast(start_day as text) as "end", currency,
    cast(sum(spend) as bigint) as spend,
    cast(sum(conversion_value) as bigint) as conversion_value
from ad_metrics
where is_current and start_day = end_day
group by
    platform, account, level, shape, campaign_id, campaign, start_day, currency,
    case when currency in (:currency, '') then '' else fact_key end
order by
    platform, account, level, shape, campaign_id, campaign, "start", currency,
    spend nulls first, conversion_value nulls first

-- name: period_spend
-- Rows for whole periods, or for a period that the file does not name, each with the file it is from: they are never
-- spread over days, and may have to be shown to a person.
select
    import.file,
    fact.platform,
    fact.account,
    fact.level,
    fact.shape,
    fact.campaign_id,
    fact.campaign,
    cast(fact.start_day as text) as "start",
    cast(fact.end_day as text) as "end",
    fact.currency,
    fact.spend,
    fact.conversion_value
from ad_metrics as fact
join imports as import on import.id = fact.import_id
where fact.is_current and (fact.start_day = fact.end_day) is not true
order by
    fact.platform, fact.account, fact.level, fact.start_day nulls first, fact.end_day nulls first, fact.campaign_id,
    fact.campaign, fact.currency, import.file, fact.line, fact.import_id, fact.fact_key

-- name: covered_days
-- The intervals that any import speaks for.
select distinct platform, account, level, daily, start_day as "start", end_day as "end"
from ad_coverage
order by platform, account, level, daily desc, "start", "end"
