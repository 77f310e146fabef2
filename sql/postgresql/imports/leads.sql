-- name: find_leads
-- Whether one of these keys, a list in JSON, is known.
select exists (
    select 1
    from leads
    where fact_key = any (array(select jsonb_array_elements_text(cast(:keys as jsonb)))) and is_current
) as answer

-- name: load_new_leads
-- The bulk path of facts that are all new.
copy leads (
    import_id, is_current, line, fact_key, platform, account, number, created_at, created_local, status, name, email,
    phone, source, campaign, adset, ad, form, utm_source, utm_medium, utm_campaign, click_id, answers
)
from stdin

-- name: stage_leads
-- Rows as the file has them, in the order in which load_leads sends the columns. Gone with the transaction.
-- The sets below are joined and sorted in memory; imports never interleave, so no two of them need it at once.
set local work_mem = '64MB';
create temporary table staged_leads on commit drop as
select
    line, fact_key,
    platform, account, number, created_at, created_local, status, name, email, phone, source, campaign, adset, ad,
    form, utm_source, utm_medium, utm_campaign, click_id, answers
from leads
with no data

-- name: load_leads
-- The bulk path of facts of which some may be known.
copy staged_leads from stdin

-- name: supersede_leads
-- A current version steps back where the file says something else of the same fact; what it said is kept behind the
-- new one. The line is not compared: that a row moved within its file is no change.
update leads as fact
set is_current = false
from staged_leads as staged
where fact.fact_key = staged.fact_key
  and fact.is_current
  and (
      fact.platform, fact.account, fact.number, fact.created_at, fact.created_local, fact.status, fact.name,
      fact.email, fact.phone, fact.source, fact.campaign, fact.adset, fact.ad, fact.form, fact.utm_source,
      fact.utm_medium, fact.utm_campaign, fact.click_id, fact.answers
  ) is distinct from (
      staged.platform, staged.account, staged.number, staged.created_at, staged.created_local, staged.status,
      staged.name, staged.email, staged.phone, staged.source, staged.campaign, staged.adset, staged.ad,
      staged.form, staged.utm_source, staged.utm_medium, staged.utm_campaign, staged.click_id, staged.answers
  )
