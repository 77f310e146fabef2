-- name: files_without_currency
-- The names of the files in which rows name no currency, each once, the one imported last first, and beside each how
-- many there are in all. Undone imports have no rows.
select file, count(*) over () as total
from imports
where undone_at is null
  and exists (select 1 from json_each(imports.findings, '$.currencies') where value = '')
group by file
order by max(id) desc
limit :limit
