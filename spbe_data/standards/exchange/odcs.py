"""Open Data Contract Standard v3.1 (Bitol): a standard as a data contract, and back."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

from spbe_data.standards.catalog import Catalog
from spbe_data.standards.exchange.neutral import Bidang, Uraian, angka, batas, desimal
from spbe_data.standards.life import Status
from spbe_data.standards.models import AturanBaris, AturanJumlah, AturanSyarat, Standar, Tipe

VERSI = "v3.1.0"
RUANG_NAMA = uuid.UUID("5b8f0f8e-2d5c-5a50-9d5f-3a3f6f1c7e21")
"""Fixed for ever: the id of a dataset's contract is the UUIDv5 of its id under it."""

LAIN = "spbe"

_STATUS: dict[Status, str] = {
    "rancangan": "draft",
    "harmonisasi": "proposed",
    "ditetapkan": "active",
    "dicabut": "retired",
}
_KELUAR: dict[Tipe, str] = {
    "teks": "string",
    "bulat": "integer",
    "desimal": "number",
    "tanggal": "date",
}
_FISIK: dict[Tipe, str] = {
    "teks": "VARCHAR",
    "bulat": "BIGINT",
    "desimal": "DECIMAL",
    "tanggal": "DATE",
}
_MASUK = {word: kind for kind, word in _KELUAR.items()}
_SATUAN = {
    "tahunan": (1, "year"),
    "semesteran": (6, "month"),
    "triwulanan": (3, "month"),
    "bulanan": (1, "month"),
    "harian": (1, "day"),
}
_KELAS = {"terbuka": "public", "terbatas": "restricted", "tertutup": "confidential"}


def kontrak(standard: Standar, catalog: Catalog, about: Uraian) -> dict[str, Any]:
    """The data contract. It names the producing office, never a person, and no price."""
    value, unit = _SATUAN[standard.periode]
    return {
        "apiVersion": VERSI,
        "kind": "DataContract",
        "id": str(uuid.uuid5(RUANG_NAMA, standard.id)),
        "name": about.judul_id,
        "version": about.versi,
        "status": _STATUS[standard.status],
        "domain": standard.topik,
        "dataProduct": standard.id,
        "tags": list(standard.kata_kunci),
        "description": {
            "purpose": about.ringkasan_id,
            "limitations": " ".join(n.id for n in standard.catatan)
            or standard.standar_data.definisi,
            "usage": f"Lisensi: {standard.lisensi}.",
        },
        "team": {"name": catalog.nama_instansi(standard.produsen_data)},
        "roles": [
            {"role": "produsen_data", "access": "write"},
            {"role": "walidata", "access": "approve"},
        ],
        "slaProperties": [
            {"property": "frequency", "value": value, "unit": unit},
            {
                "property": "latency",
                "value": standard.jadwal_rilis.bulan_setelah_periode,
                "unit": "month",
                "description": standard.jadwal_rilis.uraian,
            },
        ],
        "schema": [
            {
                "name": about.id,
                "logicalType": "object",
                "physicalName": standard.tabel,
                "physicalType": "table",
                "businessName": about.judul_id,
                "description": about.ringkasan_id,
                "properties": [_property(b, standard) for b in about.bidang],
                "quality": [
                    {
                        "name": "kunci_tunggal",
                        "type": "library",
                        "metric": "duplicateValues",
                        "arguments": {"properties": list(standard.kunci)},
                        "mustBe": 0,
                        "unit": "rows",
                    },
                    *(_rule(rule, standard.tabel) for rule in standard.aturan),
                ],
            }
        ],
        "customProperties": [
            {
                "property": LAIN,
                "value": {
                    "judul": {"id": about.judul_id, "en": about.judul_en},
                    "ringkasan": {"id": about.ringkasan_id, "en": about.ringkasan_en},
                    **about.lain,
                },
            }
        ],
    }


def _property(one: Bidang, standard: Standar) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if one.minimum is not None:
        options["minimum"] = angka(one.minimum)
    if one.maksimum is not None:
        options["maximum"] = angka(one.maksimum)
    if one.tipe == "desimal" and (scale := one.lain.get("skala")) is not None:
        options["multipleOf"] = angka(Decimal(1).scaleb(-scale))
    if one.pola is not None:
        options["pattern"] = one.pola
    if one.panjang is not None:
        options["maxLength"] = one.panjang
    if one.tipe == "tanggal":
        options["format"] = "yyyy-MM-dd"
    made: dict[str, Any] = {
        "name": one.nama,
        "businessName": one.judul_id,
        "description": one.definisi,
        "logicalType": _KELUAR[one.tipe],
        "physicalType": _FISIK[one.tipe],
        "required": one.wajib,
        "classification": _KELAS[
            standard.akses if standard.satu(one.nama).akses_umum else standard.kelas
        ],
    }
    if options:
        made["logicalTypeOptions"] = options
    if one.nama in standard.kunci:
        made["primaryKey"] = True
        made["primaryKeyPosition"] = standard.kunci.index(one.nama) + 1
    if one.pilihan:
        made["quality"] = [
            {
                "name": "nilai_daftar",
                "type": "library",
                "metric": "invalidValues",
                "arguments": {"validValues": list(one.pilihan)},
                "mustBe": 0,
                "unit": "rows",
            }
        ]
    made["customProperties"] = [
        {
            "property": LAIN,
            "value": {"judul": {"id": one.judul_id, "en": one.judul_en}, **one.lain},
        }
    ]
    return made


def _rule(rule: AturanBaris, table: str) -> dict[str, Any]:
    """A row rule as SQL that counts the rows which break it."""
    if isinstance(rule, AturanJumlah):
        parts = " + ".join(map(_name, rule.bagian))
        broken = f"ABS({parts} - {_name(rule.total)}) > {rule.toleransi}"
    elif isinstance(rule, AturanSyarat):
        asked = [f"{_name(n)} IN ({', '.join(map(_text, v))})" for n, v in rule.bila.items()]
        empty = " OR ".join(f"{_name(n)} IS NULL" for n in rule.wajib)
        broken = f"{' AND '.join(asked)} AND ({empty})"
    else:
        broken = f"NOT ({_name(rule.kiri)} {rule.operasi} {_name(rule.kanan)})"
    return {
        "name": rule.id,
        "type": "sql",
        "description": rule.alasan.id,
        "query": f"SELECT COUNT(*) FROM {_name(table)} WHERE {broken}",
        "mustBe": 0,
    }


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def baca(doc: dict[str, Any]) -> Uraian:
    """The first table of a contract; what has no place here is told in ``catatan``."""
    tables = [t for t in doc.get("schema", []) if isinstance(t, dict)]
    if not tables:
        raise ValueError("kontrak tidak memuat tabel (schema)")
    table = tables[0]
    own = _own(doc)
    title, summary = own.pop("judul", {}), own.pop("ringkasan", {})
    notes = [f"tabel '{t.get('name')}' tidak dibawa; impor satu per satu" for t in tables[1:]]
    notes += [f"isian '{k}' tidak dibawa" for k in ("servers", "price", "support") if doc.get(k)]
    if not own:
        notes += [
            f"aturan mutu '{q.get('name') or q.get('metric') or q.get('rule')}' tidak dibawa"
            for q in table.get("quality", [])
            if isinstance(q, dict) and q.get("name") != "kunci_tunggal"
        ]
    about = doc.get("description") if isinstance(doc.get("description"), dict) else {}
    assert isinstance(about, dict)
    columns = [p for p in table.get("properties", []) if isinstance(p, dict)]
    keyed = [p for p in columns if p.get("primaryKey") is True]
    keyed.sort(key=lambda p: p.get("primaryKeyPosition") or 0)
    return Uraian(
        str(table.get("name") or doc.get("dataProduct") or ""),
        str(doc.get("name") or title.get("id", "")),
        str(title.get("en", "")),
        str(about.get("purpose") or table.get("description") or summary.get("id", "")),
        str(summary.get("en", "")),
        str(doc.get("version") or ""),
        tuple(_bidang(p, notes) for p in columns),
        tuple(str(p.get("name")) for p in keyed),
        (),
        own,
        tuple(notes),
    )


def _own(found: dict[str, Any]) -> dict[str, Any]:
    for one in found.get("customProperties") or []:
        if isinstance(one, dict) and one.get("property") == LAIN:
            value = one.get("value")
            if isinstance(value, str):
                value = json.loads(value)
            if isinstance(value, dict):
                return dict(value)
    return {}


_OPTIONS_KNOWN = {"minimum", "maximum", "multipleOf", "pattern", "maxLength", "format"}


def _bidang(found: dict[str, Any], notes: list[str]) -> Bidang:
    name = str(found.get("name", ""))
    options = found.get("logicalTypeOptions")
    options = options if isinstance(options, dict) else {}
    notes += [
        f"kolom '{name}': aturan '{k}' tidak dibawa" for k in options if k not in _OPTIONS_KNOWN
    ]
    word = str(found.get("logicalType", "string"))
    if word not in _MASUK:
        notes.append(f"kolom '{name}': tipe '{word}' tidak ada di sini, ditulis sebagai teks")
    own = _own(found)
    title = own.pop("judul", {})
    choices: tuple[str, ...] | None = None
    for rule in found.get("quality") or []:
        arguments = rule.get("arguments") if isinstance(rule, dict) else None
        values = (arguments or {}).get("validValues") or (
            rule.get("validValues") if isinstance(rule, dict) else None
        )
        if isinstance(values, list):
            choices = tuple(map(str, values))
        else:
            notes.append(f"kolom '{name}': satu aturan mutu tidak dibawa")
    step = desimal(options.get("multipleOf"))
    if (
        "skala" not in own
        and step is not None
        and step > 0
        and step == Decimal(1).scaleb(step.adjusted())
    ):
        own["skala"] = max(0, -step.adjusted())
    length = options.get("maxLength")
    return Bidang(
        name,
        str(found.get("businessName") or title.get("id", "")),
        str(title.get("en", "")),
        str(found.get("description") or ""),
        _MASUK.get(word, "teks"),
        found.get("required") is True,
        batas(options.get("minimum"), name, "minimum", notes),
        batas(options.get("maximum"), name, "maximum", notes),
        str(options["pattern"]) if "pattern" in options else None,
        length if isinstance(length, int) else None,
        choices,
        own,
    )
