-- name: find_request
-- What was answered under a request key.
select request_key, content_hash, account, assumed_currency, strict, import_id, stored, created_at
from import_requests
where request_key = :request_key

-- name: insert_request
-- A key stands for one request, whoever comes first: no row is changed then, and the transaction lives on.
insert into import_requests (
    request_key, content_hash, account, assumed_currency, strict, import_id, stored, created_at
)
values (:request_key, :content_hash, :account, :assumed_currency, :strict, :import_id, :stored, :created_at)
on conflict (request_key) do nothing
