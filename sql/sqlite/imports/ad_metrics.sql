-- name: find_ad_metrics
-- Whether one of these keys, a list in JSON, is known.
select exists (
    select 1 from ad_metrics where fact_key in (select value from json_each(:keys)) and is_current
) as answer

-- name: load_new_ad_metrics
-- The bulk path of facts that are all new: run once for each row of the columns, which come by position.
insert into ad_metrics (
    import_id, is_current, line, fact_key, platform, account, level, campaign_id, campaign, adset, ad, keyword,
    segment, shape, start_day, end_day, currency, spend, impressions, clicks, conversions, conversion_value
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: stage_ad_metrics
-- Rows as the file has them, in the order in which load_ad_metrics sends the columns. Lives in memory beside the database.
create temporary table staged_ad_metrics as
select
    line, fact_key,
    platform, account, level, campaign_id, campaign, adset, ad, keyword, segment, shape, start_day, end_day, currency,
    spend, impressions, clicks, conversions, conversion_value
from ad_metrics
where false

-- name: load_ad_metrics
-- The bulk path of facts of which some may be known: run once for each row of the columns, which come by position.
insert into staged_ad_metrics values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: supersede_ad_metrics
-- A current version steps back where the file says something else of the same fact; what it said is kept behind the
-- new one. The line is not compared: that a row moved within its file is no change.
update ad_metrics as fact
set is_current = false
from staged_ad_metrics as staged
where fact.fact_key = staged.fact_key
  and fact.is_current
  and (
      fact.platform, fact.account, fact.level, fact.campaign_id, fact.campaign, fact.adset, fact.ad,
      fact.keyword, fact.segment, fact.shape, fact.start_day, fact.end_day, fact.currency, fact.spend,
      fact.impressions, fact.clicks, fact.conversions, fact.conversion_value
  ) is not (
      staged.platform, staged.account, staged.level, staged.campaign_id, staged.campaign, staged.adset,
      staged.ad, staged.keyword, staged.segment, staged.shape, staged.start_day, staged.end_day, staged.currency,
      staged.spend, staged.impressions, staged.clicks, staged.conversions, staged.conversion_value
  )
