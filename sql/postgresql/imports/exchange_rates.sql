-- name: stage_exchange_rates
-- Rows as the file has them, in the order in which load_exchange_rates sends the columns. Gone with the transaction.
create temporary table staged_exchange_rates on commit drop as
select
    line, fact_key,
    day, currency, into_currency, rate
from exchange_rates
with no data

-- name: load_exchange_rates
-- The bulk path. CSV, because there alone an empty text and null can be told apart without escapes.
copy staged_exchange_rates from stdin (format csv, delimiter e'\t', null '')

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
