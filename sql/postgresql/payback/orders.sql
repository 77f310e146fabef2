-- name: current_orders
-- Every order and refund as last told. The order of the keys makes the report independent of the order of imports.
-- Times leave as texts, instants as those of UTC: numpy reads them far faster than the objects that drivers make.
select
    fact_key as key,
    platform,
    account,
    number,
    refund_of,
    cast(ordered_at at time zone 'UTC' as text) as ordered_at,
    cast(ordered_local as text) as ordered_local,
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
