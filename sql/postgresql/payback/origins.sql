-- name: order_origins
-- Which line of which file tells of each of these orders as it now stands. The keys come as one JSON array.
select fact.fact_key as key, fact.import_id, import.file, fact.line
from orders as fact
join imports as import on import.id = fact.import_id
where fact.is_current and fact.fact_key = any(array(select jsonb_array_elements_text(cast(:keys as jsonb))))
