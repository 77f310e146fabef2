"""Making a PostgreSQL ready: two roles, a database, its schema, and the rights that the application needs."""

from infrastructure.postgres.provisioning.asked import Asked, administrator_of, wanted_by
from infrastructure.postgres.provisioning.steps import Step
from infrastructure.postgres.provisioning.wanted import Wanted
from infrastructure.postgres.provisioning.whole_setup import located, provision

__all__ = ["Asked", "Step", "Wanted", "administrator_of", "located", "provision", "wanted_by"]
