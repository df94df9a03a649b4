"""CSV on the Web metadata (W3C): a standard as ``csv-metadata``, and back."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from spbe_data.standards.exchange.neutral import Bidang, Uraian, angka, batas
from spbe_data.standards.models import Standar, Tipe

KONTEKS = "http://www.w3.org/ns/csvw"
_KELUAR: dict[Tipe, str] = {
    "teks": "string",
    "bulat": "integer",
    "desimal": "decimal",
    "tanggal": "date",
}
_MASUK: dict[str, Tipe] = {
    **{word: kind for kind, word in _KELUAR.items()},
    "number": "desimal", "double": "desimal", "float": "desimal", "int": "bulat",
    "long": "bulat", "nonNegativeInteger": "bulat", "gYear": "bulat",
}  # fmt: skip
_NOTE = "spbe"


def metadata(standard: Standar, about: Uraian) -> dict[str, Any]:
    """The metadata of ``<id>.csv``.

    A list's names are a pattern of the column: CSVW knows choices only as a foreign key to another
    file, and a standard stands alone. ``notes`` carries what CSVW has no word for.
    """
    made: dict[str, Any] = {
        "@context": [KONTEKS, {"@language": "id"}],
        "url": f"{about.id}.csv",
        "dc:title": about.judul_id,
        "dc:description": about.ringkasan_id,
        "dc:creator": standard.sumber_angka.penerbit,
        "dc:subject": list(standard.kata_kunci),
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [_column(b, about.tanda_kosong) for b in about.bidang],
            **({"primaryKey": list(about.kunci)} if about.kunci else {}),
        },
        "notes": [
            {
                "type": _NOTE,
                "versi": about.versi,
                "standar": {
                    "judul": {"id": about.judul_id, "en": about.judul_en},
                    "ringkasan": {"id": about.ringkasan_id, "en": about.ringkasan_en},
                    **about.lain,
                },
                "kolom": {
                    b.nama: {
                        **b.lain,
                        **({"pola": b.pola} if b.pola else {}),
                        **({"pilihan": list(b.pilihan)} if b.pilihan else {}),
                    }
                    for b in about.bidang
                },
            }
        ],
    }
    if standard.lisensi != "belum-ditetapkan":
        made["dc:license"] = standard.lisensi
    return made


def _column(one: Bidang, empty: tuple[str, ...]) -> dict[str, Any]:
    datatype: dict[str, Any] = {"base": _KELUAR[one.tipe]}
    if one.minimum is not None:
        datatype["minimum"] = angka(one.minimum)
    if one.maksimum is not None:
        datatype["maximum"] = angka(one.maksimum)
    if one.panjang is not None:
        datatype["maxLength"] = one.panjang
    if one.pilihan:
        # One pattern must say both: the names of the list that the column's own pattern allows.
        allowed = [v for v in one.pilihan if one.pola is None or re.fullmatch(one.pola, v)]
        datatype["format"] = f"({'|'.join(map(re.escape, allowed))})"
    elif one.pola is not None:
        datatype["format"] = one.pola
    elif one.tipe == "tanggal":
        datatype["format"] = "yyyy-MM-dd"
    elif one.tipe in ("bulat", "desimal") and (grammar := one.lain.get("tata_angka")):
        thousands, point = (".", ",") if grammar == "id" else (",", ".")
        datatype["format"] = {"decimalChar": point, "groupChar": thousands}
    return {
        "name": one.nama,
        # The header of the file is the name; titles in words would contradict it.
        "titles": {"und": [one.nama], "id": [one.judul_id], "en": [one.judul_en or one.judul_id]},
        "dc:description": one.definisi,
        "datatype": datatype,
        "required": one.wajib,
        "null": ["", *empty],
    }


def baca(doc: dict[str, Any]) -> Uraian:
    """The first table; what has no place here is told in ``catatan``."""
    tables = [t for t in doc.get("tables", [doc]) if isinstance(t, dict)]
    if not tables or not isinstance(tables[0].get("tableSchema"), dict):
        raise ValueError("metadata CSVW tidak memuat tableSchema")
    table = tables[0]
    notes = [f"tabel '{t.get('url')}' tidak dibawa; impor satu per satu" for t in tables[1:]]
    own: dict[str, Any] = {}
    for note in table.get("notes") or []:
        if isinstance(note, dict) and note.get("type") == _NOTE:
            own = note
    schema = table["tableSchema"]
    if schema.get("foreignKeys"):
        notes.append("kunci tamu (foreignKeys) tidak dibawa; sebutkan 'daftar' pada kolomnya")
    standard = dict(own.get("standar") or {})
    title, summary = standard.pop("judul", {}), standard.pop("ringkasan", {})
    key = schema.get("primaryKey", [])
    return Uraian(
        PurePosixPath(str(table.get("url") or "")).stem,
        _one(table.get("dc:title")) or title.get("id", ""),
        title.get("en", ""),
        _one(table.get("dc:description")) or summary.get("id", ""),
        summary.get("en", ""),
        str(own.get("versi") or ""),
        tuple(
            _bidang(c, (own.get("kolom") or {}).get(c.get("name"), {}), notes)
            for c in schema.get("columns", [])
            if isinstance(c, dict) and not c.get("virtual")
        ),
        (key,) if isinstance(key, str) else tuple(map(str, key)),
        (),
        standard,
        tuple(notes),
    )


def _one(value: object, language: str = "id") -> str:
    """A natural language property: text, list of texts, or texts by language."""
    if isinstance(value, dict):
        value = value.get(language) or value.get("@value") or value.get("und")
    if isinstance(value, list):
        value = value[0] if value else None
        return _one(value, language)
    return value if isinstance(value, str) else ""


_DATATYPE_KNOWN = {
    "base", "minimum", "maximum", "minInclusive", "maxInclusive", "maxLength", "format",
}  # fmt: skip


def _bidang(found: dict[str, Any], own: dict[str, Any], notes: list[str]) -> Bidang:
    titles = found.get("titles")
    name = str(found.get("name") or _one(titles))
    datatype = found.get("datatype", "string")
    if isinstance(datatype, str):
        datatype = {"base": datatype}
    word = str(datatype.get("base", "string"))
    if word not in _MASUK:
        notes.append(f"kolom '{name}': tipe '{word}' tidak ada di sini, ditulis sebagai teks")
    notes += [
        f"kolom '{name}': aturan '{k}' tidak dibawa" for k in datatype if k not in _DATATYPE_KNOWN
    ]
    kind = _MASUK.get(word, "teks")
    form = datatype.get("format")
    rest = {k: v for k, v in own.items() if k not in ("pola", "pilihan")}
    pattern = own.get("pola")
    if not own:
        if kind == "teks" and isinstance(form, str):
            pattern = form
        elif isinstance(form, dict) and form.get("decimalChar") == ",":
            rest["tata_angka"] = "id"
        elif form is not None:
            notes.append(f"kolom '{name}': format '{form}' tidak dibawa")
    choices = own.get("pilihan")
    length = datatype.get("maxLength")
    return Bidang(
        name,
        _one(titles),
        _one(titles, "en") if isinstance(titles, dict) else "",
        _one(found.get("dc:description")),
        kind,
        found.get("required") is True,
        batas(datatype.get("minimum", datatype.get("minInclusive")), name, "minimum", notes),
        batas(datatype.get("maximum", datatype.get("maxInclusive")), name, "maximum", notes),
        pattern,
        length if isinstance(length, int) else None,
        tuple(choices) if choices else None,
        rest,
    )
