"""Words of the pages of registers, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "register.judul": ("Basis data dan register SPBE", "Databases and SPBE registers"),
    "register.pengantar": (
        "Register yang diminta Peraturan Bupati, dengan keadaannya per perangkat daerah. Yang tampak "
        "di sini hanya ada tidaknya; isi register tidak dibuka.",
        "Registers that the regulation asks for, with their state for each agency. Only whether they "
        "are there is shown; their contents are not open.",
    ),
    "register.pasal": ("Pasal", "Article"),
    "register.pasal_contoh": ("Misalnya 22, 16(6), atau 24(3)d", "For example 22, 16(6) or 24(3)d"),
    "register.tampilkan": ("Tampilkan", "Show"),
    "register.kosong": (
        "Tidak ada register untuk pasal itu.",
        "There is no register for that article.",
    ),
    "register.semua": ("Semua register", "All registers"),
    "register.nama": ("Register", "Register"),
    "register.kewajiban": ("Kewajiban", "Duty"),
    "register.pelaku": ("Pelaku", "Who"),
    "register.koordinator": ("Pengoordinasi", "Coordinator"),
    "register.keadaan": ("Keadaan", "State"),
    "register.periode": ("Periode", "Period"),
    "register.jatuh_tempo": ("Jatuh tempo", "Due"),
    "register.sejak": ("Sejak", "Since"),
    "register.instansi": ("Perangkat daerah", "Agency"),
    "register.setiap": ("Semua perangkat daerah", "All agencies"),
    "register.saringan_kosong": (
        "Tidak ada yang cocok dengan saringan itu.",
        "Nothing fits that filter.",
    ),
    "register.matriks": ("Matriks perangkat daerah dan register", "Agencies and registers"),
    "register.matriks_baca": (
        "Satu baris satu perangkat daerah, satu kolom satu register; kotak kosong berarti tidak "
        "terikat. Tanda:",
        "One row for each agency, one column for each register; an empty box means not bound. "
        "Signs:",
    ),
    "register.tidak_terikat": ("Tidak terikat", "Not bound"),
    "register.per_instansi": ("Menurut perangkat daerah", "By agency"),
    "status_register.ada": ("Ada", "There"),
    "status_register.nihil": ("Nihil", "Nothing to report"),
    "status_register.menunggu": ("Menunggu", "Waiting"),
    "status_register.belum_ada": ("Belum ada", "Not yet there"),
    "status_register.belum_jatuh_tempo": ("Belum jatuh tempo", "Not yet due"),
    "status_register.terlambat": ("Terlambat", "Late"),
    "status_register.tidak_sah": ("Dikembalikan", "Returned"),
}
