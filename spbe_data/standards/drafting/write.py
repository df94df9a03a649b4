"""The proposal as the YAML file of a standard, with a comment at every guess.

Belongs here: the file's shape, the marks for what only people know, comments. Which fields are
required is asked of the model itself, so that a field added to it appears here as a gap. Does not
belong here: any guessing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from spbe_data.standards.drafting.context import Konteks
from spbe_data.standards.drafting.making import isi_kolom
from spbe_data.standards.drafting.model import Dugaan, Rancangan, persen_yakin, polos
from spbe_data.standards.metadata import Kegiatan
from spbe_data.standards.models import Standar
from spbe_data.standards.unfinished import LENGKAPI

_PERTANYAAN = {
    "judul.en": "judul dalam bahasa Inggris",
    "ringkasan.id": "satu kalimat: data apa, di mana, kapan",
    "ringkasan.en": "kalimat yang sama dalam bahasa Inggris",
    "produsen_data": "id perangkat daerah dari schemas/induk/perangkat_daerah.csv",
    "sumber_angka.penerbit": "instansi yang menghitung atau menerbitkan angkanya",
    "sumber_angka.nama": "nama terbitan, aplikasi, atau laporan sumbernya",
    "topik": "topik menurut daftar data",
    "rad": "kode RAD dari schemas/referensi/rad.csv",
    "berlaku_untuk_periode_sejak": "periode pertama yang dinilai standar ini, misalnya 2024",
    "jadwal_rilis.uraian": "kapan data terbit setelah periodenya berakhir",
    "standar_data.konsep": "gagasan yang diukur (Perpres 39/2019 Pasal 4)",
    "standar_data.definisi": "batasan tepatnya: siapa atau apa yang dihitung, kapan",
    "standar_data.klasifikasi": "penggolongan yang dipakai",
    "standar_data.ukuran": "besaran yang dihitung, misalnya jumlah orang",
    "standar_data.satuan": "satuan dari schemas/referensi/satuan.csv",
    "kegiatan.judul": "nama kegiatan statistik yang menghasilkan data",
    "kegiatan.tujuan": "untuk apa data dikumpulkan",
    "kegiatan.latar_belakang": "mengapa kegiatan dilakukan (MS-Keg R.3.1)",
    "arsitektur.tujuan": "untuk apa data dipakai pemerintah daerah",
    "arsitektur.penanggung_jawab": "jabatan yang bertanggung jawab atas data",
    "arsitektur.masukan": "dari mana data berasal",
    "arsitektur.keluaran": "apa yang dihasilkan dari data",
    "arsitektur.proses_bisnis": "proses bisnis yang menghasilkan data",
    "arsitektur.layanan": "layanan SPBE yang memakai data",
    "indikator.interpretasi": "bagaimana naik turunnya dibaca (MS-Ind)",
    "indikator.rumus": "rumus atau cara menghitungnya (MS-Ind)",
    "kegiatan.cara_pengumpulan": "kode dari schemas/referensi/cara_pengumpulan.csv",
    "kegiatan.sektor": "kode dari schemas/referensi/sektor_kegiatan.csv",
}
_URUTAN = tuple(Standar.model_fields)


def isi_standar(draft: Rancangan, konteks: Konteks) -> dict[str, Any]:
    """The draft as the mapping of a standard file, every field the model requires present."""
    guesses = {name: guess.nilai for name, guess in draft.isian.items()}
    dims = [
        c
        for c in draft.kolom
        if isi_kolom(c, konteks)["peran"] == "dimensi" and c.nama in guesses["kunci"]
    ]
    level = str(guesses["tingkat_penyajian"])
    classes = [level.replace("desa_kelurahan", "desa/kelurahan").replace("_", "/").capitalize()] + [
        c.nama.replace("_", " ") for c in dims
    ]
    units = {c.satuan for c in draft.kolom if c.satuan} | {
        str(c.isian["pola"]) for c in draft.kolom if c.nama == "satuan" and c.isian.get("pola")
    }
    words = [
        w
        for w in dict.fromkeys(str(guesses["judul"]).casefold().split())
        if len(w) > 4 and w.isalpha()
    ]
    data: dict[str, Any] = {
        "judul": {"id": guesses["judul"], "en": _mark("judul.en")},
        "versi": "1.0",
        "status": "rancangan",
        "contoh": False,
        "penetapan": {"dasar_hukum": "belum ada penetapan; rancangan"},
        "kata_kunci": words[:6],
        "jadwal_pemutakhiran": guesses["periode"],
        "jadwal_rilis": {"bulan_setelah_periode": 3, "uraian": _mark("jadwal_rilis.uraian")},
        "periode": guesses["periode"],
        "tingkat_penyajian": level,
        "akses": guesses["akses"],
        "lisensi": "belum-ditetapkan",
        "kontak": "belum ditetapkan",
        "standar_data": {
            "konsep": _mark("standar_data.konsep"),
            "definisi": _mark("standar_data.definisi"),
            "klasifikasi": "; ".join(classes),
            "ukuran": _mark("standar_data.ukuran"),
            "satuan": next(iter(units)).lower()
            if len(units) == 1
            else _mark("standar_data.satuan"),
        },
        "kolom": [_column(c.nama, c.kamus, c.isian) for c in draft.kolom],
        "kunci": guesses["kunci"],
    }
    if (
        "lisensi" in konteks.catalog.daftar
        and "belum-ditetapkan" not in konteks.catalog.daftar["lisensi"].kode()
    ):
        data["lisensi"] = _mark("lisensi")
    for name in ("berlaku_untuk_periode_sejak", "topik", "rad", "produsen_data", "cakupan"):
        if name in guesses:
            data[name] = guesses[name]
    data["kegiatan"] = {"latar_belakang": _mark("kegiatan.latar_belakang")}
    data["indikator"] = _indicators(draft, konteks, classes)
    data["arsitektur"] = _architecture(draft, konteks)
    _fill_required(data, konteks)
    data = {name: data[name] for name in sorted(data, key=_URUTAN.index)}
    known = list(data["kolom"])
    data["kolom"] = [
        c["nama"]
        if isinstance(c, dict) and set(c) == {"nama"} and c["nama"] in konteks.kamus
        else c
        for c in known
    ]
    return data


def _indicators(draft: Rancangan, konteks: Konteks, classes: list[str]) -> list[dict[str, Any]]:
    """One MS-Ind entry per measure; what it means only people know."""
    return [
        {
            "nama": isi_kolom(column, konteks)["judul"]["id"],
            "interpretasi": _mark("indikator.interpretasi"),
            "rumus": _mark("indikator.rumus"),
            "klasifikasi_penyajian": [name.lower() for name in classes],
            "pembangun": {"variabel": [column.nama]},
        }
        for column in draft.kolom
        if isi_kolom(column, konteks)["peran"] == "ukuran"
    ]


def _architecture(draft: Rancangan, konteks: Konteks) -> dict[str, Any]:
    """The architecture entry; whether data can be joined follows from the area codes."""
    codes = [
        column.nama
        for column in draft.kolom
        if (area := isi_kolom(column, konteks).get("wilayah")) and area["bagian"] == "kode"
    ]
    how = f"Dapat disandingkan menurut {', '.join(codes)}." if codes else "Tidak ada kode wilayah."
    return {
        "tujuan": _mark("arsitektur.tujuan"),
        "jenis": "Statistik",
        "penanggung_jawab": _mark("arsitektur.penanggung_jawab"),
        "masukan": [_mark("arsitektur.masukan")],
        "keluaran": [_mark("arsitektur.keluaran")],
        "interoperabilitas": {"ya": bool(codes), "keterangan": how},
        "proses_bisnis": _mark("arsitektur.proses_bisnis"),
        "layanan": _mark("arsitektur.layanan"),
    }


def _still_empty() -> str:
    """The coded fields of MS-Keg, which cannot hold a mark: named in a comment, told by validate."""
    names = [
        name
        for name, field in Kegiatan.model_fields.items()
        if not field.is_required() and field.default is None
        and name not in ("latar_belakang", "rekomendasi", "rancangan_sampel", "petugas")
    ]  # fmt: skip
    return f"tambahkan bila sudah diketahui (kode MS-Keg): {', '.join(names)}"


def _mark(field: str) -> str:
    return f"{LENGKAPI} {_PERTANYAAN.get(field, field.rsplit('.', 1)[-1].replace('_', ' '))}"


def _column(name: str, known: bool, isian: Mapping[str, Any]) -> Any:
    values = {k: polos(v) for k, v in isian.items()}
    return {"nama": name, **values}


def _fill_required(data: dict[str, Any], konteks: Konteks) -> None:
    """Ask the model what is missing until nothing is; every gap gets its mark."""
    for _round in range(8):
        merged = {
            **data,
            "kolom": [{**(konteks.kamus.get(c["nama"]) or {}), **c} for c in data["kolom"]],
        }
        try:
            Standar.model_validate({"id": "standar-baru", **merged})
        except ValidationError as error:
            changed = False
            for item in error.errors():
                loc = tuple(p for p in item["loc"])
                changed |= _mend(data, loc, item["type"])
            if not changed:
                return
        else:
            return


def _mend(data: dict[str, Any], loc: tuple[int | str, ...], kind: str) -> bool:
    node: Any = data
    for part in loc[:-1]:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return False
    last = loc[-1] if loc else None
    field = ".".join(str(p) for p in loc if not isinstance(p, int))
    if kind == "missing" and isinstance(node, dict) and last not in node:
        node[last] = _mark(field)
        return True
    if (
        not isinstance(node, dict)
        or not isinstance(node.get(last), str)
        or not str(node[last]).startswith(LENGKAPI)
    ):
        return False
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        node[last] = {}
        return True
    if kind in ("tuple_type", "list_type"):
        node[last] = [node[last]]
        return True
    return False


def tulis_yaml(draft: Rancangan, konteks: Konteks) -> str:
    """The file's text: valid YAML, comments at the guesses, marks at the gaps."""
    data = isi_standar(draft, konteks)
    lines = [
        f"# Rancangan standar dari {_one_line(draft.berkas)}"
        + (f", lembar {_one_line(draft.lembar)}" if draft.lembar else "")
        + ".",
        "# Lengkapi setiap isian bertanda LENGKAPI, lalu jalankan: spbe standar validate",
        f"# Simpan sebagai schemas/dataset/<perangkat_daerah>/{draft.id}.yaml",
    ]
    for note in draft.catatan:
        lines += _comment(note)
    for skip in draft.dilewati:
        lines += _comment(
            f'Kolom {skip.letak} "{_one_line(skip.judul_asli)}" tidak diusulkan: {skip.alasan}.'
        )
    for pair in draft.pemetaan:
        values = ", ".join(f"{k} = {v}" for k, v in pair.nilai.items())
        lines += _comment(
            f'Kolom {pair.letak} "{_one_line(pair.judul_asli)}" menjadi {pair.ukuran} dengan {values}.'
        )
    for other in draft.mirip:
        lines += _comment(
            f"Mirip {persen_yakin(other.skor)}: {other.id} ({other.alasan}). Bila datanya sama, jangan dibuat "
            "lagi (Perpres 39/2019 Pasal 27 ayat (1))."
        )
    for name, value in data.items():
        if name == "kolom":
            lines.append("kolom:")
            for column, item in zip(draft.kolom, value, strict=True):
                origin = (
                    f' dari "{_one_line(column.judul_asli)}"'
                    if column.sumber is not None and column.judul_asli
                    else ""
                )
                lines += _comment(
                    f"yakin {persen_yakin(column.yakin)}{origin}: {column.alasan}", "  "
                )
                for warning in column.peringatan:
                    lines += _comment(f"perhatikan: {warning}", "  ")
                lines += _item(item)
            continue
        guess = draft.isian.get(name) or (
            draft.isian["periode"] if name == "jadwal_pemutakhiran" else None
        )
        if guess is not None:
            lines += _comment(_why(guess))
        if name == "kegiatan":
            lines += _comment(_still_empty())
        lines += _dump({name: value})
    return "\n".join(lines) + "\n"


def jumlah_lengkapi(text: str) -> int:
    """How many fields of a written draft are still marked (comments do not count)."""
    return sum(LENGKAPI in line for line in text.split("\n") if not line.lstrip().startswith("#"))


def _why(guess: Dugaan) -> str:
    return f"yakin {persen_yakin(guess.yakin)}: {guess.alasan}"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:80]


def _comment(text: str, indent: str = "") -> list[str]:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return textwrap.wrap(
        plain,
        98,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}# ",
        break_on_hyphens=False,
    )


class _Dumper(yaml.SafeDumper):
    """Lists indented below their key, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _dump(value: Any) -> list[str]:
    text = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=False,
    )
    return text.rstrip("\n").split("\n")


def _item(column: Any) -> list[str]:
    if isinstance(column, str):
        return [f"  - {column}"]
    first, *rest = _dump(column)
    return [f"  - {first}", *(f"    {line}" for line in rest)]
