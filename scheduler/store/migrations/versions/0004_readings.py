"""What was counted of a post, and the way to the posts that went out lately."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "nth", name="pk_readings"),
    )
    out = sa.text("posted_at IS NOT NULL")
    op.create_index(
        "ix_deliveries_account_posted",
        "deliveries",
        ["account", "posted_at"],
        sqlite_where=out,
        postgresql_where=out,
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_account_posted", "deliveries")
    op.drop_table("readings")
