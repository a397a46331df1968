"""cells of sheets are kept once by their sha256; entries of the trail say which version and which thing"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "cells",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.add_column("sheet", sa.Column("sha256", sa.Text))
    connection = op.get_bind()
    known: set[str] = set()
    # One sheet at a time: all of them together may be larger than memory.
    for id in connection.scalars(sa.text("SELECT id FROM sheet ORDER BY id")).all():
        content = connection.scalar(sa.text("SELECT cells FROM sheet WHERE id = :id"), {"id": id})
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in known:
            connection.execute(
                sa.text("INSERT INTO cells (sha256, content) VALUES (:sha256, :content)"),
                {"sha256": sha256, "content": content},
            )
            known.add(sha256)
        connection.execute(
            sa.text("UPDATE sheet SET sha256 = :sha256 WHERE id = :id"), {"sha256": sha256, "id": id}
        )
    with op.batch_alter_table("sheet") as sheet:
        sheet.alter_column("sha256", existing_type=sa.Text, nullable=False)
        sheet.create_foreign_key("fk_sheet_sha256_cells", "cells", ["sha256"], ["sha256"])
        sheet.drop_column("cells")
    op.create_index("ix_sheet_sha256", "sheet", ["sha256"])
    op.add_column("audit", sa.Column("version", sa.Integer))
    op.add_column("audit", sa.Column("thing", sa.Text))


def downgrade() -> None:
    for column in ("thing", "version"):
        op.drop_column("audit", column)
    op.add_column("sheet", sa.Column("cells", sa.LargeBinary))
    op.execute("UPDATE sheet SET cells = (SELECT content FROM cells WHERE cells.sha256 = sheet.sha256)")
    op.drop_index("ix_sheet_sha256", "sheet")
    with op.batch_alter_table("sheet") as sheet:
        sheet.alter_column("cells", existing_type=sa.LargeBinary, nullable=False)
        sheet.drop_constraint("fk_sheet_sha256_cells", type_="foreignkey")
        sheet.drop_column("sha256")
    op.drop_table("cells")
