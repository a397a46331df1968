"""Run by Alembic for `data.stored.upgrade.migrate`, on the connection that it is given."""

from alembic import context

from data.stored.schema import Base

attributes = context.config.attributes
told = attributes.get("told", lambda revision, brought: None)
context.configure(
    connection=attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
    on_version_apply=lambda step, **_: told(
        step.up_revision_id, step.up_revision.doc if step.is_upgrade else ""
    ),
)
context.run_migrations()
