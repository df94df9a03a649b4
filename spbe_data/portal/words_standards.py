"""Words of the page of standards, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "standar_data.judul": ("Standar data", "Data standards"),
    "standar_data.pengantar": (
        "Aturan yang dipakai memeriksa setiap berkas: lima unsur Standar Data, metadata, kode "
        "referensi, data induk, dan tempatnya dalam arsitektur data.",
        "The rules every file is checked by: the five parts of a data standard, metadata, reference "
        "codes, master data, and the place in the data architecture.",
    ),
    "standar_data.dasar": (
        "Dasar: Perpres 39/2019 Pasal 4-10; Perbup SPBE 28/2025 Pasal 24.",
        "Basis: Perpres 39/2019 articles 4-10; regent's regulation 28/2025 article 24.",
    ),
    "standar_data.pintu": ("Lima proses manajemen data", "The five processes of data management"),
    "standar_data.pintu_arsitektur": (
        "Tempat setiap dataset: penanggung jawab, topik, masukan, keluaran, layanan.",
        "The place of every dataset: owner, topic, input, output, service.",
    ),
    "standar_data.pintu_induk": (
        "Daftar rujukan atas benda dan unit: perangkat daerah, sekolah, fasilitas kesehatan.",
        "Registers of things and units: agencies, schools, health facilities.",
    ),
    "standar_data.pintu_referensi": (
        "Daftar kode beserta masa berlakunya: wilayah, satuan, kelompok umur, dan lainnya.",
        "Code lists with their validity: areas, units, age groups, and others.",
    ),
    "standar_data.pintu_register": (
        "Basis data dan register SPBE: apa yang sudah ada, terlambat, atau belum ada per perangkat daerah.",
        "Databases and SPBE registers: what is there, late or missing for each agency.",
    ),
    "standar_data.semua": ("Semua standar", "All standards"),
    "standar_data.nama": ("Standar", "Standard"),
    "standar_data.versi": ("Versi", "Version"),
    "standar_data.status": ("Status", "State"),
    "standar_data.sejak": ("Untuk data sejak", "For data since"),
    "standar_data.sifat": ("Sifat", "Access"),
    "standar_data.metadata": ("Metadata", "Metadata"),
    "standar_data.n_standar": ("{n} standar", "{n} standards"),
    "standar_data.n_versi": ("{n} versi", "{n} versions"),
    "menu.standar": ("Standar", "Standards"),
    "menu.arsitektur": ("Arsitektur data", "Data architecture"),
    "menu.induk": ("Data induk", "Master data"),
    "menu.referensi": ("Data referensi", "Reference data"),
    "menu.register": ("Basis data dan register", "Databases and registers"),
}
