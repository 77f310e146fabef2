-- name: current_orders
-- Every order and refund as last told. The order of the keys makes the report independent of the order of imports.
-- Times leave as texts, instants as those of UTC: numpy reads them far faster than the objects that drivers make.
select
    fact.fact_key as key,
    fact.platform,
    fact.account,
    fact.number,
    fact.refund_of,
    cast(fact.ordered_at at time zone 'UTC' as text) as ordered_at,
    cast(fact.ordered_local as text) as ordered_local,
    fact.status,
    coalesce(nullif(fact.currency, ''), import.assumed_currency) as currency,
    fact.gross,
    fact.refunded,
    fact.tax,
    fact.shipping,
    fact.customer_id,
    fact.email,
    fact.phone,
    fact.utm_source,
    fact.utm_medium,
    fact.utm_campaign,
    fact.click_id,
    fact.source,
    fact.campaign
from orders as fact
join imports as import on import.id = fact.import_id
where fact.is_current
order by fact.fact_key
