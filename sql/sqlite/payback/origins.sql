-- name: order_origins
-- Which line of which file tells of each of these orders as it now stands. The keys come as one JSON array. `cross join`
-- keeps the array outermost: each key is found in the index.
select fact.fact_key as key, fact.import_id, import.file, fact.line
from json_each(:keys) as wanted
cross join orders as fact on fact.fact_key = wanted.value
join imports as import on import.id = fact.import_id
where fact.is_current
