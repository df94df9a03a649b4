"""Words of the pages of reference lists and area codes, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "ref.judul": ("Data referensi", "Reference data"),
    "ref.pengantar": (
        "Daftar kode yang dipakai bersama semua perangkat daerah. Setiap kode punya masa berlaku, dan "
        "data dinilai menurut kode yang berlaku pada periode datanya.",
        "Code lists that all agencies share. Every code has its time of validity, and data are judged "
        "by the codes valid in their own period.",
    ),
    "ref.kosong": (
        "Belum ada daftar referensi di gudang data.",
        "The warehouse holds no reference list yet.",
    ),
    "ref.versi_n": ("Versi {versi}", "Version {versi}"),
    "ref.n_kode": ("{n} kode berlaku", "Codes valid: {n}"),
    "ref.n_dataset": ("dipakai {n} dataset", "used by datasets: {n}"),
    "ref.versi": ("Versi", "Version"),
    "ref.penanggung_jawab": ("Penanggung jawab", "Steward"),
    "ref.dasar_hukum": ("Dasar hukum", "Legal basis"),
    "ref.sumber": ("Sumber", "Source"),
    "ref.catatan": ("Catatan", "Note"),
    "ref.tentang": ("Tentang daftar ini", "About this list"),
    "ref.pada": ("Sebagaimana berlaku pada", "As valid in"),
    "ref.pada_tombol": ("Tampilkan", "Show"),
    "ref.pada_saran": (
        "Tahun, semester, triwulan, bulan, atau tanggal: 2024, 2024-S1, 2024-T3, 2024-07, 2024-07-15",
        "Year, half-year, quarter, month or day: 2024, 2024-S1, 2024-T3, 2024-07, 2024-07-15",
    ),
    "ref.pada_salah": (
        "“{pada}” bukan periode yang dikenal; yang ditampilkan adalah keadaan hari ini.",
        "“{pada}” is no known period; what is shown is the state of today.",
    ),
    "ref.isi": ("Isi daftar", "Entries"),
    "ref.isi_pada": (
        "{n} kode berlaku pada {hari}.",
        "Codes valid on {hari}: {n}.",
    ),
    "ref.isi_kosong": (
        "Tidak ada kode yang berlaku pada hari itu. Coba periode lain.",
        "No code was valid on that day. Try another period.",
    ),
    "ref.unduh": ("Unduh semua versi (CSV)", "Download all versions (CSV)"),
    "ref.semua_versi": ("Versi daftar", "Versions of the list"),
    "ref.sejak": ("Berlaku sejak", "Valid from"),
    "ref.sampai": ("Berlaku sampai", "Valid to"),
    "ref.awal_terbuka": ("sejauh data ada", "as far as data go"),
    "ref.akhir_terbuka": ("sekarang", "now"),
    "ref.diasumsikan": ("tanggal diasumsikan", "day assumed"),
    "ref.perubahan": ("Catatan perubahan", "Change log"),
    "ref.perubahan_kosong": (
        "Belum ada perubahan sejak versi pertama.",
        "Nothing has changed since the first version.",
    ),
    "ref.perubahan_sisa": (
        "{n} perubahan lebih lama ada di tabel referensi.perubahan.",
        "Older changes in the table referensi.perubahan: {n}.",
    ),
    "ref.tanggal": ("Tanggal", "Day"),
    "ref.jenis": ("Perubahan", "Change"),
    "ref.lama": ("Semula", "Before"),
    "ref.baru_kolom": ("Menjadi", "After"),
    "ref.jenis_baru": ("baru", "new"),
    "ref.jenis_hilang": ("hilang", "gone"),
    "ref.jenis_berganti_nama": ("berganti nama", "renamed"),
    "ref.jenis_dipecah": ("dipecah", "split"),
    "ref.jenis_digabung": ("digabung", "merged"),
    "ref.jenis_diganti": ("diganti", "replaced"),
    "ref.pemetaan": ("Padanan dengan daftar lain", "Mapping to other lists"),
    "ref.pemetaan_uraian": (
        "Jenis membandingkan kode pertama dengan kode kedua. Kode tanpa baris belum diketahui padanannya.",
        "The kind compares the first code with the second. A code without a row has no known pair.",
    ),
    "ref.dari": ("Kode", "Code"),
    "ref.ke": ("Padanan", "Pair"),
    "ref.jenis_padanan": ("Jenis", "Kind"),
    "ref.padanan_sama": ("sama", "equal"),
    "ref.padanan_lebih_luas": ("lebih luas", "wider"),
    "ref.padanan_lebih_sempit": ("lebih sempit", "narrower"),
    "ref.padanan_sebagian": ("sebagian", "in part"),
    "ref.kode": ("Kode", "Code"),
    "ref.nama": ("Nama", "Name"),
    "ref.wilayah": ("Kode wilayah", "Area codes"),
    "ref.wilayah_pengantar": (
        "Kode Kemendagri dan kode BPS tiap wilayah. Keduanya berbeda susunan: satu kode tidak dapat "
        "diubah menjadi yang lain dengan memotong angka.",
        "Kemendagri and BPS codes of every area. The two are built differently: one cannot be turned "
        "into the other by cutting digits.",
    ),
    "ref.cari": ("Cari kode atau nama wilayah", "Search an area by code or name"),
    "ref.cari_tombol": ("Cari", "Search"),
    "ref.cari_saran": (
        "Misalnya 11.01.01.2001, 1101010, atau Kec. Bakongan; ejaan tidak harus persis",
        "For example 11.01.01.2001, 1101010 or Kec. Bakongan; spelling need not be exact",
    ),
    "ref.cari_hasil": ("Nama terdekat dengan “{q}”", "Names nearest to “{q}”"),
    "ref.cari_kosong": (
        "Tidak ada nama yang dekat dengan “{q}”. Periksa ejaannya, atau cari kodenya.",
        "No name is near “{q}”. Check the spelling, or search by code.",
    ),
    "ref.beda": ("beda {n} huruf", "{n} letters differ"),
    "ref.di_dalam": ("Wilayah di dalam {nama}", "Areas in {nama}"),
    "ref.di_dalam_kosong": (
        "Daftar ini tidak memuat wilayah di dalam {nama} pada hari itu.",
        "This list has no areas in {nama} on that day.",
    ),
    "ref.n_wilayah": ("{n} wilayah", "Areas: {n}"),
    "ref.kode_kemendagri": ("Kode Kemendagri", "Kemendagri code"),
    "ref.kode_bps": ("Kode BPS", "BPS code"),
    "ref.jenis_wilayah": ("Jenis", "Kind"),
    "ref.tanya": ("Apakah kode ini berlaku?", "Is this code valid?"),
    "ref.ya": ("Berlaku", "Valid"),
    "ref.ya_sebagian": ("Berlaku sebagian", "Valid in part"),
    "ref.tidak": ("Tidak berlaku", "Not valid"),
    "ref.jawab_berlaku": (
        "Ya. {kode} ({nama}, {jenis}) berlaku untuk {periode}, menurut {dasar}.",
        "Yes. {kode} ({nama}, {jenis}) is valid for {periode}, by {dasar}.",
    ),
    "ref.jawab_sebagian": (
        "Ya, tetapi tidak sampai akhir. {kode} ({nama}, {jenis}) berlaku sampai {hari}{anggapan}; "
        "diubah oleh {dasar}.",
        "Yes, but not to the end. {kode} ({nama}, {jenis}) was valid to {hari}{anggapan}; changed by "
        "{dasar}.",
    ),
    "ref.jawab_berakhir": (
        "Tidak. {kode} ({nama}, {jenis}) tidak berlaku untuk {periode}: berakhir {hari}{anggapan}; "
        "diubah oleh {dasar}.",
        "No. {kode} ({nama}, {jenis}) is not valid for {periode}: it ended on {hari}{anggapan}; changed "
        "by {dasar}.",
    ),
    "ref.jawab_belum": (
        "Tidak. {kode} ({nama}, {jenis}) baru berlaku sejak {hari}{anggapan}, menurut {dasar}.",
        "No. {kode} ({nama}, {jenis}) is valid only from {hari}{anggapan}, by {dasar}.",
    ),
    "ref.jawab_tidak_dikenal": (
        "Tidak. {kode} tidak ada dalam daftar kode wilayah.",
        "No. {kode} is not in the list of area codes.",
    ),
    "ref.jawab_salah_bentuk": (
        "Tidak. {kode} bukan bentuk kode wilayah, misalnya 11.01.01.2001 atau 1101010001.",
        "No. {kode} does not have the form of an area code, such as 11.01.01.2001 or 1101010001.",
    ),
    "ref.anggapan": (" (tanggal diasumsikan)", " (day assumed)"),
    "ref.keputusan_tak_disebut": ("keputusan yang belum dicatat", "a decree not recorded"),
    "ref.saat_itu": ("Yang berlaku untuk {periode}", "Valid for {periode}"),
    "ref.kini": ("Kini", "Now"),
    "ref.kini_tiada": ("tidak ada penerusnya", "nothing follows it"),
    "ref.sebelumnya": ("Sebelumnya", "Before"),
    "ref.tidak_diketahui": ("tidak diketahui", "not known"),
    "ref.sistem": ("Dibaca sebagai", "Read as"),
    "ref.sistem_kemendagri": ("kode Kemendagri", "Kemendagri code"),
    "ref.sistem_bps": ("kode BPS", "BPS code"),
    "ref.linimasa": ("Riwayat", "History"),
    "ref.berlaku_saat_itu": ("berlaku pada periode itu", "valid in that period"),
}
