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

-- name: step_back_exchange_rates
-- Of an import that is taken back, the current versions of facts that other imports attest too: they make room. Here and
-- below each fact is looked up by itself, in the order of the import's own rows, which is that of the indexes.
update exchange_rates as fact
set is_current = false
where fact.import_id = :import_id
  and fact.is_current
  and (select count(*) from exchange_rates as version where version.fact_key = fact.fact_key) > 1

-- name: restore_exchange_rates
-- The newest of the other versions becomes current where none is any more.
update exchange_rates as fact
set is_current = true
from exchange_rates as taken
where taken.import_id = :import_id
  and not taken.is_current
  and (select count(*) from exchange_rates as held where held.fact_key = taken.fact_key and held.is_current) = 0
  and fact.fact_key = taken.fact_key
  and fact.import_id = (
      select max(other.import_id)
      from exchange_rates as other
      where other.fact_key = taken.fact_key and other.import_id <> taken.import_id
  )

-- name: remove_facts_of_exchange_rates
-- What only this import attests: its versions that did not make room.
delete from exchange_rates
where import_id = :import_id and is_current

-- name: remove_versions_of_exchange_rates
-- And those that stood behind others.
delete from exchange_rates
where import_id = :import_id
