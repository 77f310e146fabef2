-- name: begin_loading
-- Many rows go in at once, or none of them: a conflict must not cost the whole transaction.
savepoint loading

-- name: undo_loading
-- The rows since begin_loading never came.
rollback to savepoint loading

-- name: end_loading
-- What is left of them belongs to the transaction.
release savepoint loading
