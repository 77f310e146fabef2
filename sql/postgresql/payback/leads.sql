-- name: current_leads
-- Every lead as last told, in the order of the keys. Times leave as texts, instants as those of UTC: numpy reads them far
-- faster than the objects that drivers make.
select
    fact_key as key,
    platform,
    cast(created_at at time zone 'UTC' as text) as created_at,
    cast(created_local as text) as created_local,
    email,
    phone,
    source,
    campaign,
    utm_source,
    utm_medium,
    utm_campaign,
    click_id
from leads
where is_current
order by fact_key
