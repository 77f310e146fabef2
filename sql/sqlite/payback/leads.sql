-- name: current_leads
-- Every lead as last told, in the order of the keys. Instants leave without the Z of UTC, which numpy does not read.
select
    fact_key as key,
    platform,
    substr(created_at, 1, 26) as created_at,
    created_local,
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
