"""workbooks have a wave; what was remembered of headers no longer holds rows and values of cells"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("workbook", sa.Column("wave", sa.Integer, nullable=False, server_default="1"))
    op.execute("DELETE FROM mapping")


def downgrade() -> None:
    with op.batch_alter_table("workbook") as table:
        table.drop_column("wave")
