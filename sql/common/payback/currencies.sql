-- name: current_currencies
-- The currencies that there is money in; rows that name none are in the one that was told when they were imported.
select currency
from (
    select coalesce(nullif(fact.currency, ''), import.assumed_currency) as currency
    from orders as fact
    join imports as import on import.id = fact.import_id
    where fact.is_current
    union
    select coalesce(nullif(fact.currency, ''), import.assumed_currency)
    from ad_metrics as fact
    join imports as import on import.id = fact.import_id
    where fact.is_current
) as told
where currency <> ''
order by currency
