"""Run by Alembic for `data.store.migrate`, on the connection that it is given."""

from alembic import context

from data.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
