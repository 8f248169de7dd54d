"""The first form of the database: everything the first version keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from museum_tracker.catalogue.models.search import CREATE, DROP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, then what models cannot declare: the search index of each engine."""
    op.create_table(
        "digitization_definitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("rules", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digitization_definitions")),
        sa.UniqueConstraint("version", name=op.f("uq_digitization_definitions_version")),
    )
    op.create_table(
        "figure_rules",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_figure_rules")),
    )
    op.create_table(
        "job_schedules",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_job_schedules")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("args", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "status",
            sa.Enum("queued", "running", "stalled", "done", "failed", name="jobstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.String(length=32), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=500), nullable=False),
        sa.Column("message_values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("error_id", sa.String(length=500), nullable=False),
        sa.Column("error_values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("error_detail", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_ready", "jobs", ["status", "priority", "run_at"], unique=False)
    op.create_index(
        "uq_jobs_dedupe_key",
        "jobs",
        ["dedupe_key"],
        unique=True,
        sqlite_where=sa.text("status IN ('queued', 'running')"),
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "rank",
            sa.Enum(
                "site",
                "building",
                "store",
                "room",
                "cabinet",
                "shelf",
                "drawer",
                "box",
                name="rank",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["locations.id"], name=op.f("fk_locations_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("parent_id", "code", name=op.f("uq_locations_parent_id_code")),
    )
    op.create_index(op.f("ix_locations_code"), "locations", ["code"], unique=False)
    op.create_index(op.f("ix_locations_parent_id"), "locations", ["parent_id"], unique=False)
    op.create_index(op.f("ix_locations_path"), "locations", ["path"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "registration",
                "classification",
                "entry",
                "old",
                "field",
                "other",
                name="numberkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("prefix", sa.String(length=40), nullable=False),
        sa.Column("pattern", sa.String(length=100), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("code", name=op.f("uq_number_series_code")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("issuer_vi", sa.String(length=500), nullable=False),
        sa.Column("issuer_en", sa.String(length=500), nullable=False),
        sa.Column("carries_out", sa.String(length=500), nullable=False),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("code", name=op.f("uq_plans_code")),
    )
    op.create_table(
        "populations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("filter", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("document", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("bit", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_populations")),
        sa.UniqueConstraint("bit", name=op.f("uq_populations_bit")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_populations_code_version")),
    )
    op.create_table(
        "schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("shipped", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
        sa.UniqueConstraint("code", name=op.f("uq_schemes_code")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_at"), "sign_in_attempts", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_attempts_key"), "sign_in_attempts", ["key"], unique=False)
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("name_sort", sa.String(length=1500), nullable=False),
        sa.Column("name_folded", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("person", "family", "organisation", "unknown", name="sourcekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=500), nullable=False),
        sa.Column("id_number", sa.String(length=500), nullable=False),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index("ix_sources_by_name", "sources", ["name_sort", "id"], unique=False)
    op.create_index(op.f("ix_sources_name"), "sources", ["name"], unique=False)
    op.create_table(
        "storage_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("octets", sa.BigInteger(), nullable=False),
        sa.Column("orphans", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storage_reports")),
    )
    op.create_index(op.f("ix_storage_reports_at"), "storage_reports", ["at"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("grain", sa.String(length=5), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "present",
                "registered",
                "unregistered",
                "collected_unregistered",
                "marked",
                "classified",
                "dossier",
                "initial_inventory",
                "scientific_inventory",
                "inventoried",
                "level_1",
                "level_2",
                "level_3",
                "full_level",
                "collected",
                "awaiting_council",
                "newly_registered",
                "newly_classified",
                "newly_inventoried",
                "first_level_1",
                "first_level_2",
                "first_level_3",
                "first_full_level",
                "removed",
                "returned",
                name="measure",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "first",
                "regained",
                "joined",
                "moved",
                "removed",
                "returned",
                "withdrawn",
                "correction",
                "definition",
                name="reason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("mask", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "grain", "measure", "last", "first", "reason", "opening", "mask", name=op.f("pk_tallies")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally_deltas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "present",
                "registered",
                "unregistered",
                "collected_unregistered",
                "marked",
                "classified",
                "dossier",
                "initial_inventory",
                "scientific_inventory",
                "inventoried",
                "level_1",
                "level_2",
                "level_3",
                "full_level",
                "collected",
                "awaiting_council",
                "newly_registered",
                "newly_classified",
                "newly_inventoried",
                "first_level_1",
                "first_level_2",
                "first_level_3",
                "first_full_level",
                "removed",
                "returned",
                name="measure",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "first",
                "regained",
                "joined",
                "moved",
                "removed",
                "returned",
                "withdrawn",
                "correction",
                "definition",
                name="reason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("mask", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_deltas")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "cataloguer",
                "curator",
                "director",
                "administrator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_system", sa.Boolean(), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("theme", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "worker_signs",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_signs")),
    )
    op.create_index(op.f("ix_worker_signs_beat_at"), "worker_signs", ["beat_at"], unique=False)
    op.create_table(
        "change_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes_id"], ["change_sets.id"], name=op.f("fk_change_sets_undoes_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_change_sets_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_sets")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_sets_at"), "change_sets", ["at"], unique=False)
    op.create_index(op.f("ix_change_sets_undoes_id"), "change_sets", ["undoes_id"], unique=False)
    op.create_index(op.f("ix_change_sets_user_id"), "change_sets", ["user_id"], unique=False)
    op.create_table(
        "council_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("state", sa.Enum("open", "decided", name="batchstate", native_enum=False, length=32), nullable=False),
        sa.Column("minutes_number", sa.String(length=100), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_council_batches_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_batches")),
    )
    op.create_index(op.f("ix_council_batches_state"), "council_batches", ["state"], unique=False)
    op.create_table(
        "export_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("args", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_export_files_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_files")),
    )
    op.create_index(op.f("ix_export_files_user_id"), "export_files", ["user_id"], unique=False)
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "staged",
                "checking",
                "checked",
                "applying",
                "applied",
                "failed",
                "undoing",
                "undone",
                name="batchstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("plan", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("profile_name", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("with_findings", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("cursor", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("error", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_import_batches_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_index(op.f("ix_import_batches_sha256"), "import_batches", ["sha256"], unique=False)
    op.create_index(op.f("ix_import_batches_state"), "import_batches", ["state"], unique=False)
    op.create_index(op.f("ix_import_batches_user_id"), "import_batches", ["user_id"], unique=False)
    op.create_table(
        "import_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_import_profiles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profiles")),
        sa.UniqueConstraint("name", name=op.f("uq_import_profiles_name")),
    )
    op.create_table(
        "indicator_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_code", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("evidence_name", sa.String(length=500), nullable=False),
        sa.Column("evidence_size", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_indicator_values_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_values")),
    )
    op.create_index("ix_indicator_values_target", "indicator_values", ["target_code", "year"], unique=False)
    op.create_table(
        "source_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_readings_source_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_source_readings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_readings")),
    )
    op.create_index(op.f("ix_source_readings_source_id"), "source_readings", ["source_id"], unique=False)
    op.create_index(op.f("ix_source_readings_user_id"), "source_readings", ["user_id"], unique=False)
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("museum", "library", "culture_centre", name="scope", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("unit_vi", sa.String(length=500), nullable=False),
        sa.Column("unit_en", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "yearly_band", "yearly_floor", "threshold", "milestone", name="targetkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("least", sa.Double(), nullable=True),
        sa.Column("most", sa.Double(), nullable=True),
        sa.Column(
            "computed",
            sa.Enum("catalogue", "partly", "manual", name="computed", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("whole", sa.String(length=40), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("population", sa.String(length=64), nullable=False),
        sa.Column("carried_on", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=500), nullable=False),
        sa.Column("note_vi", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_targets_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("plan_id", "code", "version", name=op.f("uq_targets_plan_id_code_version")),
    )
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("alt", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["terms.id"], name=op.f("fk_terms_parent_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_terms_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("scheme_id", "code", name=op.f("uq_terms_scheme_id_code")),
    )
    op.create_index(op.f("ix_terms_parent_id"), "terms", ["parent_id"], unique=False)
    op.create_index(op.f("ix_terms_scheme_id"), "terms", ["scheme_id"], unique=False)
    op.create_table(
        "artifacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("object", "document", "photograph", "specimen", name="artifactkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("flat", sa.Boolean(), nullable=False),
        sa.Column(
            "legal_class",
            sa.Enum(
                "object", "relic", "antiquity", "national_treasure", name="legalclass", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "holding",
            sa.Enum(
                "undecided",
                "base",
                "reference",
                "deposit",
                "copy",
                "loan_in",
                name="holding",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("representative", sa.Boolean(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("acquisition_method_id", sa.Integer(), nullable=True),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Double(), nullable=True),
        sa.Column("date_earliest", sa.Integer(), nullable=True),
        sa.Column("date_latest", sa.Integer(), nullable=True),
        sa.Column("date_sort", sa.Integer(), nullable=False),
        sa.Column("date_sort_desc", sa.Integer(), nullable=False),
        sa.Column("collected_earliest", sa.Date(), nullable=True),
        sa.Column("collected_latest", sa.Date(), nullable=True),
        sa.Column("collected_year", sa.Integer(), nullable=True),
        sa.Column("registered_earliest", sa.Date(), nullable=True),
        sa.Column("registered_latest", sa.Date(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "custody",
            sa.Enum(
                "received",
                "under_review",
                "accessioned",
                "returned",
                "deaccession_proposed",
                "deaccessioned",
                name="custody",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column(
            "inventory_state",
            sa.Enum(
                "none",
                "registered",
                "marked",
                "classified",
                "complete",
                name="inventorystate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "classification_state",
            sa.Enum(
                "none",
                "proposed",
                "confirmed",
                "sent_back",
                "contested",
                name="classificationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("digitization_level", sa.Integer(), nullable=False),
        sa.Column("full_level_reached", sa.Boolean(), nullable=False),
        sa.Column("cover", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column(
            "number_sort", sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("classification_number", sa.String(length=200), nullable=False),
        sa.Column("name_vi", sa.String(length=500), nullable=False),
        sa.Column(
            "name_sort", sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("name_en", sa.String(length=500), nullable=False),
        sa.Column("count_unit", sa.String(length=100), nullable=False),
        sa.Column("material_text", sa.String(length=500), nullable=False),
        sa.Column("technique", sa.String(length=500), nullable=False),
        sa.Column("period_text", sa.String(length=500), nullable=False),
        sa.Column("dating_text", sa.String(length=500), nullable=False),
        sa.Column("dimensions_text", sa.String(length=1000), nullable=False),
        sa.Column("weight_text", sa.String(length=500), nullable=False),
        sa.Column("production_place", sa.String(length=500), nullable=False),
        sa.Column("find_place", sa.String(length=500), nullable=False),
        sa.Column("ethnic_group", sa.String(length=500), nullable=False),
        sa.Column("maker", sa.String(length=500), nullable=False),
        sa.Column("source_text", sa.String(length=2000), nullable=False),
        sa.Column("collected_text", sa.String(length=500), nullable=False),
        sa.Column("handover_record", sa.String(length=500), nullable=False),
        sa.Column("registered_text", sa.String(length=500), nullable=False),
        sa.Column("register_book", sa.String(length=100), nullable=False),
        sa.Column("register_page", sa.String(length=100), nullable=False),
        sa.Column("register_line", sa.String(length=100), nullable=False),
        sa.Column("condition_text", sa.String(length=2000), nullable=False),
        sa.Column("rights", sa.String(length=2000), nullable=False),
        sa.Column("sensitivity", sa.String(length=2000), nullable=False),
        sa.Column("alternative_names", sa.String(length=2000), nullable=False),
        sa.Column("description_vi", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("inscription", sa.Text(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("significance", sa.Text(), nullable=False),
        sa.Column("history_note", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("raw", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["acquisition_method_id"], ["terms.id"], name=op.f("fk_artifacts_acquisition_method_id")
        ),
        sa.ForeignKeyConstraint(["condition_id"], ["terms.id"], name=op.f("fk_artifacts_condition_id")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_artifacts_location_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["artifacts.id"], name=op.f("fk_artifacts_parent_id")),
        sa.ForeignKeyConstraint(["period_id"], ["terms.id"], name=op.f("fk_artifacts_period_id")),
        sa.ForeignKeyConstraint(["place_id"], ["terms.id"], name=op.f("fk_artifacts_place_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_artifacts_source_id")),
        sa.ForeignKeyConstraint(["type_id"], ["terms.id"], name=op.f("fk_artifacts_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifacts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_artifacts_by_date", "artifacts", ["date_sort", "id"], unique=False)
    op.create_index("ix_artifacts_by_date_desc", "artifacts", ["date_sort_desc", "id"], unique=False)
    op.create_index("ix_artifacts_by_name", "artifacts", ["name_sort", "id"], unique=False)
    op.create_index("ix_artifacts_by_number", "artifacts", ["number_sort", "id"], unique=False)
    op.create_index("ix_artifacts_by_update", "artifacts", ["updated_at", "id"], unique=False)
    op.create_index(
        "ix_artifacts_facets",
        "artifacts",
        [
            "flat",
            "voided_at",
            "custody",
            "holding",
            "kind",
            "type_id",
            "period_id",
            "inventory_state",
            "classification_state",
            "digitization_level",
            "location_id",
            "condition_id",
            "legal_class",
            "collected_year",
            "place_id",
            "acquisition_method_id",
            "representative",
            "id",
        ],
        unique=False,
    )
    op.create_index(op.f("ix_artifacts_location_id"), "artifacts", ["location_id"], unique=False)
    op.create_index(op.f("ix_artifacts_parent_id"), "artifacts", ["parent_id"], unique=False)
    op.create_index(op.f("ix_artifacts_source_id"), "artifacts", ["source_id"], unique=False)
    op.create_table(
        "change_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_change_items_change_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_items")),
    )
    op.create_index(op.f("ix_change_items_change_set_id"), "change_items", ["change_set_id"], unique=False)
    op.create_index("ix_change_items_entity", "change_items", ["entity", "entity_id"], unique=False)
    op.create_table(
        "artifact_materials",
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_artifact_materials_artifact_id")),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_artifact_materials_term_id")),
        sa.PrimaryKeyConstraint("artifact_id", "term_id", name=op.f("pk_artifact_materials")),
    )
    op.create_index("ix_artifact_materials_term", "artifact_materials", ["term_id", "artifact_id"], unique=False)
    op.create_table(
        "artifact_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "registration",
                "classification",
                "entry",
                "old",
                "field",
                "other",
                name="numberkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql"), nullable=False),
        sa.Column("compact", sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql"), nullable=False),
        sa.Column("sort", sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "state",
            sa.Enum("current", "proposed", "duplicate", "former", name="numberstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("shelved", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_artifact_numbers_artifact_id")),
        sa.ForeignKeyConstraint(["series_id"], ["number_series.id"], name=op.f("fk_artifact_numbers_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact_numbers")),
    )
    op.create_index(op.f("ix_artifact_numbers_artifact_id"), "artifact_numbers", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_artifact_numbers_compact"), "artifact_numbers", ["compact"], unique=False)
    op.create_index(op.f("ix_artifact_numbers_key"), "artifact_numbers", ["key"], unique=False)
    op.create_index(
        "uq_artifact_numbers_in_series",
        "artifact_numbers",
        ["series_id", "key"],
        unique=True,
        sqlite_where=sa.text("state IN ('current', 'proposed') AND NOT shelved"),
        postgresql_where=sa.text("state IN ('current', 'proposed') AND NOT shelved"),
    )
    op.create_table(
        "artifact_search",
        sa.Column("artifact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifacts.id"], name=op.f("fk_artifact_search_artifact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("artifact_id", name=op.f("pk_artifact_search")),
    )
    op.create_table(
        "assets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("image", "model3d", name="assetkind", native_enum=False, length=32), nullable=False),
        sa.Column("view", sa.String(length=20), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_assets_artifact_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_assets_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
    )
    op.create_index(op.f("ix_assets_artifact_id"), "assets", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_assets_uploaded_by_id"), "assets", ["uploaded_by_id"], unique=False)
    op.create_table(
        "classifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "proposed",
                "confirmed",
                "sent_back",
                "contested",
                "withdrawn",
                name="stage",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_classifications_artifact_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_classifications_decided_by_id")),
        sa.ForeignKeyConstraint(["material_id"], ["terms.id"], name=op.f("fk_classifications_material_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["users.id"], name=op.f("fk_classifications_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classifications")),
    )
    op.create_index(op.f("ix_classifications_artifact_id"), "classifications", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_classifications_material_id"), "classifications", ["material_id"], unique=False)
    op.create_index("ix_classifications_queue", "classifications", ["stage", "id"], unique=False)
    op.create_table(
        "council_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("base", "reference", "return", "later", name="decision", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_council_items_artifact_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["council_batches.id"], name=op.f("fk_council_items_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_items")),
        sa.UniqueConstraint("batch_id", "artifact_id", name=op.f("uq_council_items_batch_id_artifact_id")),
    )
    op.create_index(op.f("ix_council_items_artifact_id"), "council_items", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_council_items_batch_id"), "council_items", ["batch_id"], unique=False)
    op.create_table(
        "digitization_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "capturing",
                "processing",
                "in_review",
                "approved",
                "rework",
                "on_hold",
                "cancelled",
                name="taskstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_digitization_tasks_artifact_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["users.id"], name=op.f("fk_digitization_tasks_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digitization_tasks")),
    )
    op.create_index(op.f("ix_digitization_tasks_artifact_id"), "digitization_tasks", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_digitization_tasks_operator_id"), "digitization_tasks", ["operator_id"], unique=False)
    op.create_index(op.f("ix_digitization_tasks_state"), "digitization_tasks", ["state"], unique=False)
    op.create_index(
        "uq_digitization_tasks_open",
        "digitization_tasks",
        ["artifact_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('approved', 'cancelled')"),
        postgresql_where=sa.text("state NOT IN ('approved', 'cancelled')"),
    )
    op.create_table(
        "dimensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "height",
                "length",
                "width",
                "thickness",
                "depth",
                "diameter",
                "girth",
                "size",
                name="dimensionkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("qualifier", sa.String(length=100), nullable=False),
        sa.Column("min_cm", sa.Double(), nullable=False),
        sa.Column("max_cm", sa.Double(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_dimensions_artifact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dimensions")),
    )
    op.create_index(op.f("ix_dimensions_artifact_id"), "dimensions", ["artifact_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "found",
                "collected",
                "holding",
                "registered",
                "struck",
                "marked",
                "unmarked",
                "classified",
                "unclassified",
                "dossier",
                "dossier_reopened",
                "level",
                "lost_level",
                "full_level",
                "lost_full_level",
                "returned",
                "left",
                "reinstated",
                "voided",
                name="factkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("definition_id", sa.Integer(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("effective_latest", sa.Date(), nullable=True),
        sa.Column("effective_text", sa.String(length=500), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("voids_id", sa.Integer(), nullable=True),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_facts_artifact_id")),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_facts_change_set_id")),
        sa.ForeignKeyConstraint(["voids_id"], ["facts.id"], name=op.f("fk_facts_voids_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_facts_artifact_id"), "facts", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_facts_change_set_id"), "facts", ["change_set_id"], unique=False)
    op.create_table(
        "import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "created", "updated", "unchanged", "rejected", "unsure", name="outcome", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=True),
        sa.Column("change_set_id", sa.Integer(), nullable=True),
        sa.Column("cells", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_import_rows_artifact_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_rows_batch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_import_rows_change_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("batch_id", "sheet", "row", name=op.f("uq_import_rows_batch_id_sheet_row")),
    )
    op.create_index(op.f("ix_import_rows_artifact_id"), "import_rows", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_import_rows_change_set_id"), "import_rows", ["change_set_id"], unique=False)
    op.create_table(
        "movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_movements_artifact_id")),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_movements_change_set_id")),
        sa.ForeignKeyConstraint(["from_id"], ["locations.id"], name=op.f("fk_movements_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["locations.id"], name=op.f("fk_movements_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
    )
    op.create_index("ix_movements_artifact", "movements", ["artifact_id", "moved_on", "id"], unique=False)
    op.create_index(op.f("ix_movements_change_set_id"), "movements", ["change_set_id"], unique=False)
    op.create_index(op.f("ix_movements_from_id"), "movements", ["from_id"], unique=False)
    op.create_index(op.f("ix_movements_to_id"), "movements", ["to_id"], unique=False)
    op.create_table(
        "object_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.Column("handover_record", sa.String(length=500), nullable=False),
        sa.Column("handover_on", sa.Date(), nullable=True),
        sa.Column("collected", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_object_entries_artifact_id")),
        sa.ForeignKeyConstraint(["received_by_id"], ["users.id"], name=op.f("fk_object_entries_received_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_object_entries")),
        sa.UniqueConstraint("artifact_id", name=op.f("uq_object_entries_artifact_id")),
    )
    op.create_table(
        "page_counts",
        sa.Column("artifact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_page_counts_artifact_id")),
        sa.PrimaryKeyConstraint("artifact_id", name=op.f("pk_page_counts")),
    )
    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "decided", "dropped", name="removalstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(length=100), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_removals_artifact_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_removals_decided_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["users.id"], name=op.f("fk_removals_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index(op.f("ix_removals_artifact_id"), "removals", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_removals_state"), "removals", ["state"], unique=False)
    op.create_table(
        "standing_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "present",
                "registered",
                "unregistered",
                "collected_unregistered",
                "marked",
                "classified",
                "dossier",
                "initial_inventory",
                "scientific_inventory",
                "inventoried",
                "level_1",
                "level_2",
                "level_3",
                "full_level",
                "collected",
                "awaiting_council",
                "newly_registered",
                "newly_classified",
                "newly_inventoried",
                "first_level_1",
                "first_level_2",
                "first_level_3",
                "first_full_level",
                "removed",
                "returned",
                name="measure",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "first",
                "regained",
                "joined",
                "moved",
                "removed",
                "returned",
                "withdrawn",
                "correction",
                "definition",
                name="reason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("sign", sa.Integer(), nullable=False),
        sa.Column("mask", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_standing_entries_artifact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_entries")),
    )
    op.create_index(op.f("ix_standing_entries_artifact_id"), "standing_entries", ["artifact_id"], unique=False)
    op.create_index("ix_standing_entries_measure", "standing_entries", ["measure", "last", "first"], unique=False)
    op.create_table(
        "standings",
        sa.Column("artifact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("holding", sa.String(length=32), nullable=False),
        sa.Column("mask", sa.BigInteger(), nullable=False),
        sa.Column("stocks", sa.Integer(), nullable=False),
        sa.Column("flows", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("opening_evidence", sa.Integer(), nullable=False),
        sa.Column("eventful", sa.Boolean(), nullable=False),
        sa.Column("present_first", sa.Integer(), nullable=True),
        sa.Column("present_last", sa.Integer(), nullable=True),
        sa.Column("collected_first", sa.Integer(), nullable=True),
        sa.Column("collected_last", sa.Integer(), nullable=True),
        sa.Column("registered_first", sa.Integer(), nullable=True),
        sa.Column("registered_last", sa.Integer(), nullable=True),
        sa.Column("marked_first", sa.Integer(), nullable=True),
        sa.Column("marked_last", sa.Integer(), nullable=True),
        sa.Column("classified_first", sa.Integer(), nullable=True),
        sa.Column("classified_last", sa.Integer(), nullable=True),
        sa.Column("dossier_first", sa.Integer(), nullable=True),
        sa.Column("dossier_last", sa.Integer(), nullable=True),
        sa.Column("level_1_first", sa.Integer(), nullable=True),
        sa.Column("level_1_last", sa.Integer(), nullable=True),
        sa.Column("level_2_first", sa.Integer(), nullable=True),
        sa.Column("level_2_last", sa.Integer(), nullable=True),
        sa.Column("level_3_first", sa.Integer(), nullable=True),
        sa.Column("level_3_last", sa.Integer(), nullable=True),
        sa.Column("full_first", sa.Integer(), nullable=True),
        sa.Column("full_last", sa.Integer(), nullable=True),
        sa.Column("inventoried_first", sa.Integer(), nullable=True),
        sa.Column("inventoried_last", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_standings_artifact_id")),
        sa.PrimaryKeyConstraint("artifact_id", name=op.f("pk_standings")),
    )
    op.create_table(
        "asset_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("original_name", sa.String(length=300), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "receiving",
                "stored",
                "verified",
                "deriving",
                "ready",
                "quarantined",
                "retired",
                name="versionstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("notes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_asset_versions_asset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_versions")),
    )
    op.create_index(op.f("ix_asset_versions_asset_id"), "asset_versions", ["asset_id"], unique=False)
    op.create_index(op.f("ix_asset_versions_sha256"), "asset_versions", ["sha256"], unique=False)
    op.create_index("ix_asset_versions_state", "asset_versions", ["state", "id"], unique=False)
    op.create_table(
        "media_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "receiving",
                "received",
                "added",
                "duplicate",
                "refused",
                name="uploadstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("bundle_size", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=20), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_media_uploads_artifact_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_media_uploads_asset_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_media_uploads_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_uploads")),
        sa.UniqueConstraint("token", name=op.f("uq_media_uploads_token")),
    )
    op.create_index(op.f("ix_media_uploads_artifact_id"), "media_uploads", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_media_uploads_asset_id"), "media_uploads", ["asset_id"], unique=False)
    op.create_index("ix_media_uploads_bundle", "media_uploads", ["owner_id", "bundle"], unique=False)
    op.create_index(op.f("ix_media_uploads_owner_id"), "media_uploads", ["owner_id"], unique=False)
    op.create_index(op.f("ix_media_uploads_updated_at"), "media_uploads", ["updated_at"], unique=False)
    op.create_table(
        "derivatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["asset_versions.id"], name=op.f("fk_derivatives_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derivatives")),
        sa.UniqueConstraint("version_id", "role", "page", name=op.f("uq_derivatives_version_id_role_page")),
    )
    op.create_table(
        "fixity_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("intact", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["asset_versions.id"], name=op.f("fk_fixity_checks_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixity_checks")),
    )
    op.create_index(op.f("ix_fixity_checks_at"), "fixity_checks", ["at"], unique=False)
    op.create_index(op.f("ix_fixity_checks_version_id"), "fixity_checks", ["version_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("artifact_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("approved", "rework", "withdrawn", name="decision", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "scope", sa.Enum("identification", "standard", name="scope", native_enum=False, length=32), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("exception", sa.Boolean(), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifacts.id"], name=op.f("fk_reviews_artifact_id")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_reviews_by_id")),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_sets.id"], name=op.f("fk_reviews_change_set_id")),
        sa.ForeignKeyConstraint(["version_id"], ["asset_versions.id"], name=op.f("fk_reviews_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_artifact_id"), "reviews", ["artifact_id"], unique=False)
    op.create_index(op.f("ix_reviews_version_id"), "reviews", ["version_id"], unique=False)
    op.create_index(
        "uq_reviews_standing",
        "reviews",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("standing"),
        postgresql_where=sa.text("standing"),
    )

    for statement in CREATE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take everything away again."""
    for statement in DROP[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_index(
        "uq_reviews_standing",
        table_name="reviews",
        sqlite_where=sa.text("standing"),
        postgresql_where=sa.text("standing"),
    )
    op.drop_index(op.f("ix_reviews_version_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_artifact_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(op.f("ix_fixity_checks_version_id"), table_name="fixity_checks")
    op.drop_index(op.f("ix_fixity_checks_at"), table_name="fixity_checks")
    op.drop_table("fixity_checks")
    op.drop_table("derivatives")
    op.drop_index(op.f("ix_media_uploads_updated_at"), table_name="media_uploads")
    op.drop_index(op.f("ix_media_uploads_owner_id"), table_name="media_uploads")
    op.drop_index("ix_media_uploads_bundle", table_name="media_uploads")
    op.drop_index(op.f("ix_media_uploads_asset_id"), table_name="media_uploads")
    op.drop_index(op.f("ix_media_uploads_artifact_id"), table_name="media_uploads")
    op.drop_table("media_uploads")
    op.drop_index("ix_asset_versions_state", table_name="asset_versions")
    op.drop_index(op.f("ix_asset_versions_sha256"), table_name="asset_versions")
    op.drop_index(op.f("ix_asset_versions_asset_id"), table_name="asset_versions")
    op.drop_table("asset_versions")
    op.drop_table("standings")
    op.drop_index("ix_standing_entries_measure", table_name="standing_entries")
    op.drop_index(op.f("ix_standing_entries_artifact_id"), table_name="standing_entries")
    op.drop_table("standing_entries")
    op.drop_index(op.f("ix_removals_state"), table_name="removals")
    op.drop_index(op.f("ix_removals_artifact_id"), table_name="removals")
    op.drop_table("removals")
    op.drop_table("page_counts")
    op.drop_table("object_entries")
    op.drop_index(op.f("ix_movements_to_id"), table_name="movements")
    op.drop_index(op.f("ix_movements_from_id"), table_name="movements")
    op.drop_index(op.f("ix_movements_change_set_id"), table_name="movements")
    op.drop_index("ix_movements_artifact", table_name="movements")
    op.drop_table("movements")
    op.drop_index(op.f("ix_import_rows_change_set_id"), table_name="import_rows")
    op.drop_index(op.f("ix_import_rows_artifact_id"), table_name="import_rows")
    op.drop_table("import_rows")
    op.drop_index(op.f("ix_facts_change_set_id"), table_name="facts")
    op.drop_index(op.f("ix_facts_artifact_id"), table_name="facts")
    op.drop_table("facts")
    op.drop_index(op.f("ix_dimensions_artifact_id"), table_name="dimensions")
    op.drop_table("dimensions")
    op.drop_index(
        "uq_digitization_tasks_open",
        table_name="digitization_tasks",
        sqlite_where=sa.text("state NOT IN ('approved', 'cancelled')"),
        postgresql_where=sa.text("state NOT IN ('approved', 'cancelled')"),
    )
    op.drop_index(op.f("ix_digitization_tasks_state"), table_name="digitization_tasks")
    op.drop_index(op.f("ix_digitization_tasks_operator_id"), table_name="digitization_tasks")
    op.drop_index(op.f("ix_digitization_tasks_artifact_id"), table_name="digitization_tasks")
    op.drop_table("digitization_tasks")
    op.drop_index(op.f("ix_council_items_batch_id"), table_name="council_items")
    op.drop_index(op.f("ix_council_items_artifact_id"), table_name="council_items")
    op.drop_table("council_items")
    op.drop_index("ix_classifications_queue", table_name="classifications")
    op.drop_index(op.f("ix_classifications_material_id"), table_name="classifications")
    op.drop_index(op.f("ix_classifications_artifact_id"), table_name="classifications")
    op.drop_table("classifications")
    op.drop_index(op.f("ix_assets_uploaded_by_id"), table_name="assets")
    op.drop_index(op.f("ix_assets_artifact_id"), table_name="assets")
    op.drop_table("assets")
    op.drop_table("artifact_search")
    op.drop_index(
        "uq_artifact_numbers_in_series",
        table_name="artifact_numbers",
        sqlite_where=sa.text("state IN ('current', 'proposed') AND NOT shelved"),
        postgresql_where=sa.text("state IN ('current', 'proposed') AND NOT shelved"),
    )
    op.drop_index(op.f("ix_artifact_numbers_key"), table_name="artifact_numbers")
    op.drop_index(op.f("ix_artifact_numbers_compact"), table_name="artifact_numbers")
    op.drop_index(op.f("ix_artifact_numbers_artifact_id"), table_name="artifact_numbers")
    op.drop_table("artifact_numbers")
    op.drop_index("ix_artifact_materials_term", table_name="artifact_materials")
    op.drop_table("artifact_materials")
    op.drop_index("ix_change_items_entity", table_name="change_items")
    op.drop_index(op.f("ix_change_items_change_set_id"), table_name="change_items")
    op.drop_table("change_items")
    op.drop_index(op.f("ix_artifacts_source_id"), table_name="artifacts")
    op.drop_index(op.f("ix_artifacts_parent_id"), table_name="artifacts")
    op.drop_index(op.f("ix_artifacts_location_id"), table_name="artifacts")
    op.drop_index("ix_artifacts_facets", table_name="artifacts")
    op.drop_index("ix_artifacts_by_update", table_name="artifacts")
    op.drop_index("ix_artifacts_by_number", table_name="artifacts")
    op.drop_index("ix_artifacts_by_name", table_name="artifacts")
    op.drop_index("ix_artifacts_by_date_desc", table_name="artifacts")
    op.drop_index("ix_artifacts_by_date", table_name="artifacts")
    op.drop_table("artifacts")
    op.drop_index(op.f("ix_terms_scheme_id"), table_name="terms")
    op.drop_index(op.f("ix_terms_parent_id"), table_name="terms")
    op.drop_table("terms")
    op.drop_table("targets")
    op.drop_index(op.f("ix_source_readings_user_id"), table_name="source_readings")
    op.drop_index(op.f("ix_source_readings_source_id"), table_name="source_readings")
    op.drop_table("source_readings")
    op.drop_index("ix_indicator_values_target", table_name="indicator_values")
    op.drop_table("indicator_values")
    op.drop_table("import_profiles")
    op.drop_index(op.f("ix_import_batches_user_id"), table_name="import_batches")
    op.drop_index(op.f("ix_import_batches_state"), table_name="import_batches")
    op.drop_index(op.f("ix_import_batches_sha256"), table_name="import_batches")
    op.drop_table("import_batches")
    op.drop_index(op.f("ix_export_files_user_id"), table_name="export_files")
    op.drop_table("export_files")
    op.drop_index(op.f("ix_council_batches_state"), table_name="council_batches")
    op.drop_table("council_batches")
    op.drop_index(op.f("ix_change_sets_user_id"), table_name="change_sets")
    op.drop_index(op.f("ix_change_sets_undoes_id"), table_name="change_sets")
    op.drop_index(op.f("ix_change_sets_at"), table_name="change_sets")
    op.drop_table("change_sets")
    op.drop_index(op.f("ix_worker_signs_beat_at"), table_name="worker_signs")
    op.drop_table("worker_signs")
    op.drop_table("users")
    op.drop_table("tally_deltas")
    op.drop_table("tallies")
    op.drop_index(op.f("ix_storage_reports_at"), table_name="storage_reports")
    op.drop_table("storage_reports")
    op.drop_index(op.f("ix_sources_name"), table_name="sources")
    op.drop_index("ix_sources_by_name", table_name="sources")
    op.drop_table("sources")
    op.drop_index(op.f("ix_sign_in_attempts_key"), table_name="sign_in_attempts")
    op.drop_index(op.f("ix_sign_in_attempts_at"), table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_table("settings")
    op.drop_table("schemes")
    op.drop_table("populations")
    op.drop_table("plans")
    op.drop_table("number_series")
    op.drop_index(op.f("ix_locations_path"), table_name="locations")
    op.drop_index(op.f("ix_locations_parent_id"), table_name="locations")
    op.drop_index(op.f("ix_locations_code"), table_name="locations")
    op.drop_table("locations")
    op.drop_index(
        "uq_jobs_dedupe_key",
        table_name="jobs",
        sqlite_where=sa.text("status IN ('queued', 'running')"),
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.drop_index("ix_jobs_ready", table_name="jobs")
    op.drop_table("jobs")
    op.drop_table("job_schedules")
    op.drop_table("figure_rules")
    op.drop_table("digitization_definitions")
