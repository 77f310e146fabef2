-- name: repeat_ad_metrics
-- After the changed ones stepped back, a key that still has a current version was told the same again: the new version
-- stands behind that one. In the order of the keys, which is the order of the indexes.
insert into ad_metrics (
    fact_key, import_id, line, is_current,
    platform, account, level, campaign_id, campaign, adset, ad, keyword, segment, shape, start_day, end_day,
    currency, spend, impressions, clicks, conversions, conversion_value
)
select
    staged.fact_key, :import_id, staged.line, false, staged.platform, staged.account, staged.level,
    staged.campaign_id, staged.campaign, staged.adset, staged.ad, staged.keyword, staged.segment, staged.shape,
    staged.start_day, staged.end_day, staged.currency, staged.spend, staged.impressions, staged.clicks,
    staged.conversions, staged.conversion_value
from staged_ad_metrics as staged
join ad_metrics as fact on fact.fact_key = staged.fact_key and fact.is_current
order by staged.fact_key

-- name: insert_ad_metrics
-- The other staged rows, of new facts and of changed ones, become the current version of theirs.
insert into ad_metrics (
    fact_key, import_id, line, is_current,
    platform, account, level, campaign_id, campaign, adset, ad, keyword, segment, shape, start_day, end_day,
    currency, spend, impressions, clicks, conversions, conversion_value
)
select
    staged.fact_key, :import_id, staged.line, true, staged.platform, staged.account, staged.level,
    staged.campaign_id, staged.campaign, staged.adset, staged.ad, staged.keyword, staged.segment, staged.shape,
    staged.start_day, staged.end_day, staged.currency, staged.spend, staged.impressions, staged.clicks,
    staged.conversions, staged.conversion_value
from staged_ad_metrics as staged
where not exists (
    select 1 from ad_metrics as fact where fact.fact_key = staged.fact_key and fact.is_current
)
order by staged.fact_key

-- name: unstage_ad_metrics
-- The next file of the same transaction stages anew.
drop table staged_ad_metrics

-- name: step_back_ad_metrics
-- Of an import that is taken back, the current versions of facts that other imports attest too: they make room. Here and
-- below each fact is looked up by itself, in the order of the import's own rows, which is that of the indexes.
update ad_metrics as fact
set is_current = false
where fact.import_id = :import_id
  and fact.is_current
  and (select count(*) from ad_metrics as version where version.fact_key = fact.fact_key) > 1

-- name: restore_ad_metrics
-- The newest of the other versions becomes current where none is any more.
update ad_metrics as fact
set is_current = true
from ad_metrics as taken
where taken.import_id = :import_id
  and not taken.is_current
  and (select count(*) from ad_metrics as held where held.fact_key = taken.fact_key and held.is_current) = 0
  and fact.fact_key = taken.fact_key
  and fact.import_id = (
      select max(other.import_id)
      from ad_metrics as other
      where other.fact_key = taken.fact_key and other.import_id <> taken.import_id
  )

-- name: remove_facts_of_ad_metrics
-- What only this import attests: its versions that did not make room.
delete from ad_metrics
where import_id = :import_id and is_current

-- name: remove_versions_of_ad_metrics
-- And those that stood behind others.
delete from ad_metrics
where import_id = :import_id
