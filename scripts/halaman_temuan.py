"""Write ``docs/temuan.md``, the reference of all findings, and ``docs/pemeriksaan.md``, the list of
checks with their findings, from the catalogues in the code."""

from __future__ import annotations

from pathlib import Path

from spbe_data.checks.catalogue import KATALOG, Kata
from spbe_data.checks.finding import TAHAP
from spbe_data.checks.listed import DAFTAR, Pemeriksaan

TITLES = {
    "wadah": "Wadah: apakah berkas dapat dibaca",
    "struktur": "Struktur: apakah bentuk tabelnya benar",
    "baris": "Baris: isi tiap sel (Pandera)",
    "dataset": "Dataset: yang tidak tampak pada satu baris (DuckDB dan Great Expectations)",
    "privasi": "Privasi: pengenal orang",
}


def _words(words: Kata) -> str:
    return (
        f"{words.temuan}. {words.harapan} {words.perbaikan}".replace("|", "\\|")
        .replace("{", "‹")
        .replace("}", "›")
    )


def halaman() -> str:
    """The page, in the order of the stages."""
    lines = [
        "# Daftar temuan / Reference of findings",
        "",
        "Dibuat dari `spbe_data/checks/catalogue.yaml` oleh `python -m scripts.halaman_temuan`; jangan disunting tangan.",
        "Tingkat (tolak, peringatan, catatan) adalah kebijakan: `quality/kebijakan/`.",
        "",
    ]
    for stage in TAHAP:
        lines += [
            f"## {TITLES[stage]}",
            "",
            "| Kode | Pemeriksaan | Pesan | Message | Dasar hukum |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| `{k.kode}` | {k.pemeriksaan} | {_words(k.id)} | {_words(k.en)} | {k.dasar_hukum} |"
            for k in KATALOG.values()
            if k.tahap == stage
        ]
        lines.append("")
    return "\n".join(lines)


_DECLARED = """## Yang dinyatakan per dataset

Aturan yang hanya berlaku bagi satu dataset ditulis di `quality/suite/<dataset>.yaml`; ambang bawaannya di
`quality/kebijakan/`. `spbe standar validate` memastikan kolom, dataset, dan nilai yang disebut memang ada.

```yaml
sumber: dari mana batasnya diambil
bagian_total:            # rincian = jumlah di dataset lain, tiap kelompok
  - {ukuran: jumlah_penduduk, per: [kelompok_umur, tahun], total_dari: {dataset: lain, ukuran: jumlah_penduduk}, toleransi: "0"}
anggota_total:           # satu anggota dimensi adalah jumlah anggota lainnya, dalam berkas yang sama
  - {ukuran: jumlah_penduduk, kolom: jenis_kelamin, total: SEMUA, toleransi: "0"}
fakta_sama:              # satu fakta di dua dataset, berselisih paling banyak sekian bagian
  - ukuran: jumlah_penduduk          # tanpa ukuran: banyaknya baris
    per: [jenis_kelamin]
    saring: {status: [AKTIF]}        # hanya baris ini
    dengan: {dataset: lain, ukuran: jumlah, per: [jenis_kelamin]}
    pasangan_periode: sama           # atau: tahun (periode lain yang berakhir di tahun yang sama)
    batas_relatif: "0.05"
    alasan: mengapa keduanya harus sama
```

Dua dataset dibandingkan begitu keduanya sudah dikurasi; yang datang belakangan yang ditanya, sehingga aturan
`fakta_sama` sebaiknya ditulis pada keduanya. Setiap aturan adalah satu pernyataan yang menjadi satu kueri:
pintu menjalankannya di DuckDB, pemeriksaan resmi mengulanginya melalui Great Expectations, dan hasil keduanya
harus sama.
"""


def _row(check: Pemeriksaan) -> str:
    codes = sorted(k.kode for k in KATALOG.values() if k.pemeriksaan == check.id)
    where = [
        *(f"`{path}`" for path in check.tempat),
        *([f"temuan {', '.join(f'`{code}`' for code in codes)}"] if codes else []),
        *([f"diuji {', '.join(f'`{path}`' for path in check.uji)}"] if check.uji else []),
    ]
    notes = [check.catatan, f"**Belum:** {check.belum}" if check.belum else ""]
    cells = (
        check.id,
        check.apa,
        check.dasar,
        check.tingkat,
        "; ".join(where) or "-",
        ". ".join(n for n in notes if n),
    )
    return f"| {' | '.join(cells)} |"


def halaman_pemeriksaan() -> str:
    """The page of checks, in the order of the list."""
    undone = [c.id for c in DAFTAR.values() if not c.tempat]
    return "\n".join(
        [
            "# Daftar pemeriksaan",
            "",
            "Dari aturan ke tempat ia diperiksa. Dibuat dari `spbe_data/checks/pemeriksaan.yaml` dan",
            "`catalogue.yaml` oleh `python -m scripts.halaman_temuan`; jangan disunting tangan.",
            "",
            "Tingkat: *tolak* menghentikan penerbitan, *peringatan* tidak, *dinilai* menjadi angka skor. Tingkat",
            "tiap temuan adalah kebijakan (`quality/kebijakan/`) dan boleh berbeda. Kata-kata temuan ada di",
            "[temuan.md](temuan.md).",
            "",
            f"{len(DAFTAR)} pemeriksaan; yang belum ada sama sekali: {', '.join(undone)}.",
            "",
            "| Id | Apa | Dasar hukum | Tingkat | Di mana | Catatan |",
            "|---|---|---|---|---|---|",
            *(_row(check) for check in DAFTAR.values()),
            "",
            _DECLARED,
        ]
    )


def main() -> None:
    docs = Path(__file__).resolve().parents[1] / "docs"
    for name, text in (("temuan.md", halaman()), ("pemeriksaan.md", halaman_pemeriksaan())):
        (docs / name).write_text(text, encoding="utf-8")
        print(docs / name)


if __name__ == "__main__":
    main()
