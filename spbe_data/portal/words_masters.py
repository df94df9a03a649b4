"""Words of the master data pages, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "induk.judul": ("Data induk", "Master data"),
    "induk.pengantar": (
        "Register bersama untuk hal yang disebut banyak dataset: perangkat daerah, wilayah, sekolah, "
        "fasilitas kesehatan, aplikasi, layanan. Tiap rekaman punya satu kunci, masa berlaku, dan "
        "riwayat perubahan yang diterima penanggung jawabnya.",
        "Shared registers of what many datasets name: agencies, areas, schools, health facilities, "
        "applications, services. Each record has one key, a validity, and a history of changes that "
        "its steward accepted.",
    ),
    "induk.dasar": (
        "Dasar: Perpres 39/2019 Pasal 10; Permen PPN 16/2020 Pasal 12-15; dasar tiap register ada di "
        "halamannya.",
        "Basis: Perpres 39/2019 article 10; Permen PPN 16/2020 articles 12-15; the basis of each "
        "register is on its page.",
    ),
    "induk.register": ("Register", "Register"),
    "induk.jumlah": ("Berlaku hari ini", "Valid today"),
    "induk.penanggung_jawab": ("Penanggung jawab", "Steward"),
    "induk.kunci": ("Kunci", "Key"),
    "induk.menunggu": ("Usulan menunggu", "Changes waiting"),
    "induk.calon": ("Calon ganda", "Duplicate candidates"),
    "induk.sumber": ("Sumber", "Source"),
    "induk.dasar_hukum": ("Dasar hukum", "Legal basis"),
    "induk.catatan": ("Catatan", "Note"),
    "induk.cari": ("Nama atau kunci", "Name or key"),
    "induk.pada": ("Keadaan pada tanggal", "As of the day"),
    "induk.tampilkan": ("Tampilkan", "Show"),
    "induk.pada_salah": (
        "Tanggal “{pada}” tidak terbaca; tulis seperti 2024-12-31. Yang tampil keadaan hari ini.",
        "The day “{pada}” cannot be read; write it like 2024-12-31. Shown is today.",
    ),
    "induk.n_rekaman": (
        "{n} rekaman pada {pada}, halaman {hal} dari {semua}",
        "{n} records on {pada}, page {hal} of {semua}",
    ),
    "induk.kosong": (
        "Tidak ada rekaman yang cocok. Kosongkan pencarian atau pilih tanggal lain.",
        "No record fits. Clear the search or choose another day.",
    ),
    "induk.register_kosong": (
        "Register ini masih kosong. Isinya masuk lewat usulan perangkat daerah.",
        "This register is still empty. Its records come in as proposals of the agencies.",
    ),
    "induk.sebelumnya": ("Sebelumnya", "Previous"),
    "induk.berikutnya": ("Berikutnya", "Next"),
    "induk.sejak": ("Berlaku sejak", "Valid from"),
    "induk.sampai": ("Sampai", "Until"),
    "induk.berlaku": ("berlaku", "valid"),
    "induk.tidak_berlaku": ("tidak berlaku", "not valid"),
    "induk.digabung": ("sudah digabung ke", "was merged into"),
    "induk.diganti": ("diganti oleh", "followed by"),
    "induk.alias": ("Kunci lama yang dibaca sebagai rekaman ini", "Old keys read as this record"),
    "induk.masa": ("Masa berlaku", "Validity"),
    "induk.asal": ("Asal", "Origin"),
    "induk.asal_berkas": ("berkas register", "the register's file"),
    "induk.asal_usulan": ("perubahan yang diterima", "an accepted change"),
    "induk.riwayat": ("Riwayat perubahan", "History of changes"),
    "induk.riwayat_kosong": (
        "Belum ada perubahan; isinya seperti di berkas register.",
        "No change yet; the content is that of the register's file.",
    ),
    "induk.apa": ("Perubahan", "Change"),
    "induk.mulai": ("Mulai", "From"),
    "induk.alasan": ("Alasan", "Reason"),
    "induk.oleh": ("Diusulkan, diterima", "Proposed, accepted"),
    "induk.oleh_isi": ("{usul} oleh pengusul; {terima} oleh {siapa}", "{usul} by the proposer; {terima} by {siapa}"),
    "induk.batal": ("dibatalkan", "undone"),
    "induk.jenis_tambah": ("rekaman baru", "new record"),
    "induk.jenis_ubah": ("isi berganti", "content changed"),
    "induk.jenis_akhiri": ("berakhir", "ended"),
    "induk.jenis_gabung": ("digabung", "merged"),
    "induk.jenis_batal": ("penggabungan dibatalkan", "merge undone"),
    "induk.ganda": ("Calon rekaman ganda", "Possible duplicates"),
    "induk.ganda_uraian": (
        "Pasangan yang mungkin satu hal, dicari dengan kemiripan nama, letak, dan jenis. Ini bahan bagi "
        "penanggung jawab; tidak ada yang digabung tanpa putusannya.",
        "Pairs that may be one thing, found by likeness of name, place and kind. They are for the "
        "steward to judge; nothing is merged without a decision.",
    ),
    "induk.ganda_lama": (
        "Register berubah sesudah pencarian terakhir.",
        "The register has changed since the last search.",
    ),
    "induk.kiri": ("Rekaman", "Record"),
    "induk.kanan": ("Pasangannya", "Its pair"),
    "induk.bobot": ("Peluang", "Probability"),
    "induk.sama": ("Sama", "Same"),
    "induk.mirip": ("Mirip", "Alike"),
    "induk.beda": ("Beda", "Different"),
    "induk.bukan_ganda": ("pernah ditolak: bukan ganda", "refused before: no duplicate"),
}  # fmt: skip
