-- Leads, activity and saved mappings go, with the entries that brought them; the entries of undone imports go, which an
-- older program would take for imports that count; and the requests that any of these answered.

drop table column_mappings;
drop table activity;
drop table leads;

delete from import_requests
where import_id in (select id from imports where undone_at is not null or kind in ('leads', 'activity'));

delete from ad_coverage
where import_id in (select id from imports where undone_at is not null or kind in ('leads', 'activity'));

delete from imports
where undone_at is not null or kind in ('leads', 'activity');

-- What an older program has worked out of the facts must not hold any more.
update facts_version
set revision = revision + 1;

drop index imports_undone;
drop index imports_once;
alter table imports drop column undone_at;
alter table imports add constraint imports_once unique (content_hash, account, assumed_currency);
