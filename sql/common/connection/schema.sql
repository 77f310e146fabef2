-- name: schema_version
-- The revision of the schema, where has_schema_version is true.
select version_num as revision from alembic_version
