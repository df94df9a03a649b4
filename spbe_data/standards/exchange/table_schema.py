"""Frictionless Table Schema (datapackage.org v2): a standard's columns, and back."""

from __future__ import annotations

from typing import Any

from spbe_data.standards.exchange.neutral import Bidang, Uraian, angka, batas
from spbe_data.standards.models import Tipe

PROFIL = "https://datapackage.org/profiles/2.0/tableschema.json"
LAIN = "spbe"
"""Our own property (the profile allows others): what Table Schema has no word for."""

_KELUAR: dict[Tipe, str] = {
    "teks": "string",
    "bulat": "integer",
    "desimal": "number",
    "tanggal": "date",
}
_MASUK: dict[str, Tipe] = {
    **{word: kind for kind, word in _KELUAR.items()},
    "year": "bulat",
}


def skema(about: Uraian) -> dict[str, Any]:
    """The Table Schema of a standard, with its titles and version as own properties."""
    return {
        "$schema": PROFIL,
        "name": about.id,
        "title": about.judul_id,
        "description": about.ringkasan_id,
        "version": about.versi,
        "fields": [_field(b) for b in about.bidang],
        # A file may leave out columns that are not required, and their order is free.
        "fieldsMatch": "superset",
        "missingValues": ["", *about.tanda_kosong],
        **({"primaryKey": list(about.kunci)} if about.kunci else {}),
        LAIN: {
            "judul": {"id": about.judul_id, "en": about.judul_en},
            "ringkasan": {"id": about.ringkasan_id, "en": about.ringkasan_en},
            **about.lain,
        },
    }


def _field(one: Bidang) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": one.nama,
        "type": _KELUAR[one.tipe],
        "title": one.judul_id,
        "description": one.definisi,
    }
    if one.tipe in ("bulat", "desimal") and (grammar := one.lain.get("tata_angka")):
        thousands, point = (".", ",") if grammar == "id" else (",", ".")
        made["groupChar"] = thousands
        if one.tipe == "desimal":
            made["decimalChar"] = point
    rules: dict[str, Any] = {"required": True} if one.wajib else {}
    if one.minimum is not None:
        rules["minimum"] = angka(one.minimum)
    if one.maksimum is not None:
        rules["maximum"] = angka(one.maksimum)
    if one.pola is not None:
        rules["pattern"] = one.pola
    if one.panjang is not None:
        rules["maxLength"] = one.panjang
    if one.pilihan:
        rules["enum"] = list(one.pilihan)
        made["categories"] = [{"value": v, "label": v} for v in one.pilihan]
    if rules:
        made["constraints"] = rules
    made[LAIN] = {"judul": {"id": one.judul_id, "en": one.judul_en}, **one.lain}
    return made


_FIELD_KNOWN = {
    "name", "type", "title", "description", "constraints", "categories", "format", "groupChar",
    "decimalChar", LAIN,
}  # fmt: skip
_RULE_KNOWN = {"required", "minimum", "maximum", "pattern", "maxLength", "enum"}
_KNOWN = {
    "$schema", "name", "title", "description", "version", "fields", "fieldsMatch",
    "missingValues", "primaryKey", LAIN,
}  # fmt: skip


def baca(doc: dict[str, Any], nama: str = "") -> Uraian:
    """A Table Schema read into neutral words; what has no place here is told in ``catatan``."""
    notes = [f"isian '{k}' tidak dikenal dan tidak dibawa" for k in doc if k not in _KNOWN]
    own = dict(doc[LAIN]) if isinstance(doc.get(LAIN), dict) else {}
    title, summary = own.pop("judul", {}), own.pop("ringkasan", {})
    fields = [f for f in doc.get("fields", []) if isinstance(f, dict)]
    key = doc.get("primaryKey", [])
    return Uraian(
        str(doc.get("name") or nama),
        str(doc.get("title") or title.get("id", "")),
        str(title.get("en", "")),
        str(doc.get("description") or summary.get("id", "")),
        str(summary.get("en", "")),
        str(doc.get("version") or ""),
        tuple(_bidang(f, notes) for f in fields),
        (key,) if isinstance(key, str) else tuple(map(str, key)),
        tuple(str(v) for v in doc.get("missingValues", []) if v),
        own,
        tuple(notes),
    )


def _bidang(found: dict[str, Any], notes: list[str]) -> Bidang:
    name = str(found.get("name", ""))
    rules = found.get("constraints") if isinstance(found.get("constraints"), dict) else {}
    assert isinstance(rules, dict)
    notes += [f"kolom '{name}': isian '{k}' tidak dibawa" for k in found if k not in _FIELD_KNOWN]
    notes += [f"kolom '{name}': aturan '{k}' tidak dibawa" for k in rules if k not in _RULE_KNOWN]
    word = str(found.get("type", "any"))
    if word not in _MASUK:
        notes.append(f"kolom '{name}': tipe '{word}' tidak ada di sini, ditulis sebagai teks")
    if found.get("format") not in (None, "default"):
        notes.append(f"kolom '{name}': format '{found['format']}' tidak dibawa")
    own = dict(found[LAIN]) if isinstance(found.get(LAIN), dict) else {}
    title = own.pop("judul", {})
    if "tata_angka" not in own and {"groupChar", "decimalChar"} & found.keys():
        if found.get("decimalChar") == "," or found.get("groupChar") == ".":
            own["tata_angka"] = "id"
        else:
            own["tata_angka"] = "en"
    length = rules.get("maxLength")
    return Bidang(
        name,
        str(found.get("title") or title.get("id", "")),
        str(title.get("en", "")),
        str(found.get("description") or ""),
        _MASUK.get(word, "teks"),
        rules.get("required") is True,
        batas(rules.get("minimum"), name, "minimum", notes),
        batas(rules.get("maximum"), name, "maximum", notes),
        str(rules["pattern"]) if "pattern" in rules else None,
        length if isinstance(length, int) else None,
        tuple(map(str, rules["enum"])) if isinstance(rules.get("enum"), list) else None,
        own,
    )
