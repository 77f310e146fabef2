-- name: current_orders
-- Every order and refund as last told. The order of the keys makes the report independent of the order of imports.
-- Instants leave without the Z of UTC, which numpy does not read.
select
    fact_key as key,
    platform,
    account,
    number,
    refund_of,
    substr(ordered_at, 1, 26) as ordered_at,
    ordered_local,
    status,
    currency,
    gross,
    refunded,
    tax,
    shipping,
    customer_id,
    email,
    phone,
    utm_source,
    utm_medium,
    utm_campaign,
    click_id,
    source,
    campaign
from orders
where is_current
order by fact_key
