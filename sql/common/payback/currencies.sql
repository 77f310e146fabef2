-- name: current_currencies
-- The currencies that there is money in.
select currency from orders where is_current and currency <> ''
union
select currency from ad_metrics where is_current and currency <> ''
order by currency
