-- name: repeat_exchange_rates
-- After the changed ones stepped back, a key that still has a current version was told the same again: the new version
-- stands behind that one. In the order of the keys, which is the order of the indexes.
insert into exchange_rates (
    fact_key, import_id, line, is_current,
    day, currency, into_currency, rate
)
select
    staged.fact_key, :import_id, staged.line, false, staged.day, staged.currency, staged.into_currency, staged.rate
from staged_exchange_rates as staged
join exchange_rates as fact on fact.fact_key = staged.fact_key and fact.is_current
order by staged.fact_key

-- name: insert_exchange_rates
-- The other staged rows, of new facts and of changed ones, become the current version of theirs.
insert into exchange_rates (
    fact_key, import_id, line, is_current,
    day, currency, into_currency, rate
)
select
    staged.fact_key, :import_id, staged.line, true, staged.day, staged.currency, staged.into_currency, staged.rate
from staged_exchange_rates as staged
where not exists (
    select 1 from exchange_rates as fact where fact.fact_key = staged.fact_key and fact.is_current
)
order by staged.fact_key

-- name: unstage_exchange_rates
-- The next file of the same transaction stages anew.
drop table staged_exchange_rates
