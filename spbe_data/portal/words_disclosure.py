"""Words of figures that are withheld or not available, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "tanda.legenda": (
        "Tanda: 0 = nol; (r) = dirahasiakan; … = tidak tersedia. Dalam berkas unduhan, kolom berakhiran "
        "_status menyebut sebab sel kosong.",
        "Signs: 0 = zero; (r) = withheld; … = not available. In the files, columns ending in _status "
        "say why a cell is empty.",
    ),
    "tanda.jumlah": (
        "{n} angka dirahasiakan menurut kebijakan {kebijakan}: angka kecil tentang orang atau usaha, "
        "dan angka lain yang dapat membukanya lewat pengurangan.",
        "{n} figures are withheld under policy {kebijakan}: small figures about people or businesses, "
        "and others that would give them away by subtraction.",
    ),
}
