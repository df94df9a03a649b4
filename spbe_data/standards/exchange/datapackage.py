"""Frictionless Data Package v2: a standard with its code lists as further resources, and back."""

from __future__ import annotations

from typing import Any

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange import table_schema
from spbe_data.standards.exchange.neutral import Uraian
from spbe_data.standards.models import Standar

PROFIL = "https://datapackage.org/profiles/2.0/datapackage.json"
PROFIL_SUMBER = "https://datapackage.org/profiles/2.0/dataresource.json"
BELUM_DITETAPKAN = "belum-ditetapkan"


def paket(standard: Standar, catalog: Catalog, about: Uraian) -> dict[str, Any]:
    """The Data Package descriptor. The data stand beside it as ``<id>.csv``; the code lists are
    inline, and the columns that use them refer to them by foreign key."""
    schema = table_schema.skema(about)
    lists = {b.lain["daftar"]: b.pilihan or () for b in about.bidang if b.lain.get("daftar")}
    keys = [
        {
            "fields": [b.nama],
            "reference": {"resource": _slug(b.lain["daftar"]), "fields": ["nama"]},
        }
        for b in about.bidang
        if b.lain.get("daftar")
    ]
    if keys:
        schema["foreignKeys"] = keys
    made: dict[str, Any] = {
        "$schema": PROFIL,
        "name": about.id,
        "title": about.judul_id,
        "description": about.ringkasan_id,
        "version": about.versi,
        "keywords": list(standard.kata_kunci),
        "contributors": [
            {"title": catalog.nama_instansi(standard.produsen_data), "roles": ["producer"]}
        ],
        "sources": [{"title": f"{standard.sumber_angka.penerbit}: {standard.sumber_angka.nama}"}],
        "resources": [
            {
                "$schema": PROFIL_SUMBER,
                "name": about.id,
                "type": "table",
                "path": f"{about.id}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema,
            },
            *(_resource(catalog, id_, names) for id_, names in lists.items()),
        ],
    }
    if standard.lisensi != BELUM_DITETAPKAN:
        made["licenses"] = [{"name": standard.lisensi}]
    return made


def _slug(list_id: str) -> str:
    return f"daftar-{list_id.replace('_', '-')}"


def _resource(catalog: Catalog, id_: str, names: tuple[str, ...]) -> dict[str, Any]:
    found = catalog.daftar[id_]
    codes: dict[str, str] = {}
    for entry in found.entri:
        codes[entry.nama] = entry.kode
    return {
        "$schema": PROFIL_SUMBER,
        "name": _slug(id_),
        "type": "table",
        "title": found.judul["id"],
        "data": [{"kode": codes[n], "nama": n} for n in names],
        "schema": {
            "$schema": table_schema.PROFIL,
            "fields": [{"name": "kode", "type": "string"}, {"name": "nama", "type": "string"}],
            "primaryKey": ["nama"],
        },
    }


def baca(doc: dict[str, Any]) -> Uraian:
    """The first resource that has a schema; the others are named in ``catatan``."""
    resources = [r for r in doc.get("resources", []) if isinstance(r, dict)]
    with_schema = [r for r in resources if isinstance(r.get("schema"), dict)]
    if not with_schema:
        raise ValueError("tidak ada sumber daya (resources) yang membawa skema")
    chosen, named = with_schema[0], str(doc.get("name") or with_schema[0].get("name") or "")
    schema = {k: v for k, v in chosen["schema"].items() if k != "foreignKeys"}
    about = table_schema.baca(
        {
            **{k: doc[k] for k in ("title", "description", "version") if doc.get(k)},
            **schema,
        },
        named,
    )
    notes = [*about.catatan]
    lists = {
        k["reference"].get("resource")
        for k in chosen["schema"].get("foreignKeys", [])
        if isinstance(k, dict) and isinstance(k.get("reference"), dict)
    }
    for other in resources:
        if other is not chosen and other.get("name") not in lists:
            notes.append(f"sumber daya '{other.get('name')}' tidak dibawa; impor satu per satu")
    if lists and not any(b.lain.get("daftar") for b in about.bidang):
        notes.append("kunci tamu (foreignKeys) tidak dibawa; sebutkan 'daftar' pada kolomnya")
    return Uraian(
        about.id, about.judul_id, about.judul_en, about.ringkasan_id, about.ringkasan_en,
        about.versi, about.bidang, about.kunci, about.tanda_kosong, about.lain, tuple(notes),
    )  # fmt: skip
