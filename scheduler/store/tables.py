"""Every table of the store, in columns that a person can read with any SQL tool."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from scheduler.store.columns import Instant, Structure, Words

SCHEMA = "0006"
"""The newest migration; a store that says anything else is older or newer than this program."""


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

schema_version = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, kept out of the metadata that its migrations are compared with."""

texts = Table(
    "texts",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("text", Text),  # NULL: redacted; the record says when, by whom and why
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("short", String(8), nullable=False),
    Column("campaign", Text, nullable=False),
    Column("schedule", Text, nullable=False),
    Column("nominal", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("zone", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("send_by", Instant, nullable=False),
    Column("action", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("fact", Text),
    Column("language", Text, nullable=False),
    Column("digest", ForeignKey("texts.digest"), nullable=False),
    Column("length", Integer, nullable=False),
    Column("limit", Integer, nullable=False),
    Column("variant", Text, nullable=False),
    Column("dropped", Structure, nullable=False),
    Column("entities", Structure, nullable=False),
    Column("tagged", Structure, nullable=False),
    Column("why", Structure, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", Text),
    Column("lease_until", Instant),
    Column("not_before", Instant),
    Column("first_sent", Instant),
    Column("wire", LargeBinary),
    Column("remote_id", Text),
    Column("url", Text),
    Column("posted_at", Instant),
    Column("moved_by", Text),
    Column("slot_at", Instant),
    Column("pictures", Structure, nullable=False, server_default="[]"),
    Column("cost", Integer, nullable=False, server_default="0"),
    Column("warning", Text, nullable=False, server_default=""),
    Column("visibility", Text, nullable=False, server_default=""),
    Index("ix_deliveries_due", "due_at"),
    Index("ix_deliveries_state_due", "state", "due_at"),
    Index("ix_deliveries_account_state", "account", "state"),
    Index("ix_deliveries_short", "short"),
    Index("ix_deliveries_digest", "digest"),
)

Index(
    "one_on_its_way_per_account",
    deliveries.c.account,
    unique=True,
    sqlite_where=deliveries.c.state.in_(["claimed", "sending"]),
    postgresql_where=deliveries.c.state.in_(["claimed", "sending"]),
)

Index(
    "ix_deliveries_account_posted",
    deliveries.c.account,
    deliveries.c.posted_at,
    sqlite_where=deliveries.c.posted_at.is_not(None),
    postgresql_where=deliveries.c.posted_at.is_not(None),
)

record = Table(
    "record",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("key", Text),
    Column("before", Text),
    Column("after", Text),
    Column("digest", String(64)),
    Column("evidence", Structure, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("chain", "seq"),
    Index("ix_record_chain", "chain", "number"),
    Index("ix_record_key", "key", "number"),
    Index("ix_record_at", "at"),
    sqlite_autoincrement=True,  # a number is never given twice, even where the last rows were removed
)

readings = Table(
    "readings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("counts", Structure, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("closed_at", Instant),
    Index("ix_alerts_sent", "sent_at"),
    sqlite_autoincrement=True,
)

Index(
    "one_open_alert_per_trouble",
    alerts.c.kind,
    alerts.c.subject,
    unique=True,
    sqlite_where=alerts.c.closed_at.is_(None),
    postgresql_where=alerts.c.closed_at.is_(None),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("accepted_at", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("commit", Text),
    Column("who", Words, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

version_files = Table(
    "version_files",
    metadata,
    Column("number", ForeignKey("versions.number"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("digest", ForeignKey("blobs.digest"), nullable=False),
)

stops = Table(
    "stops",
    metadata,
    Column("scope", String(16), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", Words, nullable=False),
    Column("why", Words, nullable=False),
)

live = Table(
    "live",
    metadata,
    Column("account", Text, primary_key=True),
    Column("since", Instant, nullable=False),
)

bookings = Table(
    "bookings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("account", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("month", String(7), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("what", Text, nullable=False),
    Column("millionths", Integer, nullable=False),
    Column("key", Text),
    Index("ix_bookings_month", "month", "purpose"),
)

counts = Table(
    "counts",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("count", Integer, nullable=False),
)

surges = Table(
    "surges",
    metadata,
    Column("campaign", Text, primary_key=True),
    Column("onset", Instant, primary_key=True),
    Column("source", Text, nullable=False),
    Column("usual", Float, nullable=False),
    Column("peak", Integer, nullable=False),
    Column("peak_at", Instant, nullable=False),
    Column("half", Integer),  # seconds after the peak, as the next two
    Column("quarter", Integer),
    Column("tenth", Integer),
    Column("extras", Structure, nullable=False),
    Column("followed", String(16), nullable=False),
    Column("who", Words, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Words, nullable=False),
)
