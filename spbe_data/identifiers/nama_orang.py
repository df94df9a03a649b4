"""Whether a text looks like a person's name, or like the address of a house.

Belongs here: the shape of one value. The lists are small and general on purpose: a name is told by
its titles, by ``bin``/``binti``, by endings that are common in names and rare in other words, and
by some of the most common given names. Whether a table tells who lives where is for the privacy
stage, which sees whole columns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GELAR_DEPAN = re.compile(
    r"^(?:(?:prof|dr|drs|dra|drg|ir|h|hj|hjh|kh|k\.h|ust|ustadz|ustadzah|tn|ny|nn|sdr|sdri|an|by|bpk|"
    r"bapak|ibu|alm|almh|apt|ns|r|rd|tgk|teuku|raden)(?:\.\s*|\s+))+",
    re.IGNORECASE,
)
_GELAR_BELAKANG = re.compile(
    r"(?:,\s*|\s+)(?:s|m|a|d|b)\.?\s?(?:e|h|i|t|si|pd|pdi|sos|kom|kep|keb|kes|km|ked|ag|hum|ip|ap|"
    r"akt|mm|md|ma|farm|gz|psi|stat|p|pt|hut|pi|st|tr|ling|eng|sc|a)\.?"
    r"(?:\s?\.?\s?(?:i|keb|kep|kom|gz))?\.?(?=$|[,\s])",
    re.IGNORECASE,
)
_BENTUK = re.compile(
    r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'`’.\-]{0,24}(?: [A-Za-zÀ-ÿ'`’(][A-Za-zÀ-ÿ'`’.\-)]{0,24}){0,5}"
)
# Words that stand in names of bodies, places, classes and sentences, not of persons.
_BUKAN_NAMA = _words(
    """
    dinas badan bagian kantor sekretariat inspektorat satuan desa kelurahan kecamatan kabupaten kota
    provinsi dusun kampung blok jalan gang perum perumahan komplek sd sdn sdit sds smp smpn smpit sma
    sman smk smkn mi mts ma ra tk paud kb pkbm slb pt cv ud pd toko warung kios bengkel salon rumah
    sakit rs rsud rsia puskesmas pustu klinik apotek posyandu praktik masjid musala musholla gereja
    pura vihara sekolah universitas akademi politeknik sekolah pesantren pondok yayasan koperasi
    bank hotel restoran cafe kafe pasar terminal stasiun bandara pelabuhan jembatan sungai situ
    danau pantai gunung taman museum gedung kelompok tani ternak organisasi lembaga perusahaan
    industri jumlah total persentase laki perempuan pria wanita tahun bulan negeri swasta utara
    selatan barat timur tengah pusat dan atau di ke dari yang dengan untuk pada oleh tidak belum
    sudah ada non per dalam luar antara bukan lainnya lain umum khusus baik rusak sedang ringan
    berat tinggi rendah sangat milik sendiri sewa kontrak tetap sementara islam kristen katolik
    hindu buddha konghucu petani buruh pedagang pns tni polri wiraswasta karyawan pelajar mahasiswa
    ibu bapak aplikasi sistem informasi layanan pelayanan program kegiatan pembangunan pengadaan
    pengembangan peningkatan pemeliharaan rehabilitasi data laporan dokumen peraturan keputusan
    surat izin pajak retribusi belanja pendapatan dana bantuan air listrik sampah jalan raya padi
    jagung kedelai cabai bawang beras gula minyak daging telur ayam sapi kambing ikan belum kawin
    cerai hidup mati lahir meninggal kepala keluarga anak istri suami orang tua menantu cucu unit
    kb hektar hektare meter ton orang jiwa unit buah lembar paket usia umur kelas semester triwulan
    januari februari maret april mei juni juli agustus september oktober november desember senin
    selasa rabu kamis jumat sabtu minggu republik indonesia pemerintah pemerintahan daerah wilayah
    hamil camat lurah bupati guru ketua rt rw hijau biru merah kuning baru lama besar kecil menengah mikro ya tidak sehat sakit aktif nonaktif
    """
)
# Common given names, and parts of names, that are not also common words or parts of village names.
_NAMA_UMUM = _words(
    """
    muhammad mohammad mohamad muhamad moch moh muh achmad ahmad abdul abdullah abdurrahman ali
    hasan husen husein usman umar ibrahim ismail yusuf yusup idris ilham iqbal irfan ridwan rizal
    rizki rizky rizqi fajar fahmi faisal farhan fadli fauzi hafiz hakim hamzah hendra hendri heri
    hermawan herman hidayat imam indra iwan jajang jaka joko kurnia kurniawan lukman maman mamat
    mulyadi mulyana nana nanang nandang nur nurul oman otong asep ujang dadang dede dedi deden
    dedeh dian dina dini dwi tri eka endang endah euis eti ety enok enung iis ika imas indah intan
    jejen juju karti kartini kokom lela lilis lina linda maya mega mila mimin mira nani neneng
    nining nina nita novi nunung oneng ratna rani rina rini rita rosita rohmah rohani sari siti
    sri sulastri sumi suryati susi susan tati teti tini titin tuti wati widya winda wulan yani yanti
    yayah yeni yuli yulia yuliana yuni zahra zainab aisyah fatimah khadijah hasanah aminah maryam
    aminudin andi andri agus agung aditya adi ade adam ahmadi akbar aldi alif amir ananda andika
    anwar ari arif arifin aris arya aziz bambang bayu beni budi budiman cecep cahyono citra danang
    dani daniel david deni dewi dewa didi dimas doni edi eko erik erwin fitri fitria fitriani galih
    gilang gunawan guntur hadi haris hartono haryanto ikhsan jamal jaya johan jono juanda kosasih
    kusuma kusnadi mahmud marwan marni nasution siregar sitorus simanjuntak hutapea sihombing
    situmorang sinaga lubis harahap tarigan ginting sembiring panjaitan pangaribuan tambunan
    pasaribu sitepu rangkuti wayan made nyoman ketut putu gede komang kadek ngurah dewa ayu bagus
    oktavia oktaviani permana permata pratama prasetyo prasetya purnama purnomo putra putri raden
    rahma rahman rahmat rahmawati ramadhan ramdani ramdan rendi reza riko rio robi rudi rusdi
    rusman saepudin saepul saiful samsul sandi santoso saputra saputri setiawan setiadi sidik
    slamet solihin subagyo sudirman sugeng suherman suharto sukarno sukardi sulaeman sulaiman
    sumarni supardi supriadi surya suryadi suryana suryani suparman sutisna sutrisno suwandi syarif
    syahrul taufik teguh tono toni udin ucup wahyu wahyudi wawan wibowo widodo wijaya yadi yana
    yanto yayan yoga yudi yunus yusril zaenal zainal zaki maria yohanes yosef agustina kristina
    lestari anggraini anggraeni puspita puspitasari rahayu handayani wulandari maharani safitri
    nuraini nurhayati nurjanah halimah salamah masitoh karsih karmila rosmiati komariah
    """
) - {"jaya", "sari", "kurnia", "mega", "citra", "surya", "permata", "kusuma", "intan", "indah"}
_AKHIRAN_KUAT = re.compile(
    r"(?:[a-z]{2}wati|[a-z]{2}yati|ningsih|ningrum|yanto|yono|[a-z]{3}udin|uddin|ullah|"
    r"[a-z]{2}iyah|syah|[a-z]{3}awan|[a-z]{3}yana|[a-z]{3}anto)$"
)

Kemiripan = Literal["kuat", "bentuk", "bukan"]


@lru_cache(maxsize=65536)
def mirip_nama(teks: str) -> Kemiripan:
    """``kuat``: a name by its parts; ``bentuk``: words that could be a name; ``bukan``: no name."""
    text = " ".join(teks.split())
    if not 2 <= len(text) <= 70 or any("0" <= c <= "9" for c in text):
        return "bukan"
    bare = _GELAR_BELAKANG.sub("", text)
    titled = bare != text
    after = _GELAR_DEPAN.sub("", bare)
    # A single letter ("R. 5", "S") or nothing left: an abbreviation, not a name.
    titled = titled or after != bare
    bare = after.strip(" ,.")
    if not _BENTUK.fullmatch(bare):
        return "bukan"
    words = [w for w in re.split(r"[^a-zà-ÿ]+", bare.lower()) if w]
    if not words or len(words) > 6 or len(bare) < 3 or any(w in _BUKAN_NAMA for w in words):
        return "bukan"
    if {"bin", "binti", "bt", "bte"} & set(words[1:-1]):
        return "kuat"
    if any(w in _NAMA_UMUM for w in words) or (
        len(words) <= 4 and any(_AKHIRAN_KUAT.search(w) for w in words)
    ):
        return "kuat"
    if titled and len(words) <= 4:
        return "kuat"
    return "bentuk"


_JALAN = re.compile(
    r"(?<![a-z])(?:jln?|jalan|gg|gang|lorong)(?![a-z])[. ]{0,3}[a-z0-9]", re.IGNORECASE
)
_RT_RW = re.compile(
    r"(?<![a-z])rt(?![a-z])[ .:]{0,3}[0-9]{1,3}|(?<![a-z])rw(?![a-z])[ .:]{0,3}[0-9]{1,3}|"
    r"(?<![0-9])[0-9]{1,3} ?/ ?[0-9]{1,3}(?![0-9/])",
    re.IGNORECASE,
)
_KAMPUNG = re.compile(
    r"(?<![a-z])(?:kp|kamp|kampung|dusun|dsn|perum|perumahan|komplek|komp|kompleks|griya|cluster|"
    r"lingkungan|link|jorong|nagari)(?![a-z])[. ]{0,3}[a-z0-9]",
    re.IGNORECASE,
)
_NOMOR_RUMAH = re.compile(
    r"(?<![a-z])(?:no|nomor|blok|blk|kav)(?![a-z])[. ]{0,3}[a-z]{0,2}[ \-/]?[0-9]{1,4}",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def mirip_alamat(teks: str) -> Kemiripan:
    """``kuat``: street, RT/RW or house number; ``bentuk``: a kampung or estate alone; else
    ``bukan``."""
    if not 4 <= len(teks) <= 300:
        return "bukan"
    street, number = _JALAN.search(teks), _NOMOR_RUMAH.search(teks)
    hamlet = _KAMPUNG.search(teks)
    near = re.search(r"(?<![a-z])r[tw](?![a-z])[ .:]{0,3}[0-9]", teks, re.IGNORECASE)
    if (
        near
        or (street and (number or len(teks) >= 8))
        or (hamlet and (number or _RT_RW.search(teks)))
    ):
        return "kuat"
    return "bentuk" if hamlet else "bukan"
