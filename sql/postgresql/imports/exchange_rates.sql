-- name: find_exchange_rates
-- Whether one of these keys, a list in JSON, is known.
select exists (
    select 1
    from exchange_rates
    where fact_key = any (array(select jsonb_array_elements_text(cast(:keys as jsonb)))) and is_current
) as answer

-- name: load_new_exchange_rates
-- The bulk path of facts that are all new.
copy exchange_rates (
    import_id, is_current, line, fact_key, day, currency, into_currency, rate
)
from stdin

-- name: stage_exchange_rates
-- Rows as the file has them, in the order in which load_exchange_rates sends the columns. Gone with the transaction.
-- The sets below are joined and sorted in memory; imports never interleave, so no two of them need it at once.
set local work_mem = '64MB';
create temporary table staged_exchange_rates on commit drop as
select
    line, fact_key,
    day, currency, into_currency, rate
from exchange_rates
with no data

-- name: load_exchange_rates
-- The bulk path of facts of which some may be known.
copy staged_exchange_rates from stdin

-- name: supersede_exchange_rates
-- A current version steps back where the file says something else of the same fact; what it said is kept behind the
-- new one. The line is not compared: that a row moved within its file is no change.
update exchange_rates as fact
set is_current = false
from staged_exchange_rates as staged
where fact.fact_key = staged.fact_key
  and fact.is_current
  and (
      fact.day, fact.currency, fact.into_currency, fact.rate
  ) is distinct from (
      staged.day, staged.currency, staged.into_currency, staged.rate
  )
