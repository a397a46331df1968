"""a published revision is never altered, and goes only with its assessment"""

from alembic import op

revision = "0006"
down_revision = "0005"

NO_CHANGE = "a published revision is never altered"
GOES_ALONE = "a published revision goes only with its assessment"
# By the time an assessment takes its revisions along, it is gone itself.
STILL_THERE = "EXISTS (SELECT 1 FROM assessment WHERE id = OLD.assessment_id)"


def upgrade() -> None:
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    """What makes the database itself refuse to alter a revision, or to take one out by itself."""
    if op.get_bind().dialect.name == "postgresql":
        return [
            "CREATE FUNCTION publication_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION '{NO_CHANGE}'; END IF; "
            f"IF {STILL_THERE} THEN RAISE EXCEPTION '{GOES_ALONE}'; END IF; "
            "RETURN OLD; END $$",
            "CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE ON publication "
            "FOR EACH ROW EXECUTE FUNCTION publication_stays()",
        ]
    return [
        "CREATE TRIGGER publication_no_update BEFORE UPDATE ON publication "
        f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END",
        f"CREATE TRIGGER publication_no_delete BEFORE DELETE ON publication WHEN {STILL_THERE} "
        f"BEGIN SELECT RAISE(ABORT, '{GOES_ALONE}'); END",
    ]


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER publication_stays ON publication")
        op.execute("DROP FUNCTION publication_stays()")
    else:
        for action in ("update", "delete"):
            op.execute(f"DROP TRIGGER publication_no_{action}")
