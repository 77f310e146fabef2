-- name: find_activity
-- Whether one of these keys, a list in JSON, is known.
select exists (
    select 1 from activity where fact_key in (select value from json_each(:keys)) and is_current
) as answer

-- name: load_new_activity
-- The bulk path of facts that are all new: run once for each row of the columns, which come by position.
insert into activity (
    import_id, is_current, line, fact_key, platform, account, customer_id, email, event, happened_at, happened_local
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: stage_activity
-- Rows as the file has them, in the order in which load_activity sends the columns. Lives in memory beside the database.
create temporary table staged_activity as
select
    line, fact_key,
    platform, account, customer_id, email, event, happened_at, happened_local
from activity
where false

-- name: load_activity
-- The bulk path of facts of which some may be known: run once for each row of the columns, which come by position.
insert into staged_activity values (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: supersede_activity
-- A current version steps back where the file says something else of the same fact; what it said is kept behind the
-- new one. The line is not compared: that a row moved within its file is no change.
update activity as fact
set is_current = false
from staged_activity as staged
where fact.fact_key = staged.fact_key
  and fact.is_current
  and (
      fact.platform, fact.account, fact.customer_id, fact.email, fact.event, fact.happened_at,
      fact.happened_local
  ) is not (
      staged.platform, staged.account, staged.customer_id, staged.email, staged.event, staged.happened_at,
      staged.happened_local
  )
