"""Alembic's entry: runs on the connection that `storage.schema` hands over."""

from alembic import context

from storage import models, outbox_table, search_table  # noqa: F401  (their tables are the schema)
from storage.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    render_as_batch=True,
    include_object=lambda obj, name, kind, reflected, compare_to: (
        not str(name).startswith("search_")
    ),
)
with context.begin_transaction():
    context.run_migrations()
