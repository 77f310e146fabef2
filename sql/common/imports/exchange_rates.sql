-- name: count_unchanged_exchange_rates
-- After the changed ones stepped back, a key that still has a current version was told the same again.
select count(*) as unchanged
from staged_exchange_rates as staged
join exchange_rates as fact on fact.fact_key = staged.fact_key and fact.is_current

-- name: insert_exchange_rates
-- Every staged row becomes a version of its fact; it is the current one unless the version that is says the same.
-- In the order of the keys, which is the order of the indexes.
insert into exchange_rates (
    fact_key, import_id, line, is_current,
    day, currency, into_currency, rate
)
select
    staged.fact_key, :import_id, staged.line, fact.fact_key is null,
    staged.day, staged.currency, staged.into_currency, staged.rate
from staged_exchange_rates as staged
left join exchange_rates as fact on fact.fact_key = staged.fact_key and fact.is_current
order by staged.fact_key

-- name: unstage_exchange_rates
-- The next file of the same transaction stages anew.
drop table staged_exchange_rates
