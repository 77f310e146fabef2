-- name: repeat_leads
-- After the changed ones stepped back, a key that still has a current version was told the same again: the new version
-- stands behind that one. In the order of the keys, which is the order of the indexes.
insert into leads (
    fact_key, import_id, line, is_current,
    platform, account, number, created_at, created_local, status, name, email, phone, source, campaign, adset, ad,
    form, utm_source, utm_medium, utm_campaign, click_id, answers
)
select
    staged.fact_key, :import_id, staged.line, false, staged.platform, staged.account, staged.number,
    staged.created_at, staged.created_local, staged.status, staged.name, staged.email, staged.phone, staged.source,
    staged.campaign, staged.adset, staged.ad, staged.form, staged.utm_source, staged.utm_medium, staged.utm_campaign,
    staged.click_id, staged.answers
from staged_leads as staged
join leads as fact on fact.fact_key = staged.fact_key and fact.is_current
order by staged.fact_key

-- name: insert_leads
-- The other staged rows, of new facts and of changed ones, become the current version of theirs.
insert into leads (
    fact_key, import_id, line, is_current,
    platform, account, number, created_at, created_local, status, name, email, phone, source, campaign, adset, ad,
    form, utm_source, utm_medium, utm_campaign, click_id, answers
)
select
    staged.fact_key, :import_id, staged.line, true, staged.platform, staged.account, staged.number, staged.created_at,
    staged.created_local, staged.status, staged.name, staged.email, staged.phone, staged.source, staged.campaign,
    staged.adset, staged.ad, staged.form, staged.utm_source, staged.utm_medium, staged.utm_campaign, staged.click_id,
    staged.answers
from staged_leads as staged
where not exists (
    select 1 from leads as fact where fact.fact_key = staged.fact_key and fact.is_current
)
order by staged.fact_key

-- name: unstage_leads
-- The next file of the same transaction stages anew.
drop table staged_leads

-- name: step_back_leads
-- Of an import that is taken back, the current versions of facts that other imports attest too: they make room. Here and
-- below each fact is looked up by itself, in the order of the import's own rows, which is that of the indexes.
update leads as fact
set is_current = false
where fact.import_id = :import_id
  and fact.is_current
  and (select count(*) from leads as version where version.fact_key = fact.fact_key) > 1

-- name: restore_leads
-- The newest of the other versions becomes current where none is any more.
update leads as fact
set is_current = true
from leads as taken
where taken.import_id = :import_id
  and not taken.is_current
  and (select count(*) from leads as held where held.fact_key = taken.fact_key and held.is_current) = 0
  and fact.fact_key = taken.fact_key
  and fact.import_id = (
      select max(other.import_id)
      from leads as other
      where other.fact_key = taken.fact_key and other.import_id <> taken.import_id
  )

-- name: remove_facts_of_leads
-- What only this import attests: its versions that did not make room.
delete from leads
where import_id = :import_id and is_current

-- name: remove_versions_of_leads
-- And those that stood behind others.
delete from leads
where import_id = :import_id
