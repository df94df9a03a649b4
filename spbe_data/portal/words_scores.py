"""Words of the score pages, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "kerangka.satu_data": (
        "Empat tujuan Manajemen Data (Perbup SPBE 28/2025 Pasal 24)",
        "The four goals of data management (regent's regulation 28/2025 article 24)",
    ),
    "kerangka.satu_data_pendek": ("Satu Data (Pasal 24)", "Satu Data (article 24)"),
    "kerangka.bps_pendek": ("BPS", "BPS"),
    "kerangka.jabar_pendek": ("Jawa Barat", "West Java"),
    "dimensi.akurat": ("Akurat", "Accurate"),
    "dimensi.mutakhir": ("Mutakhir", "Up to date"),
    "dimensi.terintegrasi": ("Terintegrasi", "Integrated"),
    "dimensi.dapat_diakses": ("Dapat diakses", "Accessible"),
    "dimensi.aktualitas": ("Aktualitas dan ketepatan waktu", "Timeliness and punctuality"),
    "tren.ambang": (
        "Dinilai dengan ambang kebijakan mutu versi {versi}, yang ditetapkan sebelum pemeriksaan.",
        "Judged by the thresholds of quality policy version {versi}, set before the checks.",
    ),
    "tren.kolom": ("Perkembangan", "Trend"),
    "tren.lihat": ("Rincian skor", "Scores in detail"),
    "tren.uraian_garis": (
        "Skor {awal} sampai {akhir}: terakhir {skor}.",
        "Scores {awal} to {akhir}: last {skor}.",
    ),
    "tren.belum": ("Belum terukur", "Not measured yet"),
    "tren.jeda": (
        "Jeda dari akhir periode sampai terbit: median {hari} hari.",
        "From the end of the period to its release: median {hari} days.",
    ),
    "tren.judul": ("Skor kualitas {nama}", "Quality scores of {nama}"),
    "tren.pengantar": (
        "Hanya data yang terbuka untuk umum. Garis digambar dari 0 (bawah) sampai 100 (atas); angka "
        "lengkapnya ada di tabel.",
        "Open data only. Lines run from 0 (bottom) to 100 (top); the full figures are in the tables.",
    ),
    "tren.tahun": ("Menurut tahun data", "By year of the data"),
    "tren.tahun_uraian": (
        "Rata-rata dataset, tiap dataset dihitung sekali, versi yang berlaku. Tanda – berarti belum "
        "terukur.",
        "Mean over datasets, each counted once, versions in force. A dash means not measured.",
    ),
    "tren.hari": ("Menurut hari rilis", "By day of release"),
    "tren.hari_uraian": (
        "Skor seluruh rilis terakhir yang berlaku pada hari itu.",
        "Scores of all releases that were the newest on that day.",
    ),
    "tren.tanggal": ("Tanggal", "Date"),
    "tren.dataset": ("Menurut dataset", "By dataset"),
    "tren.periode": ("Periode", "Period"),
    "tren.rilis": ("Rilis", "Release"),
    "tren.per_periode": ("Skor per periode", "Scores by period"),
    "tren.per_rilis": ("Skor per rilis", "Scores by release"),
    "walidata.judul": ("Kartu Walidata", "The Walidata's own card"),
    "walidata.pengantar": (
        "Walidata dinilai dari catatan yang sama: secepat apa memutus pengajuan, menerbitkan yang "
        "sudah disetujui, serta menetapkan dan meninjau standar. Tanda – berarti belum terukur.",
        "The Walidata is scored from the same record: how fast it decides on submissions, publishes "
        "what was approved, and sets and reviews standards. A dash means not measured.",
    ),
    "walidata.ambang": (
        "Ambang: kebijakan mutu versi {versi}.",
        "Thresholds: quality policy version {versi}.",
    ),
    "walidata.tahun": ("Tahun {tahun}", "Year {tahun}"),
    "walidata.ukuran": ("Ukuran", "Measure"),
    "walidata.nilai": ("Nilai", "Value"),
    "walidata.dasar": ("Dihitung dari", "Counted over"),
    "walidata.hari": ("{n} hari", "{n} days"),
    "walidata.persen": ("{n} %", "{n} %"),
    "walidata.lama_putusan": (
        "Lama dari pengajuan sampai putusan Walidata (median)",
        "Time from submission to the Walidata's decision (median)",
    ),
    "walidata.diputus_tepat_waktu": (
        "Pengajuan diputus dalam batas hari",
        "Submissions decided within the limit",
    ),
    "walidata.terbit_tepat_waktu": (
        "Terbit dalam batas hari sesudah disetujui",
        "Published within the limit after approval",
    ),
    "walidata.standar_ditetapkan": (
        "Standar Data yang sudah ditetapkan",
        "Data standards set by decree",
    ),
    "walidata.standar_ditinjau": (
        "Standar Data yang ditinjau tahun itu",
        "Data standards reviewed in that year",
    ),
    "walidata.batas": ("Batas: {n} hari kalender", "Limit: {n} calendar days"),
    "walidata.contoh": ("termasuk pengajuan contoh", "includes sample submissions"),
}
