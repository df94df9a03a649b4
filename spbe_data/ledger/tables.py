"""Tables of the ledger (SQLAlchemy Core; SQLite in WAL mode or PostgreSQL).

Belongs here: columns and what each is for. Times are ISO 8601 text in UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()

pengajuan = Table(
    "pengajuan",
    metadata,
    Column("id", String(40), primary_key=True),
    Column(
        "kunci_ulang", String(128), unique=True, comment="the same submission sent twice is one"
    ),
    Column("dataset", String(80), nullable=False, index=True),
    Column("nama_berkas", Text, nullable=False),
    Column("sha256", String(64), nullable=False, comment="original bytes in the content store"),
    Column("periode_dinyatakan", String(12)),
    Column("metadata", JSON, nullable=False),
    Column("status", String(24), nullable=False, index=True),
    Column("akun", String(120), nullable=False),
    Column("disampaikan_pada", String(40), nullable=False),
    Column("contoh", Boolean, nullable=False),
)

pemeriksaan = Table(
    "pemeriksaan",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("pengajuan", ForeignKey("pengajuan.id"), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("dataset", String(80), nullable=False),
    Column("versi_standar", String(20), nullable=False),
    Column("versi_kebijakan", String(20), nullable=False),
    Column("sidik_aturan", String(64), nullable=False, comment="fingerprint of all rules used"),
    Column("sidik_metadata", String(64), nullable=False),
    Column("hasil", String(20), nullable=False),
    Column("periode", JSON, nullable=False),
    Column("ringkasan", JSON, nullable=False),
    Column("mesin", JSON, nullable=False),
    Column("dimensi", JSON, nullable=False, comment="counts that the scorecards are made of"),
    Column("aktor", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)

keputusan = Table(
    "keputusan",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("pengajuan", ForeignKey("pengajuan.id"), nullable=False, index=True),
    Column("pemeriksaan", ForeignKey("pemeriksaan.id"), nullable=False),
    Column("keputusan", String(20), nullable=False),
    Column("peran", String(40), nullable=False),
    Column("alasan", Text, nullable=False),
    Column("aktor", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)

versi = Table(
    "versi",
    metadata,
    Column("dataset", String(80), nullable=False),
    Column("periode", String(12), nullable=False),
    Column("versi", Integer, nullable=False),
    Column("pengajuan", ForeignKey("pengajuan.id"), nullable=False, index=True),
    Column("pemeriksaan", ForeignKey("pemeriksaan.id"), nullable=False),
    Column("sha256", String(64), nullable=False, comment="the original's"),
    Column("berkas", Text, nullable=False, comment="Parquet, relative to the warehouse"),
    Column("sha256_berkas", String(64), nullable=False),
    Column("jumlah_baris", Integer, nullable=False),
    Column("pada", String(40), nullable=False),
    PrimaryKeyConstraint("dataset", "periode", "versi"),
)

rilis = Table(
    "rilis",
    metadata,
    Column("dataset", String(80), nullable=False),
    Column("nomor", Integer, nullable=False),
    Column("isi", JSON, nullable=False, comment="{period: version}"),
    Column("sidik_isi", String(64), nullable=False, comment="content and standard it was made of"),
    Column("sidik_manifes", String(64), nullable=False),
    Column("jumlah_baris", Integer, nullable=False),
    Column("aktor", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
    PrimaryKeyConstraint("dataset", "nomor"),
)

penilaian = Table(
    "penilaian",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instansi", String(120), nullable=False),
    Column("tahun", Integer, nullable=False),
    Column("instrumen", String(80), nullable=False),
    Column("status", String(20), nullable=False),
    Column("sumber", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("hasil", JSON, nullable=False),
    Column("aktor", String(120), nullable=False),
    Column("pada", String(40), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("urut", Integer, primary_key=True, autoincrement=False),
    Column("pada", String(40), nullable=False),
    Column("aktor", String(120), nullable=False),
    Column("aksi", String(60), nullable=False),
    Column("objek", String(160), nullable=False),
    Column("isi", Text, nullable=False, comment="canonical JSON"),
    Column("sebelumnya", String(64), nullable=False),
    Column("sidik", String(64), nullable=False),
)
