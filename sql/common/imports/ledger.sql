-- name: insert_import
-- A new entry. The same content under the same account and assumed currency is imported once, whoever comes first,
-- unless it was undone: no row comes back then, and the transaction lives on.
insert into imports (
    file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, rejected_rows, currency,
    period_start, period_end, inserted, updated, unchanged, findings, imported_at
) values (
    :file, :content_hash, :account, :assumed_currency, :kind, :platform, :encoding, :rows, :total_rows, :rejected_rows,
    :currency, :period_start, :period_end, :inserted, :updated, :unchanged, :findings, :imported_at
)
on conflict (content_hash, account, assumed_currency) where undone_at is null do nothing
returning id

-- name: raise_facts_version
-- In the transaction of whatever changes the ledger or the facts, so that no two states have the same version, even
-- where an import has been taken back in between. No two imports are under way at once, so nobody waits for this row.
update facts_version
set revision = revision + 1

-- name: complete_import
-- What became of the facts is known only once they are written, under the id of the entry.
update imports
set inserted = :inserted, updated = :updated, unchanged = :unchanged
where id = :id

-- name: undo_import
-- The entry stays, and says when its facts were taken back.
update imports
set undone_at = :undone_at
where id = :id

-- name: get_import
-- One entry by its id.
select
    id, file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, rejected_rows, currency,
    period_start, period_end, inserted, updated, unchanged, findings, imported_at, undone_at
from imports
where id = :id

-- name: find_import_by_content
-- The newest entry of a content and account that is not undone; without an assumed currency, whichever was assumed. The
-- cast tells PostgreSQL the type of a parameter that may be null.
select
    id, file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, rejected_rows, currency,
    period_start, period_end, inserted, updated, unchanged, findings, imported_at, undone_at
from imports
where content_hash = :content_hash
  and account = :account
  and undone_at is null
  and (cast(:assumed_currency as text) is null or assumed_currency = :assumed_currency)
order by id desc
limit 1

-- name: page_imports
-- The entries made before one, newest first.
select
    id, file, content_hash, account, assumed_currency, kind, platform, encoding, rows, total_rows, rejected_rows, currency,
    period_start, period_end, inserted, updated, unchanged, findings, imported_at, undone_at
from imports
where id < :before
order by id desc
limit :limit
