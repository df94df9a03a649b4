"""Every fixed text of the portal, in Bahasa Indonesia and English.

Belongs here: words. A template holds none of its own, so that both languages are complete by
construction: an entry without its English half cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable

from spbe_data.portal import (
    words_architecture,
    words_disclosure,
    words_exchange,
    words_masters,
    words_references,
    words_registers,
    words_scores,
    words_standards,
)
from spbe_data.portal.formats import Bahasa

Speak = Callable[..., str]

WORDS: dict[str, tuple[str, str]] = {
    # -- frame -------------------------------------------------------------------------------------
    "lompat": ("Langsung ke isi", "Skip to content"),
    "menu": ("Menu utama", "Main menu"),
    "menu.dataset": ("Dataset", "Datasets"),
    "menu.monev": ("Indeks SPBE", "SPBE index"),
    "menu.kualitas": ("Kualitas", "Quality"),
    "menu.tentang": ("Tentang", "About"),
    "beranda": ("Beranda", "Home"),
    "bahasa.lain": ("English", "Bahasa Indonesia"),
    "jejak": ("Letak halaman", "Breadcrumb"),
    "pita.contoh": (
        "Sistem contoh. Angka berasal dari sumber terbuka yang disebut pada tiap dataset; "
        "penyampaian dan persetujuannya diperagakan oleh peran contoh.",
        "Sample system. Figures come from the open sources named with each dataset; submitting and "
        "approving them is acted out by sample roles.",
    ),
    "pita.lanjut": ("Apa artinya", "What this means"),
    "kaki.pengelola": ("Situs data terbuka {wilayah}", "Open data site of {wilayah}"),
    "kaki.tanpa_pelacak": (
        "Situs ini tidak memasang kuki dan tidak melacak pembaca.",
        "This site sets no cookies and does not track its readers.",
    ),
    "uraian.situs": (
        "Data terbuka {wilayah}, {provinsi}: terperiksa, berversi, siap diunduh.",
        "Open data of {wilayah}, {provinsi}: checked, versioned, ready to download.",
    ),
    "contoh": ("Contoh", "Sample"),
    # -- home --------------------------------------------------------------------------------------
    "depan.judul": ("Data terbuka {wilayah}", "Open data of {wilayah}"),
    "depan.pengantar": (
        "Setiap dataset sudah diperiksa menurut Standar Data-nya, ditandatangani Walidata, dan "
        "tersimpan per rilis sehingga angka yang Anda kutip tetap dapat ditemukan.",
        "Every dataset has been checked against its data standard, signed by the Walidata, and is "
        "kept release by release, so that a figure you quote can always be found again.",
    ),
    "depan.semua": ("Lihat semua dataset", "See all datasets"),
    "depan.angka": ("Isi situs dalam angka", "This site in numbers"),
    "depan.topik": ("Telusuri menurut topik", "Browse by topic"),
    "depan.terbaru": ("Rilis terbaru", "Newest releases"),
    "depan.spbe": ("Indeks SPBE {tahun}", "SPBE index {tahun}"),
    "depan.spbe_lanjut": ("Lihat nilai tiap tahun", "See the value of every year"),
    "depan.kosong": (
        "Belum ada dataset yang terbit. Setelah Walidata menyetujui data pertama, dataset itu "
        "muncul di sini.",
        "No dataset has been published yet. Once the Walidata approves the first one, it appears "
        "here.",
    ),
    "jumlah.dataset": ("dataset", "datasets"),
    "jumlah.instansi": ("perangkat daerah", "agencies"),
    "jumlah.periode": ("periode data", "data periods"),
    "jumlah.baris": ("baris data", "rows of data"),
    # -- search and list ---------------------------------------------------------------------------
    "cari": ("Cari dataset", "Search datasets"),
    "cari.tombol": ("Cari", "Search"),
    "cari.saran": ("Misalnya: penduduk, sekolah, sampah", "For example: population, school, waste"),
    "daftar.judul": ("Dataset", "Datasets"),
    "daftar.jumlah": ("{n} dataset", "Datasets found: {n}"),
    "daftar.untuk": ("untuk “{q}”", "for “{q}”"),
    "daftar.saring": ("Saring daftar", "Filter the list"),
    "daftar.lepas": ("Lepas semua saringan", "Clear all filters"),
    "daftar.lepas_satu": ("Lepas saringan {nama}", "Remove the filter {nama}"),
    "daftar.aktif": ("Saringan yang dipakai", "Filters in use"),
    "daftar.urut": ("Urutkan", "Sort by"),
    "urut.sesuai": ("Paling sesuai", "Best match"),
    "urut.judul": ("Judul", "Title"),
    "urut.terbaru": ("Rilis terbaru", "Newest release"),
    "urut.skor": ("Skor kualitas", "Quality score"),
    "saring.topik": ("Topik", "Topic"),
    "saring.perangkat_daerah": ("Perangkat daerah", "Agency"),
    "saring.tingkat": ("Tingkat penyajian", "Level of detail"),
    "daftar.kosong": (
        "Tidak ada dataset yang cocok",
        "No dataset matches",
    ),
    "daftar.kosong_saran": (
        "Periksa ejaan, pakai kata yang lebih umum (“sekolah”, bukan “SDN 01”), atau lepas salah "
        "satu saringan.",
        "Check the spelling, use a more general word (“school”, not “SDN 01”), or remove one of the "
        "filters.",
    ),
    "hal.sebelum": ("Sebelumnya", "Previous"),
    "hal.sesudah": ("Berikutnya", "Next"),
    "hal.ke": ("Halaman {n} dari {dari}", "Page {n} of {dari}"),
    "hal.nama": ("Halaman daftar", "Pages of the list"),
    # -- one dataset -------------------------------------------------------------------------------
    "ds.isi": ("Di halaman ini", "On this page"),
    "ds.unduh": ("Unduh data", "Download the data"),
    "ds.unduh_rilis": (
        "Berkas rilis {n}, terbit {tanggal}. Isinya tidak akan berubah.",
        "Files of release {n}, published {tanggal}. Their content will never change.",
    ),
    "ds.sidik": ("SHA-256", "SHA-256"),
    "ds.manifes": ("Manifes rilis (JSON)", "Release manifest (JSON)"),
    "ds.kamus_json": ("Kamus data (JSON)", "Data dictionary (JSON)"),
    "ds.tanpa_berkas": (
        "Berkas rilis ini sedang tidak tersedia. Coba lagi beberapa saat lagi.",
        "The files of this release are not available at the moment. Please try again shortly.",
    ),
    "format.csv": ("CSV, untuk semua program", "CSV, for any program"),
    "format.xlsx": ("Excel, dengan kamus data", "Excel, with the data dictionary"),
    "format.json": ("JSON, untuk pengembang", "JSON, for developers"),
    "format.parquet": ("Parquet, untuk analisis", "Parquet, for analysis"),
    "ds.grafik": ("Grafik", "Chart"),
    "ds.grafik_alt": (
        "Grafik {judul}, {periode}. Angkanya ada pada tabel pratinjau dan berkas unduhan.",
        "Chart of {judul}, {periode}. The figures are in the preview table and the downloads.",
    ),
    "ds.grafik_tabel": ("Lihat tabelnya", "See the table"),
    "ds.grafik_unduh": ("Unduh grafik (SVG)", "Download the chart (SVG)"),
    "ds.pratinjau": ("Pratinjau", "Preview"),
    "ds.pratinjau_baris": (
        "{n} baris pertama dari {dari} baris.",
        "The first {n} of {dari} rows.",
    ),
    "ds.pratinjau_gagal": (
        "Pratinjau tidak dapat dibuat. Data lengkapnya tetap dapat diunduh di atas.",
        "The preview cannot be made. The full data can still be downloaded above.",
    ),
    "ds.kamus": ("Kamus data", "Data dictionary"),
    "ds.kamus_uraian": (
        "Arti setiap kolom menurut Standar Data dataset ini. Konsep dan definisi ditetapkan dalam "
        "bahasa Indonesia.",
        "What each column means by the dataset's standard. Concepts and definitions are laid down "
        "in Indonesian.",
    ),
    "kamus.kolom": ("Kolom", "Column"),
    "kamus.tipe": ("Tipe", "Type"),
    "kamus.konsep": ("Konsep", "Concept"),
    "kamus.definisi": ("Definisi", "Definition"),
    "kamus.waktu": ("Rujukan waktu", "Reference time"),
    "kamus.daftar": ("Daftar referensi: {daftar}", "Code list: {daftar}"),
    "kamus.wajib": ("wajib diisi", "always filled"),
    "tipe.teks": ("teks", "text"),
    "tipe.bulat": ("bilangan bulat", "whole number"),
    "tipe.desimal": ("bilangan desimal", "decimal number"),
    "tipe.tanggal": ("tanggal", "date"),
    "ds.standar": ("Standar data", "Data standard"),
    "standar.konsep": ("Konsep", "Concept"),
    "standar.definisi": ("Definisi", "Definition"),
    "standar.klasifikasi": ("Klasifikasi", "Classification"),
    "standar.ukuran": ("Ukuran", "Measure"),
    "standar.satuan": ("Satuan", "Unit"),
    "ds.mutu": ("Kualitas", "Quality"),
    "ds.mutu_uraian": (
        "Rata-rata versi yang berlaku pada rilis ini, nilai 0 sampai 100.",
        "Mean over the versions in force in this release, from 0 to 100.",
    ),
    "ds.temuan": ("Catatan pemeriksaan", "Remarks of the checks"),
    "ds.temuan_uraian": (
        "Hal yang ditandai pemeriksaan otomatis pada data yang terbit. Walidata sudah melihatnya "
        "sebelum menyetujui; tidak ada yang diubah diam-diam.",
        "What the automatic checks marked in the published data. The Walidata saw it before "
        "approving; nothing was changed in silence.",
    ),
    "ds.temuan_kosong": (
        "Pemeriksaan tidak menandai apa pun pada versi yang berlaku.",
        "The checks marked nothing in the versions in force.",
    ),
    "ds.waktu": ("Ketepatan waktu", "Punctuality"),
    "ds.waktu_tepat": (
        "{n} periode terbit sebelum atau pada jatuh temponya.",
        "Periods published on or before their due day: {n}.",
    ),
    "ds.waktu_lambat": (
        "{n} periode terbit setelah jatuh temponya; nilai tengah keterlambatan {hari} hari.",
        "Periods published after their due day: {n}; median delay in days: {hari}.",
    ),
    "ds.waktu_contoh": (
        "Pada sistem contoh, hari terbit adalah hari data contoh dimuat, sehingga keterlambatan ini "
        "bukan ukuran kinerja perangkat daerah.",
        "In the sample system the day of publication is the day the sample data were loaded, so "
        "this delay does not measure the agency's performance.",
    ),
    "ds.waktu_kosong": ("Belum ada jadwal yang dapat dinilai.", "No due day to judge by yet."),
    "ds.versi": ("Riwayat versi dan rilis", "Versions and releases"),
    "ds.versi_uraian": (
        "Setiap periode punya versinya sendiri. Versi lama tidak dihapus; rilis menyebut versi mana "
        "yang dipakainya.",
        "Every period has its own versions. Old ones are kept; each release says which version it "
        "used.",
    ),
    "versi.periode": ("Periode", "Period"),
    "versi.versi": ("Versi", "Version"),
    "versi.keadaan": ("Keadaan", "State"),
    "versi.baris": ("Baris", "Rows"),
    "versi.sejak": ("Sejak rilis", "Since release"),
    "versi.kini": ("Berlaku", "In force"),
    "versi.lama": ("Digantikan", "Superseded"),
    "rilis": ("Rilis", "Release"),
    "rilis.n": ("Rilis {n}", "Release {n}"),
    "rilis.terakhir": ("terakhir", "newest"),
    "rilis.isi": ("Isi", "Content"),
    "rilis.periode": ("{n} periode, {baris} baris", "periods: {n}, rows: {baris}"),
    "rilis.tetap": (
        "Halaman ini menunjuk satu rilis yang tidak berubah. Kutiplah alamatnya bila memakai "
        "angkanya.",
        "This page is of one release that does not change. Quote its address when you use its "
        "figures.",
    ),
    "rilis.lebih_baru": (
        "Ada rilis yang lebih baru: rilis {n}.",
        "There is a newer release: release {n}.",
    ),
    "rilis.ke_dataset": ("Kembali ke dataset", "Back to the dataset"),
    "ds.lisensi": ("Lisensi dan syarat pakai", "Licence and terms of use"),
    "lisensi.baca": ("Baca teks lisensi", "Read the licence"),
    "lisensi.pasal5": (
        "Pemberitahuan Permen PPN/Bappenas 17/2020 Pasal 5 ayat (5)",
        "Notice under Permen PPN/Bappenas 17/2020 Pasal 5(5)",
    ),
    "lisensi.pasal5_isi": (
        "Data dari Portal Satu Data Indonesia yang belum diolah tidak boleh dipakai untuk tujuan "
        "komersial.",
        "Unprocessed data from the Satu Data Indonesia portal may not be used for commercial "
        "purposes.",
    ),
    "lisensi.tak_dikenal": (
        "Lisensi “{kode}” tidak ada pada daftar lisensi; anggap belum ditetapkan.",
        "The licence “{kode}” is not in the list of licences; take it as not yet decided.",
    ),
    "ds.contoh": (
        "Dataset contoh. Angkanya nyata dan diambil dari sumber yang disebut; produsen data, "
        "jadwal, dan penandatangannya dipilih untuk peragaan.",
        "Sample dataset. Its figures are real and taken from the named source; producer, schedule "
        "and signatories were chosen for demonstration.",
    ),
    "meta.judul": ("Keterangan", "About this dataset"),
    "meta.produsen": ("Produsen data", "Data producer"),
    "meta.sumber": ("Sumber angka", "Source of the figures"),
    "meta.periode": ("Periode", "Periods"),
    "meta.frekuensi": ("Pemutakhiran", "Updated"),
    "meta.tingkat": ("Tingkat penyajian", "Level of detail"),
    "meta.baris": ("Jumlah baris", "Rows"),
    "meta.topik": ("Topik", "Topic"),
    "meta.rad": ("Kode RAD", "RAD code"),
    "meta.lisensi": ("Lisensi", "Licence"),
    "meta.akses": ("Akses", "Access"),
    "meta.akses_terbuka": ("Terbuka untuk umum", "Open to the public"),
    "meta.rilis": ("Rilis terakhir", "Newest release"),
    "meta.id": ("Pengenal", "Identifier"),
    "meta.skor": ("Skor kualitas", "Quality score"),
    # -- scores ------------------------------------------------------------------------------------
    "skor.sangat_baik": ("Sangat baik", "Very good"),
    "skor.baik": ("Baik", "Good"),
    "skor.cukup": ("Cukup", "Fair"),
    "skor.kurang": ("Perlu perbaikan", "Needs work"),
    "skor.belum": ("Belum terukur", "Not measured"),
    "mutu.dimensi": ("Dimensi", "Dimension"),
    "mutu.skor": ("Skor", "Score"),
    "mutu.arti": ("Artinya", "Meaning"),
    "kerangka.jabar": (
        "Lima dimensi Diskominfo Jawa Barat",
        "Five dimensions of the West Java statistics office",
    ),
    "kerangka.bps": ("Enam dimensi kualitas BPS", "Six quality dimensions of BPS"),
    "dimensi.kesesuaian_metadata": ("Kesesuaian dan metadata", "Conformity and metadata"),
    "dimensi.keunikan": ("Keunikan", "Uniqueness"),
    "dimensi.konsistensi": ("Konsistensi", "Consistency"),
    "dimensi.ketepatan_waktu": ("Ketepatan waktu", "Punctuality"),
    "dimensi.kelengkapan": ("Kelengkapan", "Completeness"),
    "dimensi.relevansi": ("Relevansi", "Relevance"),
    "dimensi.akurasi": ("Akurasi", "Accuracy"),
    "dimensi.koherensi": ("Koherensi dan keterbandingan", "Coherence and comparability"),
    "dimensi.aksesibilitas": ("Aksesibilitas", "Accessibility"),
    "dimensi.interpretabilitas": ("Interpretabilitas", "Interpretability"),
    "dimensi.total": ("Nilai keseluruhan", "Overall"),
    # -- remarks of checks -------------------------------------------------------------------------
    "tingkat.peringatan": ("Peringatan", "Warning"),
    "tingkat.catatan": ("Catatan", "Notice"),
    "temuan.jumlah": ("{n} kali", "times: {n}"),
    "temuan.NAMA_TIDAK_COCOK": (
        "Nama wilayah berbeda dari nama resmi kodenya",
        "Area name differs from the official name of its code",
    ),
    "temuan.LONJAKAN": (
        "Nilai melonjak atau merosot tajam dibandingkan periode sebelumnya",
        "Value jumps or drops sharply against the period before",
    ),
    "temuan.REVISI_BESAR": (
        "Revisi mengubah nilai lebih besar daripada batas kebijakan",
        "A revision changes the value by more than the policy's limit",
    ),
    "temuan.JUMLAH_BARIS_MENYIMPANG": (
        "Jumlah baris berbeda dari periode sebelumnya",
        "Number of rows differs from the period before",
    ),
    "temuan.KODE_BERAKHIR_DALAM_PERIODE": (
        "Kode wilayah berakhir masa berlakunya dalam periode data",
        "Area code ceased to be valid within the data period",
    ),
    "temuan.ACUAN_BELUM_ADA": (
        "Pembanding belum ada, sehingga satu pemeriksaan tidak dapat dijalankan",
        "Nothing to compare with yet, so one check could not be run",
    ),
    "temuan.KOLOM_TAK_DIKENAL": (
        "Berkas asli memuat kolom di luar Standar Data; kolom itu tidak ikut terbit",
        "The original file holds a column outside the standard; it was not published",
    ),
    "temuan.JUDUL_DUA_BARIS": (
        "Berkas asli memakai judul dua baris",
        "The original file has a two-row header",
    ),
    "temuan.lain": ("Hal lain yang ditandai: {kode}", "Other remark: {kode}"),
    # -- levels ------------------------------------------------------------------------------------
    "tingkat_penyajian.provinsi": ("Provinsi", "Province"),
    "tingkat_penyajian.kabupaten_kota": ("Kabupaten/kota", "Regency/city"),
    "tingkat_penyajian.kecamatan": ("Kecamatan", "District"),
    "tingkat_penyajian.desa_kelurahan": ("Desa/kelurahan", "Village"),
    # -- calendar ----------------------------------------------------------------------------------
    "mutu.judul": ("Kualitas data dan kalender pelaporan", "Data quality and reporting calendar"),
    "mutu.pengantar": (
        "Apa yang sudah terbit, apa yang masih ditunggu, dan seberapa baik data yang terbit. Isi "
        "berkas yang dikembalikan tidak ditampilkan di sini; hanya jumlahnya.",
        "What has been published, what is still awaited, and how good the published data are. The "
        "content of returned files is not shown here, only their number.",
    ),
    "mutu.ringkas": ("Keadaan semua periode", "State of all periods"),
    "mutu.instansi": ("Menurut perangkat daerah", "By agency"),
    "mutu.instansi_uraian": (
        "Jumlah periode per keadaan, dari standar data yang terbuka untuk umum.",
        "Periods per state, over the data standards that are open to the public.",
    ),
    "mutu.rata": ("Skor rata-rata menurut dimensi", "Mean score by dimension"),
    "mutu.rata_uraian": (
        "Rata-rata semua versi yang berlaku, nilai 0 sampai 100.",
        "Mean over all versions in force, from 0 to 100.",
    ),
    "mutu.rinci": ("Yang belum terbit", "Not yet published"),
    "mutu.rinci_uraian": (
        "Dataset dengan periode yang terlambat, ditunggu, diperiksa, atau dikembalikan.",
        "Datasets with periods that are late, awaited, being checked or returned.",
    ),
    "mutu.rinci_kosong": (
        "Semua periode yang jatuh tempo sudah terbit.",
        "All periods that are due have been published.",
    ),
    "mutu.kosong": ("Belum ada kalender pelaporan.", "There is no reporting calendar yet."),
    "mutu.nama_instansi": ("Perangkat daerah", "Agency"),
    "mutu.dataset": ("Dataset", "Dataset"),
    "mutu.keadaan": ("Keadaan", "State"),
    "mutu.periode": ("Periode", "Periods"),
    "mutu.jumlah": ("Jumlah", "Number"),
    "mutu.n_periode": ("{n} periode", "periods: {n}"),
    "keadaan.terbit": ("Terbit", "Published"),
    "keadaan.menunggu": ("Diperiksa", "Being checked"),
    "keadaan.ditunggu": ("Ditunggu", "Awaited"),
    "keadaan.terlambat": ("Terlambat", "Late"),
    "keadaan.dikembalikan": ("Dikembalikan", "Returned"),
    "keadaan.belum_jatuh_tempo": ("Belum berakhir", "Not yet ended"),
    # -- maturity ----------------------------------------------------------------------------------
    "monev.judul": ("Indeks SPBE", "SPBE index"),
    "monev.pengantar": (
        "Indeks SPBE mengukur kematangan sistem pemerintahan berbasis elektronik menurut instrumen "
        "pemantauan dan evaluasi Kementerian PANRB.",
        "The SPBE index measures the maturity of electronic-based government by the monitoring and "
        "evaluation instrument of the Ministry of Administrative Reform (PANRB).",
    ),
    "monev.deret": ("Indeks SPBE {instansi}", "SPBE index of {instansi}"),
    "monev.deret_kosong": (
        "Belum ada indeks pemerintah daerah ini yang terbit.",
        "No index of this government has been published yet.",
    ),
    "monev.naik": (
        "Indeks {akhir} adalah {nilai}, dari {nilai_awal} pada {awal}.",
        "The index of {akhir} is {nilai}, from {nilai_awal} in {awal}.",
    ),
    "monev.grafik_judul": ("Indeks SPBE {awal}–{akhir}", "SPBE index {awal}–{akhir}"),
    "monev.grafik_alt": (
        "Grafik batang indeks SPBE per tahun; angkanya ada pada tabel di bawah.",
        "Column chart of the SPBE index by year; the figures are in the table below.",
    ),
    "monev.satuan": (
        "Satuan: indeks, skala 1 sampai {atas}.",
        "Unit: index, on a scale from 1 to {atas}.",
    ),
    "monev.satuan_seratus": (
        "Satuan: indeks, skala 0 sampai 100.",
        "Unit: index, on a scale from 0 to 100.",
    ),
    "monev.sumber_grafik": ("Sumber: lihat tabel.", "Source: see the table."),
    "monev.putus": (
        "Garis putus-putus menandai pergantian instrumen; nilai di kiri dan kanannya tidak dapat "
        "dibandingkan langsung.",
        "A dashed line marks a change of instrument; values left and right of it cannot be compared "
        "directly.",
    ),
    "monev.unduh": ("Unduh grafik (SVG)", "Download the chart (SVG)"),
    "monev.tahun": ("Tahun", "Year"),
    "monev.indeks": ("Indeks", "Index"),
    "monev.predikat": ("Predikat", "Grade"),
    "monev.status": ("Status", "Status"),
    "monev.sumber": ("Sumber", "Source"),
    "monev.instrumen": ("Instrumen", "Instrument"),
    "monev.instansi": ("Instansi", "Government"),
    "monev.rincian": ("Rincian penilaian", "Assessments in detail"),
    "monev.rincian_uraian": (
        "Penilaian yang nilai indikatornya tercatat. Yang bertanda contoh adalah milik pemerintah "
        "lain, dipakai untuk memperagakan perhitungan.",
        "Assessments whose indicator values are on record. Those marked sample belong to other "
        "governments and demonstrate the computation.",
    ),
    "monev.pilih": ("Pilih penilaian", "Choose an assessment"),
    "monev.contoh": (
        "Nilai di bawah ini milik {instansi}, bukan nilai {wilayah}.",
        "The values below belong to {instansi}; they are not those of {wilayah}.",
    ),
    "monev.rincian_kosong": (
        "Belum ada penilaian dengan rincian indikator.",
        "There is no assessment with indicator values yet.",
    ),
    "monev.domain": ("Domain", "Domains"),
    "monev.aspek": ("Aspek", "Aspects"),
    "monev.indikator": ("Indikator", "Indicators"),
    "monev.nomor": ("Nomor", "Number"),
    "monev.nama": ("Nama", "Name"),
    "monev.tingkat": ("Tingkat", "Level"),
    "monev.milik": ("{instansi}, {tahun}", "{instansi}, {tahun}"),
    "status.terbit": ("Diumumkan", "Published"),
    "status.dihitung": ("Dihitung di sini", "Computed here"),
    "status.contoh": ("Contoh", "Sample"),
    # -- about -------------------------------------------------------------------------------------
    "tentang.judul": ("Tentang situs ini", "About this site"),
    "tentang.apa": ("Apa ini", "What this is"),
    "tentang.apa_isi": (
        "Situs ini menyajikan data terbuka {wilayah} menurut kebijakan Satu Data Indonesia. "
        "Perangkat daerah sebagai produsen data menyampaikan data bersama metadatanya; sistem "
        "memeriksanya terhadap Standar Data, metadata, kode referensi, dan data induk; Walidata "
        "menyetujui atau mengembalikannya; yang disetujui terbit sebagai rilis bernomor.",
        "This site publishes the open data of {wilayah} under the Satu Data Indonesia policy. "
        "Agencies, as data producers, submit data with their metadata; the system checks them "
        "against the data standard, metadata, code lists and master data; the Walidata approves or "
        "returns them; what is approved comes out as a numbered release.",
    ),
    "tentang.contoh": ("Apa arti tanda contoh", "What the sample mark means"),
    "tentang.contoh_isi": (
        "Tanda contoh berarti catatan itu dipakai untuk memperagakan sistem. Angka pada dataset "
        "contoh nyata dan sumbernya disebut, tetapi produsen data, jadwal rilis, lisensi, dan "
        "persetujuannya belum ditetapkan oleh pejabat mana pun. Penilaian SPBE bertanda contoh "
        "adalah milik pemerintah lain.",
        "The sample mark means that the record demonstrates the system. The figures of sample "
        "datasets are real and their source is named, but producer, release schedule, licence and "
        "approval have not been decided by any official. SPBE assessments marked sample belong to "
        "other governments.",
    ),
    "tentang.angka": ("Bagaimana angka ditulis", "How figures are written"),
    "tentang.angka_isi": (
        "Dalam bahasa Indonesia titik memisahkan ribuan dan koma memisahkan desimal (1.234.567,89). "
        "Berkas unduhan memakai titik desimal tanpa pemisah ribuan. Kode wilayah selalu teks, "
        "termasuk nol di depannya.",
        "On English pages commas separate thousands and a point the decimals (1,234,567.89). "
        "Download files use a decimal point and no thousands separator. Area codes are always text, "
        "leading zeros included.",
    ),
    "tentang.hukum": ("Dasar hukum", "Legal basis"),
    "hukum.1": (
        "Perpres 39/2019 tentang Satu Data Indonesia: empat prinsip, peran produsen data, walidata, "
        "dan pembina data",
        "Perpres 39/2019 on Satu Data Indonesia: four principles, the roles of data producer, "
        "walidata and pembina data",
    ),
    "hukum.2": (
        "Perpres 95/2018 tentang Sistem Pemerintahan Berbasis Elektronik",
        "Perpres 95/2018 on electronic-based government (SPBE)",
    ),
    "hukum.3": (
        "Permen PPN/Bappenas 16/2020 tentang Manajemen Data SPBE, dan 17/2020 tentang Portal Satu "
        "Data Indonesia",
        "Permen PPN/Bappenas 16/2020 on SPBE data management, and 17/2020 on the Satu Data "
        "Indonesia portal",
    ),
    "hukum.4": (
        "PerBPS 4/2020 dan 5/2020 tentang standar data dan metadata statistik",
        "PerBPS 4/2020 and 5/2020 on statistical data standards and metadata",
    ),
    "hukum.5": (
        "UU 14/2008 tentang Keterbukaan Informasi Publik",
        "UU 14/2008 on public information disclosure",
    ),
    "tentang.kontak": ("Kontak", "Contact"),
    "tentang.walidata": ("Walidata", "Walidata"),
    "tentang.alamat": ("Alamat surat dan surel", "Postal and e-mail address"),
    "belum_ditetapkan": ("belum ditetapkan", "not yet decided"),
    # -- errors ------------------------------------------------------------------------------------
    "galat.404": ("Halaman tidak ditemukan", "Page not found"),
    "galat.404_isi": (
        "Tidak ada apa pun di alamat ini. Periksa ejaan alamatnya, atau cari datasetnya di bawah. "
        "Dataset yang belum terbit atau tidak terbuka untuk umum tidak punya halaman.",
        "There is nothing at this address. Check its spelling, or search for the dataset below. "
        "Datasets that are not published or not open to the public have no page.",
    ),
    "galat.405": ("Cara ini tidak dilayani", "Method not served"),
    "galat.405_isi": (
        "Alamat ini hanya untuk dibaca. Buka halamannya dari menu di atas.",
        "This address is for reading only. Open the page from the menu above.",
    ),
    "galat.500": ("Terjadi gangguan", "Something went wrong"),
    "galat.500_isi": (
        "Gangguannya ada pada sistem kami, bukan pada Anda, dan sudah tercatat. Coba lagi beberapa "
        "saat lagi.",
        "The fault is ours, not yours, and has been logged. Please try again shortly.",
    ),
    "galat.503": ("Situs sedang disiapkan", "The site is being prepared"),
    "galat.503_isi": (
        "Gudang data belum selesai dibangun. Halaman ini akan terisi begitu rilis pertama terbit; "
        "coba lagi sebentar lagi.",
        "The data warehouse has not been built yet. This page fills as soon as the first release is "
        "out; please try again in a moment.",
    ),
    "siap.belum_ada": (
        "Gudang data belum ada. Jalankan “spbe build”.",
        "The data warehouse does not exist yet. Run “spbe build”.",
    ),
    "siap.kosong": (
        "Gudang data menjawab, tetapi belum ada dataset yang terbit. Jalankan “spbe build”.",
        "The data warehouse answers, but no dataset is published yet. Run “spbe build”.",
    ),
    "siap.rusak": (
        "Gudang data tidak dapat dibaca. Lihat catatan portal, lalu jalankan “spbe build”.",
        "The data warehouse cannot be read. See the portal's log, then run “spbe build”.",
    ),
    # -- page groups with words of their own ------------------------------------------------------
    **words_architecture.WORDS,
    **words_disclosure.WORDS,
    **words_exchange.WORDS,
    **words_masters.WORDS,
    **words_references.WORDS,
    **words_registers.WORDS,
    **words_scores.WORDS,
    **words_standards.WORDS,
}


def say(bahasa: Bahasa) -> Speak:
    """The function a page speaks with: ``t(key, name=value)``. Raises ``KeyError``."""
    side = 0 if bahasa == "id" else 1

    def speak(key: str, **values: object) -> str:
        return WORDS[key][side].format(**values)

    return speak


def known(key: str) -> bool:
    """Whether there are words for ``key`` (vocabularies are content and may grow)."""
    return key in WORDS
