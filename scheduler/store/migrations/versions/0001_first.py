"""The first store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.String(27)
DIGEST = sa.String(64)
SCOPE = sa.String(16)


def upgrade() -> None:
    _outbox()
    _record()
    _alerts()
    _files()
    _switches()


def downgrade() -> None:
    for table in (
        "version_files",
        "blobs",
        "versions",
        "deliveries",
        "texts",
        "record",
        "alerts",
        "stops",
        "live",
        "marks",
    ):
        op.drop_table(table)


def _outbox() -> None:
    op.create_table(
        "texts",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("text", sa.Text),
        sa.PrimaryKeyConstraint("digest", name="pk_texts"),
    )
    op.create_table(
        "deliveries",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("short", sa.String(8), nullable=False),
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("nominal", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("send_by", INSTANT, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("fact", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("limit", sa.Integer, nullable=False),
        sa.Column("variant", sa.Text, nullable=False),
        sa.Column("dropped", sa.Text, nullable=False),
        sa.Column("entities", sa.Text, nullable=False),
        sa.Column("tagged", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("lease_until", INSTANT),
        sa.Column("not_before", INSTANT),
        sa.Column("first_sent", INSTANT),
        sa.Column("wire", sa.LargeBinary),
        sa.Column("remote_id", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("posted_at", INSTANT),
        sa.Column("moved_by", sa.Text),
        sa.Column("slot_at", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["digest"], ["texts.digest"], name="fk_deliveries_digest"),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["due_at"])
    op.create_index("ix_deliveries_state_due", "deliveries", ["state", "due_at"])
    op.create_index("ix_deliveries_account_state", "deliveries", ["account", "state"])
    op.create_index("ix_deliveries_short", "deliveries", ["short"])
    op.create_index("ix_deliveries_digest", "deliveries", ["digest"])
    on_its_way = sa.text("state IN ('claimed', 'sending')")
    op.create_index(
        "one_on_its_way_per_account",
        "deliveries",
        ["account"],
        unique=True,
        sqlite_where=on_its_way,
        postgresql_where=on_its_way,
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("digest", DIGEST),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("previous", DIGEST, nullable=False),
        sa.Column("hash", DIGEST, nullable=False),
        sa.UniqueConstraint("chain", "seq", name="uq_record_chain_seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_record_chain", "record", ["chain", "number"])
    op.create_index("ix_record_key", "record", ["key", "number"])
    op.create_index("ix_record_at", "record", ["at"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_sent", "alerts", ["sent_at"])
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "one_open_alert_per_trouble",
        "alerts",
        ["kind", "subject"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _files() -> None:
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("commit", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_versions"),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_blobs"),
    )
    op.create_table(
        "version_files",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.PrimaryKeyConstraint("number", "path", name="pk_version_files"),
        sa.ForeignKeyConstraint(["number"], ["versions.number"], name="fk_version_files_number"),
        sa.ForeignKeyConstraint(["digest"], ["blobs.digest"], name="fk_version_files_digest"),
    )


def _switches() -> None:
    op.create_table(
        "stops",
        sa.Column("scope", SCOPE, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject", name="pk_stops"),
    )
    op.create_table(
        "live",
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_live"),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
