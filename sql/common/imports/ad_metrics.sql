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
