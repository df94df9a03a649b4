"""The table in a web page that calls itself a spreadsheet.

Belongs here: HTML → rows. Runs only in the capped child: the standard parser can be made slow by
hostile input. Does not belong here: choosing the header.
"""

from __future__ import annotations

from html.parser import HTMLParser


class TabelTidakAda(ValueError):
    """The page has ``jumlah`` tables, and not the one that was asked for."""

    def __init__(self, jumlah: int) -> None:
        self.jumlah = jumlah
        super().__init__(jumlah)


class _Tabel:
    def __init__(self, jumlah_kolom: int) -> None:
        self.baris: list[list[str]] = []
        self.sel = 0
        self._jumlah_kolom = jumlah_kolom
        self._tertutup: dict[int, int] = {}  # column → rows still covered by a rowspan above
        self._isi: list[str] | None = None
        self._bentang = (1, 1)

    def mulai_baris(self) -> None:
        self.tutup_sel()
        self._tertutup = {j: n - 1 for j, n in self._tertutup.items() if n > 1}
        self.baris.append([])

    def mulai_sel(self, colspan: int, rowspan: int) -> None:
        if not self.baris:
            self.mulai_baris()
        self.tutup_sel()
        self._isi = []
        self._bentang = (colspan, rowspan)

    def tutup_sel(self) -> None:
        if self._isi is None:
            return
        baris = self.baris[-1]
        while len(baris) in self._tertutup:
            baris.append("")
        colspan, rowspan = self._bentang
        if rowspan > 1:
            for j in range(len(baris), len(baris) + colspan):
                self._tertutup[j] = rowspan
        baris.append(" ".join("".join(self._isi).split()))
        # Like a merged cell: the text stands in the first, the rest is blank.
        baris.extend([""] * min(colspan - 1, self._jumlah_kolom))
        self.sel += colspan
        self._isi = None

    def teks(self, isi: str) -> None:
        if self._isi is not None:
            self._isi.append(isi)


class _Pembaca(HTMLParser):
    def __init__(self, jumlah_kolom: int) -> None:
        super().__init__(convert_charrefs=True)
        self._jumlah_kolom = jumlah_kolom
        self._terbuka: list[_Tabel] = []
        self.tabel: list[_Tabel] = []
        self._diam = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._diam += 1
        elif tag == "table":
            self._terbuka.append(_Tabel(self._jumlah_kolom))
            self.tabel.append(self._terbuka[-1])
        elif not self._terbuka:
            return
        elif tag == "tr":
            self._terbuka[-1].mulai_baris()
        elif tag in ("td", "th"):
            nilai = dict(attrs)
            self._terbuka[-1].mulai_sel(
                _bentang(nilai.get("colspan"), self._jumlah_kolom),
                _bentang(nilai.get("rowspan"), 65_534),
            )
        elif tag in ("br", "p", "div"):
            self._terbuka[-1].teks(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._diam = max(0, self._diam - 1)
        elif self._terbuka:
            if tag in ("td", "th", "tr"):
                self._terbuka[-1].tutup_sel()
            elif tag == "table":
                self._terbuka.pop().tutup_sel()

    def handle_data(self, data: str) -> None:
        if self._terbuka and not self._diam:
            self._terbuka[-1].teks(data)

    def close(self) -> None:
        super().close()
        for tabel in self._terbuka:
            tabel.tutup_sel()


def _bentang(nilai: str | None, paling_banyak: int) -> int:
    return min(max(int(nilai), 1), paling_banyak) if nilai and nilai.strip().isdecimal() else 1


def baca_html(
    teks: str, jumlah_kolom: int, diminta: int | None = None
) -> tuple[list[list[str]], int, int]:
    """Rows of the table with most cells, its place among all tables (from 1), and their number.

    ``diminta``: the place of the table to take instead. Raises TabelTidakAda for a place that is
    not there or holds no cells, ValueError when the page has no table with cells. A cell holds
    its own text only, not that of a table nested in it.
    """
    pembaca = _Pembaca(jumlah_kolom)
    pembaca.feed(teks)
    pembaca.close()
    banyak = len(pembaca.tabel)
    if not any(tabel.sel for tabel in pembaca.tabel):
        raise ValueError("tanpa tabel")
    if diminta is None:
        terpilih = max(pembaca.tabel, key=lambda tabel: tabel.sel)
    elif 1 <= diminta <= banyak and pembaca.tabel[diminta - 1].sel:
        terpilih = pembaca.tabel[diminta - 1]
    else:
        raise TabelTidakAda(banyak)
    return terpilih.baris, pembaca.tabel.index(terpilih) + 1, banyak
