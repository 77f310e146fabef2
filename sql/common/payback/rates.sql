-- name: current_rates
-- The exchange rates as last told.
select day, currency, into_currency as "into", rate
from exchange_rates
where is_current
order by currency, into_currency, day, fact_key
