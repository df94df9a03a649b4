"""The catalogue of findings: stable codes, legal basis and words in two languages.

Belongs here: every code a check can give, and its text. A message is one officer helping another:
what, where, found, expected, how to repair. Severities are policy (``quality/kebijakan``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spbe_data.checks.finding import Tahap, Temuan


@dataclass(frozen=True, slots=True)
class Kata:
    """Templates in one language (``str.format`` over the finding's parameters)."""

    temuan: str
    harapan: str
    perbaikan: str


@dataclass(frozen=True, slots=True)
class Jenis:
    """One kind of finding."""

    kode: str
    tahap: Tahap
    sdi: str
    dasar_hukum: str
    id: Kata
    en: Kata


_PP39 = "Perpres 39/2019"
_VAR = "PerBPS 5/2020 (MS-Var)"
_SATUAN_KODE = "Perpres 39/2019 Pasal 10; Permen PPN 16/2020 Pasal 12-15"
_MUTU = "Permen PPN 16/2020 Pasal 17-20"


def _j(
    kode: str,
    tahap: Tahap,
    sdi: str,
    dasar: str,
    id_: tuple[str, str, str],
    en: tuple[str, str, str],
) -> Jenis:
    return Jenis(kode, tahap, sdi, dasar, Kata(*id_), Kata(*en))


_ALL: tuple[Jenis, ...] = (
    _j(
        "BERKAS_DITOLAK",
        "wadah",
        "SDI-05",
        f"{_PP39} Pasal 9(2)",
        ("berkas tidak dapat dibaca: {alasan_id}", "Harus {harapan_id}.", "{perbaikan_id}"),
        ("the file cannot be read: {alasan_en}", "Expected {harapan_en}.", "{perbaikan_en}"),
    ),
    _j(
        "METADATA_KURANG",
        "struktur",
        "SDI-10",
        f"{_PP39} Pasal 33(2)",
        (
            'isian metadata "{isian}" belum ada',
            "Penyampaian selalu terdiri atas data, standar, dan metadata.",
            'Lengkapi isian "{isian}" lalu kirim lagi.',
        ),
        (
            'metadata field "{isian}" is missing',
            "A submission is always data, standard and metadata.",
            'Fill in "{isian}" and send again.',
        ),
    ),
    _j(
        "METADATA_TIDAK_SAH",
        "struktur",
        "SDI-10",
        f"{_PP39} Pasal 33(2)",
        (
            'isian metadata "{isian}" tertulis "{nilai}"',
            "Yang boleh: {harapan}.",
            "Perbaiki isian itu lalu kirim lagi.",
        ),
        (
            'metadata field "{isian}" reads "{nilai}"',
            "Allowed: {harapan}.",
            "Correct the field and send again.",
        ),
    ),
    _j(
        "KOLOM_HILANG",
        "struktur",
        "SDI-03",
        f"{_VAR}; {_PP39} Pasal 9(2)",
        (
            'kolom "{kolom}" ({judul}) tidak ada',
            'Baris judul harus memuat kolom "{kolom}". Judul yang terbaca: {terbaca}.',
            'Tambahkan kolom itu, atau ganti judul kolom yang dimaksud menjadi "{kolom}".',
        ),
        (
            'column "{kolom}" ({judul_en}) is missing',
            'The header row must contain "{kolom}". Headers read: {terbaca}.',
            'Add the column, or rename the column you mean to "{kolom}".',
        ),
    ),
    _j(
        "KOLOM_GANDA",
        "struktur",
        "SDI-03",
        f"{_VAR}",
        (
            'judul kolom "{kolom}" dipakai dua kali',
            "Setiap judul kolom hanya sekali.",
            "Hapus atau ganti judul kolom yang kedua.",
        ),
        (
            'column header "{kolom}" is used twice',
            "Each header may stand only once.",
            "Delete or rename the second one.",
        ),
    ),
    _j(
        "KOLOM_TAK_DIKENAL",
        "struktur",
        "SDI-03",
        f"{_VAR}",
        (
            'kolom "{kolom}" tidak ada dalam standar, sehingga tidak dimuat',
            "Kolom menurut standar: {harapan}.",
            "Hapus kolom itu bila memang tidak perlu, atau usulkan perubahan standar kepada Walidata.",
        ),
        (
            'column "{kolom}" is not in the standard and is not loaded',
            "Columns of the standard: {harapan}.",
            "Delete it if it is not needed, or propose a change of the standard to the Walidata.",
        ),
    ),
    _j(
        "TAHUN_SEBAGAI_KOLOM",
        "struktur",
        "SDI-03",
        f"{_PP39} Pasal 9(2)",
        (
            "tahun ditulis sebagai kolom ({kolom_tahun})",
            'Harus bentuk panjang: satu baris untuk tiap tahun, dengan kolom "tahun" dan "{ukuran}".',
            'Pindahkan tiap kolom tahun menjadi baris: angka ke kolom "{ukuran}", tahunnya ke kolom "tahun".',
        ),
        (
            "years stand as columns ({kolom_tahun})",
            'Long shape expected: one row per year, with columns "tahun" and "{ukuran}".',
            'Turn each year column into rows: the figure into "{ukuran}", the year into "tahun".',
        ),
    ),
    _j(
        "JUDUL_DUA_BARIS",
        "struktur",
        "SDI-03",
        f"{_PP39} Pasal 9(2)",
        (
            "judul kolom tampak tersusun dua baris atau lebih",
            "Harus satu baris judul.",
            "Gabungkan menjadi satu baris judul, tanpa sel gabungan.",
        ),
        (
            "the header seems to span two rows or more",
            "One header row is expected.",
            "Join it into a single header row, without merged cells.",
        ),
    ),
    _j(
        "TANPA_BARIS",
        "struktur",
        "SDI-10",
        f"{_PP39} Pasal 33(2)",
        (
            "tidak ada satu pun baris data di bawah baris judul",
            "Paling sedikit satu baris data.",
            "Isi baris data, atau periksa apakah lembar yang terkirim sudah benar.",
        ),
        (
            "there is no data row under the header",
            "At least one data row.",
            "Fill in rows, or check that the right sheet was sent.",
        ),
    ),
    _j(
        "PERIODE_TIDAK_SESUAI",
        "struktur",
        "Q-04",
        f"{_PP39} Pasal 32",
        (
            "periode yang dinyatakan {dinyatakan}, tetapi {jumlah} baris (mulai baris ini) berisi periode {nilai}",
            "Semua baris harus dari periode {dinyatakan}.",
            "Betulkan kolom waktu, atau nyatakan periode yang benar saat mengirim.",
        ),
        (
            "the stated period is {dinyatakan}, but {jumlah} rows (from this row on) hold period {nilai}",
            "All rows must be of period {dinyatakan}.",
            "Correct the time column, or state the right period when sending.",
        ),
    ),
    _j(
        "STANDAR_TIDAK_BERLAKU",
        "baris",
        "SDI-10",
        f"{_PP39} Pasal 32",
        (
            "periode {nilai} mendahului masa berlaku standar ini ({jumlah} baris, mulai baris ini)",
            "Standar versi {versi} berlaku untuk data sejak periode {sejak}.",
            "Keluarkan baris periode itu, atau minta Walidata standar untuk periode lama.",
        ),
        (
            "period {nilai} lies before this standard's validity ({jumlah} rows, from this row on)",
            "Version {versi} of the standard holds for data since period {sejak}.",
            "Leave those rows out, or ask the Walidata for a standard for the older period.",
        ),
    ),
    _j(
        "SEL_KOSONG",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            "sel kosong{tertulis}",
            'Kolom "{kolom}" wajib diisi.',
            "Isi nilainya. Bila datanya memang tidak tersedia, keluarkan baris itu dan jelaskan di catatan metadata.",
        ),
        (
            "the cell is empty{tertulis_en}",
            'Column "{kolom}" must be filled.',
            "Fill in the value. If the figure does not exist, leave the row out and say so in the metadata.",
        ),
    ),
    _j(
        "SEL_GALAT",
        "baris",
        "SDI-04",
        f"{_VAR}",
        (
            'sel berisi galat rumus "{nilai}"',
            "Harus nilai, bukan galat rumus.",
            "Perbaiki rumusnya di lembar kerja, lalu salin sebagai nilai.",
        ),
        (
            'the cell holds the formula error "{nilai}"',
            "A value is expected, not a formula error.",
            "Mend the formula in the worksheet, then paste it as a value.",
        ),
    ),
    _j(
        "BARIS_TOTAL",
        "baris",
        "Q-06",
        f"{_PP39} Pasal 9(2)",
        (
            'baris ini tampak sebagai baris jumlah ("{nilai}")',
            "Berkas hanya memuat baris rincian; jumlah dihitung oleh sistem.",
            "Hapus baris jumlah itu.",
        ),
        (
            'this row looks like a total row ("{nilai}")',
            "Only detail rows belong in the file; totals are computed.",
            "Delete the total row.",
        ),
    ),
    _j(
        "BARIS_KETERANGAN",
        "baris",
        "SDI-04",
        f"{_PP39} Pasal 9(2)",
        (
            'baris ini tampak sebagai catatan atau sumber, bukan data ("{nilai}")',
            "Di bawah judul hanya boleh baris data.",
            "Pindahkan catatan itu ke metadata, lalu hapus barisnya.",
        ),
        (
            'this row looks like a note or source line, not data ("{nilai}")',
            "Only data rows may follow the header.",
            "Move the note to the metadata and delete the row.",
        ),
    ),
    _j(
        "BUKAN_ANGKA",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 8",
        ('tertulis "{nilai}"', "Harus {bentuk}.", "{petunjuk}"),
        ('it reads "{nilai}"', "Expected {bentuk_en}.", "{petunjuk_en}"),
    ),
    _j(
        "ANGKA_CAMPUR",
        "baris",
        "SDI-04",
        f"{_PP39} Pasal 9(2)",
        (
            'tertulis "{nilai}", sedangkan sel lain di kolom ini memakai {tata_lain}',
            "Satu kolom memakai satu cara menulis angka.",
            'Tulis seluruh kolom dengan cara yang sama, misalnya "{contoh}".',
        ),
        (
            'it reads "{nilai}", while other cells of the column use {tata_lain_en}',
            "One column uses one way of writing numbers.",
            'Write the whole column the same way, for example "{contoh}".',
        ),
    ),
    _j(
        "ANGKA_AMBIGU",
        "baris",
        "SDI-04",
        f"{_PP39} Pasal 9(2)",
        (
            '{jumlah} sel kolom ini ditulis seperti "{nilai}", yang dapat berarti dua angka berbeda',
            "Angka tanpa pemisah ribuan, desimal dengan titik.",
            'Tulis seluruh kolom tanpa pemisah ribuan: "{tanpa}" bila itu ribuan; atau lengkapi desimalnya.',
        ),
        (
            '{jumlah} cells of this column are written like "{nilai}", which may mean two different numbers',
            "Numbers without thousands separators, decimals with a point.",
            'Write the whole column without thousands separators: "{tanpa}" if thousands are meant; or complete the decimals.',
        ),
    ),
    _j(
        "BUKAN_BULAT",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 8",
        (
            'tertulis "{nilai}"',
            "Harus bilangan bulat.",
            "Tulis bilangan bulat; bila angka ini rata-rata atau persen, periksa apakah standarnya tepat.",
        ),
        (
            'it reads "{nilai}"',
            "A whole number is expected.",
            "Write a whole number; if it is a mean or a percentage, check that the standard is the right one.",
        ),
    ),
    _j(
        "DESIMAL_BERLEBIH",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            'tertulis "{nilai}"',
            "Paling banyak {skala} angka di belakang koma.",
            "Bulatkan menurut ketelitian sumber angka.",
        ),
        (
            'it reads "{nilai}"',
            "At most {skala} decimals.",
            "Round to the precision of the source.",
        ),
    ),
    _j(
        "DI_BAWAH_MINIMUM",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            'tertulis "{nilai}"',
            "Paling kecil {batas}.",
            "Periksa angka pada sumbernya; tanda minus atau angka nol sering salah ketik.",
        ),
        (
            'it reads "{nilai}"',
            "At least {batas}.",
            "Check the figure at its source; minus signs and zeros are often mistyped.",
        ),
    ),
    _j(
        "DI_ATAS_MAKSIMUM",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            'tertulis "{nilai}"',
            "Paling besar {batas}.",
            "Periksa angka pada sumbernya; satuan atau jumlah nol sering salah.",
        ),
        (
            'it reads "{nilai}"',
            "At most {batas}.",
            "Check the figure at its source; the unit or the number of zeros is often wrong.",
        ),
    ),
    _j(
        "BUKAN_TANGGAL",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 8",
        (
            'tertulis "{nilai}"',
            "Harus tanggal, misalnya 2024-07-15.",
            "Tulis tahun-bulan-tanggal dengan angka.",
        ),
        (
            'it reads "{nilai}"',
            "A date is expected, such as 2024-07-15.",
            "Write year-month-day in digits.",
        ),
    ),
    _j(
        "TANGGAL_AMBIGU",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 8",
        (
            'tertulis "{nilai}"; hari dan bulan tidak dapat dibedakan',
            "Harus tanggal, misalnya 2024-07-15.",
            "Tulis seluruh kolom sebagai tahun-bulan-tanggal.",
        ),
        (
            'it reads "{nilai}"; day and month cannot be told apart',
            "A date is expected, such as 2024-07-15.",
            "Write the whole column as year-month-day.",
        ),
    ),
    _j(
        "POLA_TIDAK_COCOK",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            'tertulis "{nilai}"',
            "Harus berbentuk {pola}.",
            "Betulkan tulisannya menurut contoh pada standar.",
        ),
        (
            'it reads "{nilai}"',
            "It must have the form {pola}.",
            "Correct it after the example in the standard.",
        ),
    ),
    _j(
        "TERLALU_PANJANG",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            "isi sel {panjang_nilai} huruf",
            "Paling banyak {panjang} huruf.",
            "Ringkas isinya, atau pindahkan penjelasan ke metadata.",
        ),
        (
            "the cell holds {panjang_nilai} characters",
            "At most {panjang} characters.",
            "Shorten it, or move the explanation to the metadata.",
        ),
    ),
    _j(
        "NILAI_DI_LUAR_DAFTAR",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        ('tertulis "{nilai}"', "Harus salah satu dari daftar {daftar}: {harapan}.", "{petunjuk}"),
        ('it reads "{nilai}"', "It must be one of the list {daftar}: {harapan}.", "{petunjuk_en}"),
    ),
    _j(
        "EJAAN_BERBEDA",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            'tertulis "{nilai}"',
            'Ejaan baku dalam daftar {daftar} adalah "{baku}".',
            'Ganti menjadi "{baku}".',
        ),
        (
            'it reads "{nilai}"',
            'The standard spelling in list {daftar} is "{baku}".',
            'Change it to "{baku}".',
        ),
    ),
    _j(
        "KODE_SALAH_BENTUK",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            'tertulis "{nilai}"',
            "Harus kode {sistem} tingkat {tingkat_wilayah}, misalnya {contoh}.",
            "{petunjuk}",
        ),
        (
            'it reads "{nilai}"',
            "A {sistem} code of level {tingkat_wilayah} is expected, such as {contoh}.",
            "{petunjuk_en}",
        ),
    ),
    _j(
        "KODE_TIDAK_DIKENAL",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            "kode {nilai} tidak ada dalam kode wilayah {sistem}",
            "Harus kode {sistem} tingkat {tingkat_wilayah} yang terdaftar.",
            "{petunjuk}",
        ),
        (
            "code {nilai} is not among the {sistem} area codes",
            "A registered {sistem} code of level {tingkat_wilayah} is expected.",
            "{petunjuk_en}",
        ),
    ),
    _j(
        "KODE_TIDAK_BERLAKU",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            "kode {nilai} ({nama}, {jenis_wilayah}) tidak berlaku untuk data periode {periode}{sebab}",
            "Kode harus berlaku pada periode datanya.",
            "{petunjuk}{diasumsikan}",
        ),
        (
            "code {nilai} ({nama}, {jenis_wilayah}) is not valid for data of period {periode}{sebab_en}",
            "A code must be valid in the period of the data.",
            "{petunjuk_en}{diasumsikan_en}",
        ),
    ),
    _j(
        "KODE_BERAKHIR_DALAM_PERIODE",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            "kode {nilai} ({nama}) masih berlaku pada awal periode {periode}, tetapi tidak lagi pada akhirnya{sebab}",
            "Kode yang berlaku pada salah satu hari periode diterima.",
            "Tidak perlu diubah. Untuk periode berikutnya pakai {pengganti}.{diasumsikan}",
        ),
        (
            "code {nilai} ({nama}) was valid early in period {periode} but no longer at its end{sebab_en}",
            "A code valid on any day of the period is accepted.",
            "Nothing to change. For later periods use {pengganti}.{diasumsikan_en}",
        ),
    ),
    _j(
        "KODE_SALAH_TINGKAT",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            "kode {nilai} ({nama}) adalah kode tingkat {tingkat_ditemukan}",
            "Harus kode tingkat {tingkat_wilayah}.",
            "Ganti dengan kode {tingkat_wilayah} yang dimaksud.",
        ),
        (
            "code {nilai} ({nama}) is of level {tingkat_ditemukan}",
            "A code of level {tingkat_wilayah} is expected.",
            "Replace it by the {tingkat_wilayah} code you mean.",
        ),
    ),
    _j(
        "KODE_DI_LUAR_WILAYAH",
        "baris",
        "SDI-06",
        _SATUAN_KODE,
        (
            "kode {nilai} ({nama}) bukan bagian dari {wilayah}",
            "Hanya wilayah di dalam {wilayah}.",
            "Keluarkan baris itu; data wilayah lain disampaikan oleh pemerintahannya sendiri.",
        ),
        (
            "code {nilai} ({nama}) does not belong to {wilayah}",
            "Only areas inside {wilayah}.",
            "Leave the row out; other areas report through their own government.",
        ),
    ),
    _j(
        "KODE_TIDAK_SEPASANG",
        "baris",
        "SDI-07",
        "Forum SDI: penjembatanan kode BPS dan Kemendagri; Perpres 39/2019 Pasal 10",
        (
            "kode BPS {nilai} tidak sepasang dengan kode Kemendagri {kemendagri}",
            "Pasangan kode {kemendagri} adalah {harapan}.",
            "Ganti salah satu; periksa mana yang cocok dengan nama wilayahnya.",
        ),
        (
            "BPS code {nilai} does not pair with Kemendagri code {kemendagri}",
            "The pair of {kemendagri} is {harapan}.",
            "Change one of them; see which fits the area's name.",
        ),
    ),
    _j(
        "NAMA_TIDAK_COCOK",
        "baris",
        "Q-06",
        _SATUAN_KODE,
        (
            'tertulis "{nilai}" untuk kode {kode_wilayah}',
            'Nama wilayah kode {kode_wilayah} adalah "{harapan}".',
            "Periksa apakah kodenya atau namanya yang keliru. Yang dipakai adalah kodenya.",
        ),
        (
            'it reads "{nilai}" for code {kode_wilayah}',
            'The area of code {kode_wilayah} is called "{harapan}".',
            "See whether code or name is wrong. The code is what counts.",
        ),
    ),
    _j(
        "JUMLAH_KOLOM_TIDAK_COCOK",
        "baris",
        "Q-06",
        f"{_VAR} kolom 10",
        (
            'kolom "{kolom}" tertulis {nilai}, sedangkan {bagian} berjumlah {dihitung}',
            "{alasan}",
            "Periksa angka rincian dan jumlahnya pada sumber.",
        ),
        (
            'column "{kolom}" reads {nilai}, while {bagian} add up to {dihitung}',
            "{alasan_en}",
            "Check parts and total at the source.",
        ),
    ),
    _j(
        "BANDING_TIDAK_TERPENUHI",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            'kolom "{kolom}" tertulis {nilai}, sedangkan "{kanan}" {nilai_kanan}',
            '{alasan} ("{kolom}" {operasi} "{kanan}")',
            "Periksa kedua angka pada sumber; mungkin tertukar.",
        ),
        (
            'column "{kolom}" reads {nilai}, while "{kanan}" reads {nilai_kanan}',
            '{alasan_en} ("{kolom}" {operasi} "{kanan}")',
            "Check both figures at the source; they may be swapped.",
        ),
    ),
    _j(
        "KUNCI_GANDA",
        "dataset",
        "Q-05",
        f"{_MUTU}; {_PP39} Pasal 9(2)",
        (
            "baris dengan kunci {nilai} ada {jumlah} kali (baris {baris_semua})",
            "Setiap gabungan {kunci} hanya satu baris.",
            "Hapus baris yang berlebih, atau betulkan kuncinya bila keliru.",
        ),
        (
            "rows with key {nilai} occur {jumlah} times (rows {baris_semua})",
            "Each combination of {kunci} may have one row.",
            "Delete the surplus rows, or correct the key.",
        ),
    ),
    _j(
        "CAKUPAN_KURANG",
        "dataset",
        "Q-04",
        f"{_MUTU}",
        (
            "{nama} ({nilai}) tidak ada untuk periode {periode}{untuk}",
            "Semua {jumlah_semesta} {tingkat_wilayah} harus ada{jenis_semesta}.",
            "Tambahkan baris wilayah itu. Bila nilainya nol, tulis 0.",
        ),
        (
            "{nama} ({nilai}) is missing for period {periode}{untuk}",
            "All {jumlah_semesta} {tingkat_wilayah} must be there{jenis_semesta}.",
            "Add the row for that area. If the figure is zero, write 0.",
        ),
    ),
    _j(
        "JUMLAH_BARIS_MENYIMPANG",
        "dataset",
        "Q-04",
        f"{_MUTU}",
        (
            "periode {periode} berisi {nilai} baris, sedangkan acuannya, periode {periode_acuan}, {acuan} baris",
            "Antara {minimum} dan {maksimum} baris.",
            "Periksa apakah ada baris yang hilang atau berlipat.",
        ),
        (
            "period {periode} holds {nilai} rows, while its reference, period {periode_acuan}, has {acuan}",
            "Between {minimum} and {maksimum} rows.",
            "See whether rows are missing or doubled.",
        ),
    ),
    _j(
        "BAGIAN_TIDAK_SAMA_TOTAL",
        "dataset",
        "Q-06",
        f"{_MUTU}",
        (
            'jumlah "{kolom}" untuk {kelompok} adalah {nilai}, sedangkan dataset {acuan_dataset} mencatat {acuan}',
            "Selisih paling banyak {toleransi}.",
            "Periksa angka rincian kelompok itu; angka tertukar atau salah ketik tidak tampak per baris.",
        ),
        (
            '"{kolom}" adds up to {nilai} for {kelompok}, while dataset {acuan_dataset} has {acuan}',
            "A difference of at most {toleransi}.",
            "Check the detail figures of that group; swapped digits do not show row by row.",
        ),
    ),
    _j(
        "REVISI_BESAR",
        "dataset",
        "Q-08",
        "BPS, kebijakan revisi (EPSS); Permen PPN 16/2020 Pasal 18",
        (
            '"{kolom}" untuk {kelompok} berubah dari {acuan} menjadi {nilai} ({perubahan})',
            "Perubahan terhadap versi terakhir paling banyak {batas}, kecuali ada alasan.",
            'Periksa angkanya; bila benar, isi "alasan_revisi" pada metadata.',
        ),
        (
            '"{kolom}" for {kelompok} changed from {acuan} to {nilai} ({perubahan})',
            "A change against the last version of at most {batas}, unless a reason is given.",
            'Check the figure; if it is right, fill in "alasan_revisi" in the metadata.',
        ),
    ),
    _j(
        "LONJAKAN",
        "dataset",
        "Q-06",
        f"{_MUTU}",
        (
            '"{kolom}" untuk {kelompok} adalah {nilai}, periode sebelumnya ({periode_acuan}) {acuan}',
            "Perbandingan antara {minimum} dan {maksimum} kali.",
            "Periksa satuan dan jumlah nolnya; bila benar, jelaskan di catatan metadata.",
        ),
        (
            '"{kolom}" for {kelompok} is {nilai}; the period before ({periode_acuan}) had {acuan}',
            "A ratio between {minimum} and {maksimum}.",
            "Check the unit and the zeros; if right, explain it in the metadata.",
        ),
    ),
    _j(
        "SEBARAN_DI_LUAR_BATAS",
        "dataset",
        "Q-06",
        f"{_MUTU}",
        (
            'jumlah seluruh "{kolom}" periode {periode} adalah {nilai}',
            "Antara {minimum} dan {maksimum}: {alasan}",
            "Periksa satuan dan kelengkapan barisnya.",
        ),
        (
            'the sum of "{kolom}" in period {periode} is {nilai}',
            "Between {minimum} and {maksimum}: {alasan}",
            "Check the unit and whether rows are complete.",
        ),
    ),
    _j(
        "ACUAN_BELUM_ADA",
        "dataset",
        "Q-06",
        f"{_MUTU}",
        (
            "jumlah bagian belum dapat dicocokkan: dataset {acuan_dataset} periode {periode} belum terbit",
            "Dataset acuan terbit lebih dahulu.",
            "Tidak perlu diubah; pencocokan dilakukan saat acuan terbit.",
        ),
        (
            "parts cannot be matched yet: dataset {acuan_dataset} for period {periode} is not published",
            "The reference dataset is published first.",
            "Nothing to change; the match is made once the reference is out.",
        ),
    ),
    _j(
        "DATA_PRIBADI",
        "privasi",
        "P-01",
        "UU 27/2022 Pasal 4; UU 16/1997 Pasal 21",
        (
            "{tempat} memuat {jenis_pribadi} (isinya tidak ditampilkan)",
            "Berkas tidak boleh memuat pengenal orang.",
            "Hapus pengenal itu dari seluruh berkas, lalu kirim ulang. Jangan menyamarkan sebagian angkanya.",
        ),
        (
            "{tempat} holds a {jenis_pribadi} (not shown)",
            "The file may not hold identifiers of persons.",
            "Remove the identifier from the whole file and send again. Do not mask part of it.",
        ),
    ),
    _j(
        "BARIS_TIDAK_RATA",
        "baris",
        "SDI-03",
        f"{_PP39} Pasal 9(2)",
        (
            "baris ini berisi {jumlah} sel, sedangkan judulnya {harapan} kolom",
            "Tiap baris berisi sel sebanyak kolom judul.",
            "Periksa tanda pemisah dan tanda kutip pada baris itu; isi di luar tabel tidak dimuat.",
        ),
        (
            "this row holds {jumlah} cells, while the header has {harapan} columns",
            "Each row holds as many cells as the header has columns.",
            "Check separators and quotation marks in that row; what lies outside the table is not loaded.",
        ),
    ),
    _j(
        "PERIODE_BELUM_TIBA",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            "periode {nilai} belum tiba ({jumlah} baris, mulai baris ini)",
            "Periode yang sudah berjalan pada {hari}.",
            "Periksa kolom waktunya; tahun atau bulan sering salah ketik.",
        ),
        (
            "period {nilai} has not come yet ({jumlah} rows, from this row on)",
            "A period that has begun by {hari}.",
            "Check the time columns; years and months are often mistyped.",
        ),
    ),
    _j(
        "PERIODE_BELUM_BERAKHIR",
        "baris",
        "Q-03",
        f"{_MUTU}",
        (
            "periode {nilai} belum berakhir ({jumlah} baris, mulai baris ini)",
            "Data disampaikan setelah periodenya berakhir ({akhir}), kecuali angkanya sementara.",
            'Bila angkanya memang sementara, nyatakan "status_angka": "sementara" pada metadata.',
        ),
        (
            "period {nilai} has not ended yet ({jumlah} rows, from this row on)",
            "Data are submitted after their period has ended ({akhir}), unless they are provisional.",
            'If the figures are provisional, say "status_angka": "sementara" in the metadata.',
        ),
    ),
    _j(
        "WAKTU_BERTENTANGAN",
        "baris",
        "SDI-04",
        f"{_VAR} kolom 10",
        (
            'tertulis "{nilai}", sedangkan kolom {kolom_waktu} pada baris ini menyatakan periode {periode}',
            "Tanggal dan kolom waktu menunjuk periode yang sama.",
            "Betulkan tanggalnya, atau kolom waktunya.",
        ),
        (
            'it reads "{nilai}", while {kolom_waktu} of this row say period {periode}',
            "The date and the time columns point to the same period.",
            "Correct the date, or the time columns.",
        ),
    ),
    _j(
        "WILAYAH_GANDA",
        "dataset",
        "Q-05",
        _SATUAN_KODE,
        (
            "wilayah {nama} tercatat dengan dua kode ({nilai} dan {kode_lain}) untuk periode {periode}",
            "Satu wilayah hanya satu baris tiap periode, walau kodenya berganti dalam periode itu.",
            "Pilih salah satu kode dan hapus baris yang lain; bila angkanya berbeda, tanyakan kepada sumbernya.",
        ),
        (
            "area {nama} stands under two codes ({nilai} and {kode_lain}) for period {periode}",
            "One area has one row a period, even if its code changed within it.",
            "Choose one code and delete the other row; if the figures differ, ask the source.",
        ),
    ),
    _j(
        "PEMERIKSAAN_GAGAL",
        "dataset",
        "SDI-13",
        f"{_PP39} Pasal 34",
        (
            "pemeriksaan tidak dapat diselesaikan karena gangguan pada sistem ({tahap_gagal}), bukan karena berkas Anda",
            "Pemeriksaan berjalan sampai selesai.",
            "Berkas Anda tersimpan. Walidata akan menjalankan ulang; Anda tidak perlu mengirim lagi.",
        ),
        (
            "the check could not be completed because of a fault in the system ({tahap_gagal}), not in your file",
            "The check runs to its end.",
            "Your file is kept. The Walidata will run it again; you need not send it twice.",
        ),
    ),
)

KATALOG: dict[str, Jenis] = {kind.kode: kind for kind in _ALL}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _where(finding: Temuan, bahasa: str) -> str:
    row, sheet = ("Baris", "lembar") if bahasa == "id" else ("Row", "sheet")
    column, cell = ("kolom", "sel") if bahasa == "id" else ("column", "cell")
    parts: list[str] = []
    if finding.lembar:
        parts.append(f'{sheet.capitalize() if not parts else sheet} "{finding.lembar}"')
    if finding.baris is not None:
        parts.append(f"{row if not parts else row.lower()} {finding.baris}")
    if finding.kolom and (finding.baris is not None):
        spot = f" ({cell} {finding.sel})" if finding.sel else ""
        parts.append(f'{column} "{finding.kolom}"{spot}')
    return ", ".join(parts)


def _fill(template: str, finding: Temuan) -> str:
    values = _Blank(finding.params)
    values.setdefault("nilai", finding.nilai if finding.nilai is not None else "")
    values.setdefault("kolom", finding.kolom or "")
    return template.format_map(values)


def pesan(finding: Temuan, bahasa: str) -> str:
    """The whole message: where, what was found, what was expected, how to repair."""
    words = KATALOG[finding.kode].id if bahasa == "id" else KATALOG[finding.kode].en
    where = _where(finding, bahasa)
    found = _fill(words.temuan, finding)
    head = f"{where}: {found}" if where else found[:1].upper() + found[1:]
    rest = (_fill(words.harapan, finding), _fill(words.perbaikan, finding))
    return " ".join([f"{head}.", *(part for part in rest if part)])


def dokumen(finding: Temuan) -> dict[str, Any]:
    """One entry of the findings document (DOORS)."""
    kind = KATALOG[finding.kode]
    return {
        "kode": finding.kode,
        "tahap": finding.tahap,
        "tingkat": finding.tingkat,
        "aturan": finding.aturan,
        "dasar_hukum": kind.dasar_hukum,
        "lembar": finding.lembar,
        "baris": finding.baris,
        "kolom": finding.kolom,
        "sel": finding.sel,
        "nilai": finding.nilai,
        "harapan": _fill(kind.id.harapan, finding),
        "perbaikan": _fill(kind.id.perbaikan, finding),
        "saran": [{"nilai": s.nilai, "jarak": s.jarak} for s in finding.saran],
        "pesan": {"id": pesan(finding, "id"), "en": pesan(finding, "en")},
    }


def ringkasan(findings: Iterable[Temuan]) -> list[dict[str, Any]]:
    """Counts per code, severity and column, most severe first (DOORS ``ringkasan``)."""
    order = {"tolak": 0, "peringatan": 1, "catatan": 2}
    counts = Counter((f.kode, f.tingkat, f.kolom) for f in findings)
    rows = sorted(
        counts.items(), key=lambda kv: (order[kv[0][1]], -kv[1], kv[0][0], kv[0][2] or "")
    )
    return [{"kode": k, "tingkat": t, "kolom": c, "jumlah": n} for (k, t, c), n in rows]
