"""assessments, their workbooks, sheets and statements, and remembered mappings"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("band_scheme", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "workbook",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "assessment_id", sa.Integer, sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("layouts", sa.Text, nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_workbook_assessment_id", "workbook", ["assessment_id"])
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "workbook_id", sa.Integer, sa.ForeignKey("workbook.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("merged", sa.Text, nullable=False),
        sa.Column("cells", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_sheet_workbook_id", "sheet", ["workbook_id"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "assessment_id", sa.Integer, sa.ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("activity", sa.Text),
        sa.Column("result", sa.Text),
        sa.Column("evidence", sa.Text),
        sa.Column("who", sa.Text),
        sa.Column("effective", sa.Text),
        sa.Column("completed", sa.Boolean, nullable=False),
    )
    op.create_index("ix_statement_assessment_id", "statement", ["assessment_id"])
    op.create_table(
        "mapping",
        sa.Column("fingerprint", sa.Text, primary_key=True),
        sa.Column("layout", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("mapping", "statement", "sheet", "workbook", "assessment"):
        op.drop_table(table)
