"""Write ``docs/temuan.md``, the reference of all findings, from the catalogue in the code."""

from __future__ import annotations

from pathlib import Path

from spbe_data.checks.catalogue import KATALOG, Kata
from spbe_data.checks.finding import TAHAP

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


def main() -> None:
    target = Path(__file__).resolve().parents[1] / "docs" / "temuan.md"
    target.write_text(halaman(), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
