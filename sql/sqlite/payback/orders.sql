-- name: current_orders
-- Every order and refund as last told. The order of the keys makes the report independent of the order of imports.
-- Instants leave without the Z of UTC, which numpy does not read.
select
    fact.fact_key as key,
    fact.platform,
    fact.account,
    fact.number,
    fact.refund_of,
    substr(fact.ordered_at, 1, 26) as ordered_at,
    fact.ordered_local,
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
