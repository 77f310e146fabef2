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

-- name: step_back_orders
-- Of an import that is taken back, the current versions of facts that other imports attest too: they make room. Here and
-- below each fact is looked up by itself, in the order of the import's own rows, which is that of the indexes.
update orders as fact
set is_current = false
where fact.import_id = :import_id
  and fact.is_current
  and (select count(*) from orders as version where version.fact_key = fact.fact_key) > 1

-- name: restore_orders
-- The newest of the other versions becomes current where none is any more.
update orders as fact
set is_current = true
from orders as taken
where taken.import_id = :import_id
  and not taken.is_current
  and (select count(*) from orders as held where held.fact_key = taken.fact_key and held.is_current) = 0
  and fact.fact_key = taken.fact_key
  and fact.import_id = (
      select max(other.import_id)
      from orders as other
      where other.fact_key = taken.fact_key and other.import_id <> taken.import_id
  )

-- name: remove_facts_of_orders
-- What only this import attests: its versions that did not make room.
delete from orders
where import_id = :import_id and is_current

-- name: remove_versions_of_orders
-- And those that stood behind others.
delete from orders
where import_id = :import_id
