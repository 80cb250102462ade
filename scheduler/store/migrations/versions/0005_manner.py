"""What stands before a post, and who sees it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # Copied rather than altered, so that the table is written as that of a new store is.
    with op.batch_alter_table("deliveries", recreate="always") as deliveries:
        deliveries.add_column(sa.Column("warning", sa.Text, nullable=False, server_default=""))
        deliveries.add_column(sa.Column("visibility", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("deliveries", recreate="always") as deliveries:
        deliveries.drop_column("visibility")
        deliveries.drop_column("warning")
