"""A delivery keeps the pictures of its post."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Copied rather than altered, so that the table is written as that of a new store is.
    with op.batch_alter_table("deliveries", recreate="always") as deliveries:
        deliveries.add_column(sa.Column("pictures", sa.Text, nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("deliveries", recreate="always") as deliveries:
        deliveries.drop_column("pictures")
