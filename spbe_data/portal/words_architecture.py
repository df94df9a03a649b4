"""Words of the architecture pages, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "arsitektur.judul": ("Arsitektur data", "Data architecture"),
    "arsitektur.pengantar": (
        "Setiap dataset punya tempat dalam arsitektur data: siapa yang bertanggung jawab, topik "
        "nasionalnya (RAD), dari mana asalnya, dan layanan yang memakainya.",
        "Every dataset has its place in the data architecture: who answers for it, its national "
        "topic (RAD), where it comes from, and which services use it.",
    ),
    "arsitektur.dasar": (
        "Dasar: Permen PPN 16/2020 Pasal 5-11; Perbup SPBE 2/2023 Pasal 4 dan 24 sebagaimana diubah.",
        "Basis: Permen PPN 16/2020 articles 5-11; regent's regulation 2/2023 articles 4 and 24 as amended.",
    ),
    "arsitektur.peta_semua": (
        "Peta perangkat daerah dan topik; makin tebal garisnya, makin banyak datasetnya",
        "Map of agencies and topics; the thicker the line, the more datasets",
    ),
    "arsitektur.peta_bagian": ("Peta {nama}", "Map of {nama}"),
    "arsitektur.jumlah": ("{n} dataset, {lengkap} lengkap", "{n} datasets, {lengkap} complete"),
    "arsitektur.unduh": (
        "Unduh seluruhnya sebagai satu tabel (CSV)",
        "Download all as one table (CSV)",
    ),
    "arsitektur.dataset": ("Dataset", "Dataset"),
    "arsitektur.instansi": ("Perangkat daerah", "Agency"),
    "arsitektur.rad": ("Topik RAD", "RAD topic"),
    "arsitektur.rad_catatan": (
        "Nama topik mengikuti portal nasional; nomor kodenya belum terverifikasi.",
        "Topic names follow the national portal; their code numbers are not verified.",
    ),
    "arsitektur.sifat": ("Sifat", "Access"),
    "arsitektur.jenis": ("Jenis", "Kind"),
    "arsitektur.validitas": ("Validitas (frekuensi)", "Validity (frequency)"),
    "arsitektur.uraian": ("Uraian", "Description"),
    "arsitektur.tujuan": ("Tujuan", "Purpose"),
    "arsitektur.unit": ("Unit produsen", "Producing unit"),
    "arsitektur.penanggung_jawab": ("Penanggung jawab", "Responsible"),
    "arsitektur.masukan": ("Informasi masukan", "Input"),
    "arsitektur.keluaran": ("Informasi keluaran", "Output"),
    "arsitektur.interoperabilitas": ("Interoperabilitas", "Interoperability"),
    "arsitektur.proses_bisnis": ("Proses bisnis", "Business process"),
    "arsitektur.layanan": ("Layanan", "Service"),
    "arsitektur.lengkap": ("Lengkap", "Complete"),
    "arsitektur.kurang": ("Belum lengkap: {apa}", "Incomplete: {apa}"),
    "arsitektur.ya": ("Ya", "Yes"),
    "arsitektur.tidak": ("Tidak", "No"),
    "arsitektur.garis": ("Garis keturunan data", "Lineage"),
    "arsitektur.garis_uraian": (
        "Dari daftar rujukan dan pemeriksaan, lewat keputusan Walidata, sampai terbitan dan "
        "indikatornya, menurut grafik Dagster yang menjalankannya.",
        "From reference lists and checks, through the Walidata's decision, to the release and its "
        "indicators, as the Dagster graph that runs it says.",
    ),
    "arsitektur.garis_kosong": (
        "Grafik belum tercatat; akan terisi setelah alur dijalankan sekali.",
        "The graph is not on record yet; it will be once the pipeline has run.",
    ),
    "arsitektur.versi": ("Versi standar", "Versions of the standard"),
    "arsitektur.versi_uraian": (
        "Data tiap periode dinilai dengan versi yang berlaku untuk periode itu.",
        "Data of each period are judged by the version that holds for that period.",
    ),
    "arsitektur.versi_nomor": ("Versi", "Version"),
    "arsitektur.versi_status": ("Status", "Status"),
    "arsitektur.versi_sejak": ("Untuk data sejak", "For data since"),
    "arsitektur.versi_dasar": ("Penetapan", "Decree"),
    "arsitektur.perubahan": ("Perubahan antarversi", "Changes between versions"),
    "arsitektur.perubahan_isian": ("Isian", "Field"),
    "arsitektur.perubahan_kelas": ("Kelas", "Class"),
    "arsitektur.perubahan_sebab": ("Sebab", "Why"),
    "arsitektur.lihat_dataset": ("Lihat datanya", "See the data"),
    "status_standar.rancangan": ("Rancangan", "Draft"),
    "status_standar.harmonisasi": ("Harmonisasi", "Harmonisation"),
    "status_standar.ditetapkan": ("Ditetapkan", "Set by decree"),
    "status_standar.dicabut": ("Dicabut", "Withdrawn"),
    "kelas_perubahan.keterangan": ("Keterangan", "Words only"),
    "kelas_perubahan.kompatibel": ("Kompatibel", "Compatible"),
    "kelas_perubahan.memutus": ("Memutus", "Breaking"),
    "lapisan.referensi": ("Referensi", "Reference"),
    "lapisan.induk": ("Data induk", "Master data"),
    "lapisan.periksa": ("Diperiksa", "Checked"),
    "lapisan.kurasi": ("Dikurasi", "Curated"),
    "lapisan.terbit": ("Terbit", "Released"),
    "lapisan.indikator": ("Indikator", "Indicators"),
    "lapisan.gudang": ("Gudang", "Warehouse"),
}
