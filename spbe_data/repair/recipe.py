"""The recipe: what was accepted, with everything that is needed to do it again, byte for byte.

Belongs here: its form (version 1), writing and following it. Following needs the file and the
recipe only: no standard, no list, no area, since those may have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from spbe_data.checks.expected import harapan
from spbe_data.checks.privacy import safe, scrub
from spbe_data.intake.model import Arahan, Batas, Harapan, JenisCatatan, Terbaca
from spbe_data.intake.reader import read_table
from spbe_data.repair.chain import MENURUT_JENIS
from spbe_data.repair.offer import Meja, Tawaran
from spbe_data.repair.output import Wujud, kolom_angka, kolom_hasil, tulis

VERSI_RESEP = 1


class ResepTidakSah(ValueError):
    """The recipe cannot be followed; the message says why, in Indonesian."""


def baca(data: bytes, nama_berkas: str, expected: Harapan, batas: Batas, arahan: Arahan) -> Terbaca:
    """Read a file as a repair reads it. Raises ``BerkasDitolak``."""
    return read_table(data, nama_berkas, expected, batas, arahan)


def tulis_hasil(read: Terbaca, desk: Meja, form: Wujud) -> bytes:
    """The repaired table in the standard's shape. Raises ``TerlaluBanyakBaris``."""
    columns = kolom_hasil(read, desk.standard)
    return tulis(read.tabel, columns, kolom_angka(desk.standard), form)


def buat_resep(
    *,
    asal: bytes,
    hasil: bytes,
    nama_hasil: str,
    terbaca: Terbaca,
    perbaikan: Terbaca,
    dipakai: Sequence[Tawaran],
    meja: Meja,
    wujud: Wujud,
    pada: str,
    oleh: str | None,
) -> dict[str, Any]:
    """The recipe as JSON-able data. ``terbaca`` is the table as read, ``perbaikan`` as written."""
    expected = harapan(meja.standard)
    return {
        "resep": VERSI_RESEP,
        "alat": {"nama": "spbe-data", "versi": version("spbe-data")},
        "standar": {"id": meja.standard.id, "versi": meja.standard.versi},
        "asal": {"nama": safe(meja.nama_berkas), "sha256": _sha(asal), "byte": len(asal)},
        "hasil": {
            "nama": safe(nama_hasil),
            "sha256": _sha(hasil),
            "byte": len(hasil),
            "baris": perbaikan.tabel.height,
        },
        "pada": pada,
        "oleh": oleh,
        "periode_dinyatakan": meja.periode,
        "baca": {
            "kolom": list(expected.kolom),
            "sinonim": dict(expected.sinonim),
            "arahan": asdict(meja.arahan),
            "dibaca_sebagai": scrub(terbaca.dibaca_sebagai),
        },
        "tidak_ikut": _left_out(terbaca),
        "langkah": [
            {
                "jenis": t.jenis,
                "kode": t.kode,
                "kolom": t.kolom,
                "satuan": t.satuan,
                "jumlah": t.jumlah,
                "kata": asdict(t.kata),
                "catatan": [asdict(k) for k in t.catatan],
                "parameter": dict(t.parameter),
            }
            for t in dipakai
        ],
        "tulis": {
            "wujud": wujud,
            "kolom": [list(pair) for pair in kolom_hasil(perbaikan, meja.standard)],
            "angka": sorted(kolom_angka(meja.standard)),
        },
    }


def ikuti(data: bytes, recipe: Mapping[str, Any], batas: Batas) -> bytes:
    """Do a recipe again. Raises :class:`ResepTidakSah` for another file, an unknown form of
    recipe, or when the result is not the one that the recipe names."""
    try:
        if recipe["resep"] != VERSI_RESEP:
            raise ResepTidakSah(
                f"Resep berbentuk {recipe['resep']}; alat ini mengenal bentuk {VERSI_RESEP}."
            )
        if _sha(data) != recipe["asal"]["sha256"]:
            raise ResepTidakSah(
                "Berkas ini bukan berkas asal resep: sidik SHA-256 berbeda. Pakai berkas yang sama."
            )
        how = recipe["baca"]
        directions = Arahan(**how["arahan"])
        expected = Harapan(tuple(how["kolom"]), dict(how["sinonim"]))
        read = baca(data, recipe["asal"]["nama"], expected, batas, directions)
        for step in recipe["langkah"]:
            read = MENURUT_JENIS[step["jenis"]].terapkan(read, step["parameter"])
        form = recipe["tulis"]
        columns = [(name, heading) for name, heading in form["kolom"]]
        result = tulis(read.tabel, columns, set(form["angka"]), form["wujud"])
        wanted = recipe["hasil"]["sha256"]
    except (KeyError, TypeError, AttributeError) as exc:
        raise ResepTidakSah(f"Resep tidak lengkap atau rusak ({type(exc).__name__}).") from exc
    if _sha(result) != wanted:
        raise ResepTidakSah(
            f"Hasilnya tidak sama dengan yang dicatat resep (alat versi {recipe['alat']['versi']}); "
            "tidak ada yang ditulis."
        )
    return result


def _left_out(read: Terbaca) -> list[dict[str, Any]]:
    """What reading leaves outside the table: title lines, blank rows, other sheets."""
    out: list[dict[str, Any]] = [
        {
            "baris": n.baris,
            "apa": "judul di atas tabel",
            "teks": safe(str(n.params.get("teks", ""))),
        }
        for n in read.catatan
        if n.jenis is JenisCatatan.BARIS_JUDUL_DI_ATAS
    ]
    blank = int(read.dibaca_sebagai.get("baris_kosong") or 0)
    if blank:
        out.append({"baris": None, "apa": "baris kosong", "jumlah": blank})
    out += [
        {"baris": None, "apa": "lembar lain", "teks": safe(str(name))}
        for name in read.dibaca_sebagai.get("lembar_lain") or ()
    ]
    return out


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
