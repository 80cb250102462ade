"""What posts cost, and what was spent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Copied rather than altered, so that the table is written as that of a new store is.
    with op.batch_alter_table("deliveries", recreate="always") as deliveries:
        deliveries.add_column(sa.Column("cost", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "bookings",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("millionths", sa.Integer, nullable=False),
        sa.Column("key", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_bookings"),
    )
    op.create_index("ix_bookings_month", "bookings", ["month", "purpose"])


def downgrade() -> None:
    op.drop_table("bookings")
    with op.batch_alter_table("deliveries", recreate="always") as deliveries:
        deliveries.drop_column("cost")
