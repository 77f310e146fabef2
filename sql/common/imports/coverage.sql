-- name: insert_coverage
-- An interval that the import speaks for; told twice, it is kept once.
insert into ad_coverage (import_id, platform, account, level, daily, start_day, end_day)
values (:import_id, :platform, :account, :level, :daily, :start_day, :end_day)
on conflict do nothing

-- name: remove_coverage
-- What an import that is taken back spoke for.
delete from ad_coverage
where import_id = :import_id
