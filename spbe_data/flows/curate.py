"""Curating: an approved file becomes immutable period versions in the warehouse.

Belongs here: from checked rows to curated rows (both code systems, standard names, provenance).
Values are never changed; what is added follows from the register.
"""

from __future__ import annotations

import datetime as dt

import polars as pl
from filelock import FileLock

from spbe_data.checks.dataset import typed_frame
from spbe_data.checks.engine import HasilPeriksa
from spbe_data.flows.gate import BelumLayak, pastikan_layak
from spbe_data.flows.house import Rumah
from spbe_data.identifiers.periode import Periode
from spbe_data.identifiers.wilayah import RegisterWilayah, Sistem, Tingkat
from spbe_data.intake.originals import ambil
from spbe_data.ledger.records import Versi
from spbe_data.standards.models import Standar
from spbe_data.warehouse.versions import simpan_versi

_LEVELS: tuple[Tingkat, ...] = ("kabupaten_kota", "kecamatan", "desa_kelurahan")
_SYSTEMS: tuple[Sistem, ...] = ("kemendagri", "bps")


def kurasi(house: Rumah, id_: str, *, aktor: str) -> list[Versi]:
    """Make the period versions of an approved submission; once made they are returned as they are.

    Raises :class:`BelumLayak` (and then leaves no trace) and ``KeyError``.
    """
    house.settings.gudang.mkdir(parents=True, exist_ok=True)
    with FileLock(str(house.settings.gudang / "kurasi.lock")):
        made = house.ledger.versi_pengajuan(id_)
        if made:
            return made
        submission = house.ledger.pengajuan(id_)
        verdict = pastikan_layak(house, submission)
        data = ambil(house.settings.berkas_asli, submission.sha256)
        result = house.pemeriksa().periksa(
            data,
            submission.nama_berkas,
            submission.dataset,
            periode=submission.periode_dinyatakan,
            metadata=submission.metadata,
            simpan_siap=True,
        )
        if result.siap is None or sorted(result.periode) != sorted(verdict.periode):
            raise BelumLayak(
                f"Berkas pengajuan {id_} tidak terbaca seperti saat diperiksa; periksa ulang."
            )
        frame = tabel_kurasi(house, result, submission.sha256)
        numbers = {(v.periode): v.versi for v in house.ledger.semua_versi(submission.dataset)}
        versions: list[Versi] = []
        for period in sorted(result.periode, key=Periode.parse):
            number = numbers.get(period, 0) + 1
            rows = frame.filter(pl.col("periode") == period).with_columns(
                pl.lit(number, dtype=pl.Int32).alias("versi")
            )
            path, digest = simpan_versi(
                house.settings.gudang, submission.dataset, period, number, rows
            )
            versions.append(
                Versi(
                    dataset=submission.dataset,
                    periode=period,
                    versi=number,
                    pengajuan=id_,
                    pemeriksaan=verdict.id,
                    sha256=submission.sha256,
                    berkas=path,
                    sha256_berkas=digest,
                    jumlah_baris=rows.height,
                    pada=dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
                )
            )
        house.ledger.catat_versi(versions, aktor)
        return versions


def tabel_kurasi(house: Rumah, result: HasilPeriksa, sha256: str) -> pl.DataFrame:
    """The curated table: the standard's columns, both code systems, ``periode``, ``versi``,
    ``sumber_sha256``, ``sumber_baris`` (docs/doors.md, ``kurasi.<tabel>``)."""
    assert result.siap is not None
    standard = house.catalog.seri[result.standar].satu(result.versi_standar)
    frame = pl.concat(
        [typed_frame(standard, ready, house.catalog.wilayah) for ready in result.siap]
    )
    frame = _both_code_systems(frame, standard, house.catalog.wilayah)
    extra = [
        c for c in frame.columns if c not in standard.nama_kolom and c not in ("baris", "periode")
    ]
    return frame.select(
        *standard.nama_kolom,
        *extra,
        "periode",
        pl.lit(None, dtype=pl.Int32).alias("versi"),
        pl.lit(sha256).alias("sumber_sha256"),
        pl.col("baris").alias("sumber_baris"),
    )


def _both_code_systems(
    frame: pl.DataFrame, standard: Standar, register: RegisterWilayah
) -> pl.DataFrame:
    codes = {
        (c.wilayah.sistem, c.wilayah.tingkat): c.nama
        for c in standard.kolom_wilayah("kode")
        if c.wilayah
    }
    names = {
        (c.wilayah.sistem, c.wilayah.tingkat): c.nama
        for c in standard.kolom_wilayah("nama")
        if c.wilayah
    }
    lowest = next(
        (
            level
            for level in reversed(_LEVELS)
            if ("kemendagri", level) in codes or ("bps", level) in codes
        ),
        None,
    )
    if lowest is None:
        return frame
    known = [codes[key] for key in (("kemendagri", lowest), ("bps", lowest)) if key in codes]
    pairs = frame.select(*known, "periode").unique(maintain_order=True)
    levels = _LEVELS[: _LEVELS.index(lowest) + 1]
    made: list[dict[str, str | None]] = []
    for row in pairs.iter_rows(named=True):
        period = Periode.parse(row["periode"])
        own = row.get(codes.get(("kemendagri", lowest), ""))
        if own is None and (bps := row.get(codes.get(("bps", lowest), ""))) is not None:
            own = register.kemendagri_dari_bps(bps, period)
        made.append(_area_columns(own, period, levels, register))
    columns = pl.DataFrame(made, schema=dict.fromkeys(made[0], pl.String))
    filled = pl.concat([pairs, columns], how="horizontal")
    joined = frame.join(
        filled, on=[*known, "periode"], how="left", nulls_equal=True, maintain_order="left"
    )
    for level in levels:
        for system in _SYSTEMS:
            for part, existing in (("kode", codes), ("nama", names)):
                source = f"__{system}_{part}_{level}"
                own_name = existing.get((system, level))
                if own_name is not None:
                    # What the sender wrote stays; only what he left out is filled from the register.
                    joined = joined.with_columns(
                        pl.coalesce(own_name, source).alias(own_name)
                    ).drop(source)
                else:
                    joined = joined.rename({source: f"{system}_{part}_{level}"})
    return joined


def _area_columns(
    code: str | None, period: Periode, levels: tuple[Tingkat, ...], register: RegisterWilayah
) -> dict[str, str | None]:
    columns: dict[str, str | None] = {}
    for level in levels:
        depth = 2 + _LEVELS.index(level)
        own = ".".join(code.split(".")[:depth]) if code else None
        rows = (
            [w for w in register.cari(own) if w.berlaku(period.awal, period.akhir)] if own else []
        )
        area = rows[-1] if rows else None
        columns[f"__kemendagri_kode_{level}"] = own
        columns[f"__kemendagri_nama_{level}"] = area.nama.upper() if area else None
        columns[f"__bps_kode_{level}"] = area.kode_bps if area else None
        columns[f"__bps_nama_{level}"] = (area.nama_bps or area.nama).upper() if area else None
    return columns
