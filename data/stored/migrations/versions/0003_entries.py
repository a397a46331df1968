"""what officers enter beside statements, attached files, and the audit trail, which only grows"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NO_CHANGE = "the audit trail only grows"


def upgrade() -> None:
    op.add_column("statement", sa.Column("cites", sa.Text, nullable=False, server_default="[]"))
    _of_assessment(
        "overrule",
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("said_on", sa.Date),
    )
    _of_assessment(
        "figure",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("earned", sa.Float, nullable=False),
        sa.Column("possible", sa.Float, nullable=False),
        sa.Column("evidence", sa.Text),
        sa.Column("who", sa.Text),
    )
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("compressed", sa.Boolean, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    _of_assessment(
        "evidence",
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("effective", sa.Date),
        sa.Column("levels", sa.Text, nullable=False),
        sa.Column("link", sa.Text),
        sa.Column("sha256", sa.Text, sa.ForeignKey("attachment.sha256")),
        sa.Column("file_name", sa.Text),
        sa.Column("added_by", sa.Text),
        sa.Column("added_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"])
    _of_assessment(
        "same_project",
        sa.Column("first", sa.Text, nullable=False),
        sa.Column("second", sa.Text, nullable=False),
        sa.Column("same", sa.Boolean, nullable=False),
        sa.Column("who", sa.Text),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("assessment_id", sa.Integer),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )
    op.create_index("ix_audit_assessment_id", "audit", ["assessment_id"])
    for statement in _guards():
        op.execute(statement)


def _of_assessment(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "assessment_id", sa.Integer, sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False
        ),
        *columns,
    )
    op.create_index(f"ix_{name}_assessment_id", name, ["assessment_id"])


def _guards() -> list[str]:
    """What makes the database itself refuse to alter or take out an entry of the trail."""
    if op.get_bind().dialect.name == "postgresql":
        return [
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{NO_CHANGE}'; END $$",
            "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()",
        ]
    return [
        f"CREATE TRIGGER audit_no_{action.lower()} BEFORE {action} ON audit "
        f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
        for action in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    for table in ("audit", "same_project", "evidence", "attachment", "figure", "overrule"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_only_grows()")
    with op.batch_alter_table("statement") as statement:
        statement.drop_column("cites")
