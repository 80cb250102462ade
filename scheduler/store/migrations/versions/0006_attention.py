"""How much is said of each topic, and the surges of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "source", "at", name="pk_counts"),
    )
    op.create_table(
        "surges",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("onset", sa.String(27), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("usual", sa.Float, nullable=False),
        sa.Column("peak", sa.Integer, nullable=False),
        sa.Column("peak_at", sa.String(27), nullable=False),
        sa.Column("half", sa.Integer),
        sa.Column("quarter", sa.Integer),
        sa.Column("tenth", sa.Integer),
        sa.Column("extras", sa.Text, nullable=False),
        sa.Column("followed", sa.String(16), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "onset", name="pk_surges"),
    )


def downgrade() -> None:
    op.drop_table("surges")
    op.drop_table("counts")
