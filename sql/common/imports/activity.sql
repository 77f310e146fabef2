-- name: repeat_activity
-- After the changed ones stepped back, a key that still has a current version was told the same again: the new version
-- stands behind that one. In the order of the keys, which is the order of the indexes.
insert into activity (
    fact_key, import_id, line, is_current,
    platform, account, customer_id, email, event, happened_at, happened_local
)
select
    staged.fact_key, :import_id, staged.line, false, staged.platform, staged.account, staged.customer_id,
    staged.email, staged.event, staged.happened_at, staged.happened_local
from staged_activity as staged
join activity as fact on fact.fact_key = staged.fact_key and fact.is_current
order by staged.fact_key

-- name: insert_activity
-- The other staged rows, of new facts and of changed ones, become the current version of theirs.
insert into activity (
    fact_key, import_id, line, is_current,
    platform, account, customer_id, email, event, happened_at, happened_local
)
select
    staged.fact_key, :import_id, staged.line, true, staged.platform, staged.account, staged.customer_id, staged.email,
    staged.event, staged.happened_at, staged.happened_local
from staged_activity as staged
where not exists (
    select 1 from activity as fact where fact.fact_key = staged.fact_key and fact.is_current
)
order by staged.fact_key

-- name: unstage_activity
-- The next file of the same transaction stages anew.
drop table staged_activity

-- name: step_back_activity
-- Of an import that is taken back, the current versions of facts that other imports attest too: they make room. Here and
-- below each fact is looked up by itself, in the order of the import's own rows, which is that of the indexes.
update activity as fact
set is_current = false
where fact.import_id = :import_id
  and fact.is_current
  and (select count(*) from activity as version where version.fact_key = fact.fact_key) > 1

-- name: restore_activity
-- The newest of the other versions becomes current where none is any more.
update activity as fact
set is_current = true
from activity as taken
where taken.import_id = :import_id
  and not taken.is_current
  and (select count(*) from activity as held where held.fact_key = taken.fact_key and held.is_current) = 0
  and fact.fact_key = taken.fact_key
  and fact.import_id = (
      select max(other.import_id)
      from activity as other
      where other.fact_key = taken.fact_key and other.import_id <> taken.import_id
  )

-- name: remove_facts_of_activity
-- What only this import attests: its versions that did not make room.
delete from activity
where import_id = :import_id and is_current

-- name: remove_versions_of_activity
-- And those that stood behind others.
delete from activity
where import_id = :import_id
