"""settings, findings, publications, units and what every assessment came to, uploaded rubrics"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _of_assessment(
        "setting",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.UniqueConstraint("assessment_id", "name"),
    )
    _of_assessment(
        "finding",
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("survey", sa.Text),
        sa.Column("item", sa.Text),
        sa.Column("comment", sa.Text),
        sa.Column("who", sa.Text),
        sa.Column("added_at", sa.DateTime, nullable=False),
    )
    _of_assessment(
        "cause",
        sa.Column("finding_id", sa.Integer, _to("finding", "CASCADE"), nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.UniqueConstraint("finding_id", "project"),
    )
    op.create_index("ix_cause_finding_id", "cause", ["finding_id"])
    _of_assessment(
        "publication",
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("published_at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("frozen", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("assessment_id", "revision"),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_table(
        "belongs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Integer, _to("unit", "CASCADE"), nullable=False),
        sa.Column("parent_id", sa.Integer, _to("unit", "CASCADE"), nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
    )
    op.create_index("ix_belongs_unit_id", "belongs", ["unit_id"])
    op.create_index("ix_belongs_parent_id", "belongs", ["parent_id"])
    op.create_table(
        "outcome",
        sa.Column("assessment_id", sa.Integer, _to("assessment", "CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rubric_sha256", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("projected", sa.Float, nullable=False),
        sa.Column("maximum", sa.Float, nullable=False),
        sa.Column("states", sa.Text, nullable=False),
        sa.Column("respondents", sa.Integer, nullable=False),
        sa.Column("mean", sa.Float),
        sa.Column("top_two", sa.Float),
        sa.Column("base", sa.Integer, nullable=False),
    )
    op.create_table(
        "rubric",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("rubric_version", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("adopted_at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text),
    )
    op.create_index("ix_rubric_rubric", "rubric", ["rubric"])
    # SQLite takes a column with a foreign key as it is; a batch would make the table, and all that hangs
    # on it, anew.
    op.execute("ALTER TABLE assessment ADD COLUMN unit_id INTEGER REFERENCES unit (id) ON DELETE SET NULL")
    op.create_index("ix_assessment_unit_id", "assessment", ["unit_id"])


def _to(table: str, on_delete: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete=on_delete)


def _of_assessment(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("assessment_id", sa.Integer, _to("assessment", "CASCADE"), nullable=False),
        *columns,
    )
    op.create_index(f"ix_{name}_assessment_id", name, ["assessment_id"])


def downgrade() -> None:
    op.drop_index("ix_assessment_unit_id", "assessment")
    op.execute("ALTER TABLE assessment DROP COLUMN unit_id")
    for table in ("rubric", "outcome", "belongs", "unit", "publication", "cause", "finding", "setting"):
        op.drop_table(table)
