-- name: repeat_orders
-- After the changed ones stepped back, a key that still has a current version was told the same again: the new version
-- stands behind that one. In the order of the keys, which is the order of the indexes.
insert into orders (
    fact_key, import_id, line, is_current,
    platform, account, number, refund_of, ordered_at, ordered_local, status, currency, gross, refunded, tax,
    shipping, customer_id, email, phone, utm_source, utm_medium, utm_campaign, click_id, source, campaign
)
select
    staged.fact_key, :import_id, staged.line, false, staged.platform, staged.account, staged.number,
    staged.refund_of, staged.ordered_at, staged.ordered_local, staged.status, staged.currency, staged.gross,
    staged.refunded, staged.tax, staged.shipping, staged.customer_id, staged.email, staged.phone, staged.utm_source,
    staged.utm_medium, staged.utm_campaign, staged.click_id, staged.source, staged.campaign
from staged_orders as staged
join orders as fact on fact.fact_key = staged.fact_key and fact.is_current
order by staged.fact_key

-- name: insert_orders
-- The other staged rows, of new facts and of changed ones, become the current version of theirs.
insert into orders (
    fact_key, import_id, line, is_current,
    platform, account, number, refund_of, ordered_at, ordered_local, status, currency, gross, refunded, tax,
    shipping, customer_id, email, phone, utm_source, utm_medium, utm_campaign, click_id, source, campaign
)
select
    staged.fact_key, :import_id, staged.line, true, staged.platform, staged.account, staged.number, staged.refund_of,
    staged.ordered_at, staged.ordered_local, staged.status, staged.currency, staged.gross, staged.refunded,
    staged.tax, staged.shipping, staged.customer_id, staged.email, staged.phone, staged.utm_source,
    staged.utm_medium, staged.utm_campaign, staged.click_id, staged.source, staged.campaign
from staged_orders as staged
where not exists (
    select 1 from orders as fact where fact.fact_key = staged.fact_key and fact.is_current
)
order by staged.fact_key

-- name: unstage_orders
-- The next file of the same transaction stages anew.
drop table staged_orders
