-- name: find_orders
-- Whether one of these keys, a list in JSON, is known.
select exists (
    select 1 from orders where fact_key in (select value from json_each(:keys)) and is_current
) as answer

-- name: load_new_orders
-- The bulk path of facts that are all new: run once for each row of the columns, which come by position.
insert into orders (
    import_id, is_current, line, fact_key, platform, account, number, refund_of, ordered_at, ordered_local, status,
    currency, gross, refunded, tax, shipping, customer_id, email, phone, utm_source, utm_medium, utm_campaign,
    click_id, source, campaign
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: stage_orders
-- Rows as the file has them, in the order in which load_orders sends the columns. Lives in memory beside the database.
create temporary table staged_orders as
select
    line, fact_key,
    platform, account, number, refund_of, ordered_at, ordered_local, status, currency, gross, refunded, tax,
    shipping, customer_id, email, phone, utm_source, utm_medium, utm_campaign, click_id, source, campaign
from orders
where false

-- name: load_orders
-- The bulk path of facts of which some may be known: run once for each row of the columns, which come by position.
insert into staged_orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: supersede_orders
-- A current version steps back where the file says something else of the same fact; what it said is kept behind the
-- new one. The line is not compared: that a row moved within its file is no change.
update orders as fact
set is_current = false
from staged_orders as staged
where fact.fact_key = staged.fact_key
  and fact.is_current
  and (
      fact.platform, fact.account, fact.number, fact.refund_of, fact.ordered_at, fact.ordered_local,
      fact.status, fact.currency, fact.gross, fact.refunded, fact.tax, fact.shipping, fact.customer_id,
      fact.email, fact.phone, fact.utm_source, fact.utm_medium, fact.utm_campaign, fact.click_id, fact.source,
      fact.campaign
  ) is not (
      staged.platform, staged.account, staged.number, staged.refund_of, staged.ordered_at, staged.ordered_local,
      staged.status, staged.currency, staged.gross, staged.refunded, staged.tax, staged.shipping,
      staged.customer_id, staged.email, staged.phone, staged.utm_source, staged.utm_medium, staged.utm_campaign,
      staged.click_id, staged.source, staged.campaign
  )
