-- name: find_exchange_rates
-- Whether one of these keys, a list in JSON, is known.
select exists (
    select 1 from exchange_rates where fact_key in (select value from json_each(:keys)) and is_current
) as answer

-- name: load_new_exchange_rates
-- The bulk path of facts that are all new: run once for each row of the columns, which come by position.
insert into exchange_rates (
    import_id, is_current, line, fact_key, day, currency, into_currency, rate
)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- name: stage_exchange_rates
-- Rows as the file has them, in the order in which load_exchange_rates sends the columns. Lives in memory beside the database.
create temporary table staged_exchange_rates as
select
    line, fact_key,
    day, currency, into_currency, rate
from exchange_rates
where false

-- name: load_exchange_rates
-- The bulk path of facts of which some may be known: run once for each row of the columns, which come by position.
insert into staged_exchange_rates values (?, ?, ?, ?, ?, ?)

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
  ) is not (
      staged.day, staged.currency, staged.into_currency, staged.rate
  )
