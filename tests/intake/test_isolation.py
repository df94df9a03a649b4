"""The capped child: what it may, what happens to it, and that nobody else notices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from spbe_data.intake.child import jalankan_anak
from spbe_data.intake.model import Batas, BerkasDitolak, KodeTolak
from spbe_data.intake.zygotes import ZigotHilang
from tests.conftest import ROOT

MODUL = "tests.intake.kerja_uji"
_AWAL = f"""
import os
from spbe_data.intake.child import jalankan_anak
from spbe_data.intake.model import Batas
jalan = lambda: jalankan_anak({MODUL!r}, {{"mode": "biasa"}}, b"", Batas())[0]
"""


def jalan(
    mode: str = "biasa", data: bytes = b"isi", batas: Batas | None = None, **lain: Any
) -> Any:
    jawaban, sisa = jalankan_anak(MODUL, {"mode": mode, **lain}, data, batas or Batas())
    assert bytes(sisa) == data
    return jawaban


def gagal(mode: str, batas: Batas | None = None, **lain: Any) -> dict[str, Any]:
    with pytest.raises(BerkasDitolak) as hasil:
        jalan(mode, batas=batas, **lain)
    assert hasil.value.kode is KodeTolak.PEMBACA_GAGAL
    return hasil.value.params


def menunggu(benar: Callable[[], bool], detik: float = 5.0) -> bool:
    sampai = time.monotonic() + detik
    while not (ya := benar()) and time.monotonic() < sampai:
        time.sleep(0.01)
    return ya


def anak_dari(pid: int) -> list[int]:
    teks = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(satu) for satu in teks.split()]


def hidup(pid: int) -> bool:
    try:
        keadaan = (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        )
    except (FileNotFoundError, ProcessLookupError):
        return False
    return keadaan != "Z"


def test_the_child_has_nothing_but_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPBE_RAHASIA", "kunci")
    jawaban = jalan(batas=Batas(memori_anak=1 << 30, detik_cpu=7))
    assert jawaban["batas"] == {"AS": 1 << 30, "CPU": 7, "FSIZE": 0, "CORE": 0}
    assert jawaban["folder"] == "/"
    assert "SPBE_RAHASIA" not in jawaban["lingkungan"]
    assert set(jawaban["pegangan"]) <= {0, 1, 2}
    assert jawaban["grup"] == jawaban["pid"]
    assert jawaban["sesi"] != os.getsid(0)
    assert not jawaban["polars"]


def test_one_child_per_file_from_one_zygote() -> None:
    semua = [jalan(data=bytes(n)) for n in (0, 1, 3_000_000)]
    assert [j["panjang"] for j in semua] == [0, 1, 3_000_000]
    assert len({j["pid"] for j in semua}) == 3
    assert len({j["zigot"] for j in semua}) == 1


@pytest.mark.parametrize(
    ("mode", "batas", "params"),
    [
        ("tidur", Batas(detik_anak=0.2), {"alasan": "waktu"}),
        ("putar", Batas(detik_anak=0.2), {"alasan": "waktu"}),
        ("banjir", Batas(detik_anak=0.2, memori_anak=1 << 40), {"alasan": "waktu"}),
        ("banjir", Batas(memori_anak=64 << 20), {"alasan": "mati", "kode_keluar": 0}),
        ("putar", Batas(detik_cpu=1), {"alasan": "waktu", "kode_keluar": -signal.SIGXCPU}),
        ("memori", Batas(memori_anak=512 << 20), {"alasan": "mati", "kode_keluar": 137}),
        ("batal", Batas(), {"alasan": "mati", "kode_keluar": -signal.SIGABRT}),
        ("keluar", Batas(), {"alasan": "mati", "kode_keluar": 7}),
        ("sampah", Batas(), {"alasan": "mati", "kode_keluar": 0}),
        ("salah", Batas(), {"alasan": "galat", "jenis": "LookupError"}),
    ],
)
def test_each_limit_kills_the_child_alone(mode: str, batas: Batas, params: dict[str, Any]) -> None:
    zigot = jalan()["zigot"]
    mulai = time.monotonic()
    assert gagal(mode, batas) == params
    assert time.monotonic() - mulai < 10
    assert jalan()["zigot"] == zigot
    # What is left is the one in waiting: the child that ran too long was killed, not forgotten.
    assert menunggu(lambda: len(anak_dari(zigot)) == 1)


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    letak = tmp_path / "bocor"
    assert gagal("tulis", letak=str(letak))["alasan"] == "galat"
    assert not letak.exists() or letak.stat().st_size == 0


def test_a_refusal_of_the_child_arrives_whole() -> None:
    with pytest.raises(BerkasDitolak) as hasil:
        jalan("tolak")
    assert (hasil.value.kode, hasil.value.params) == (
        KodeTolak.TERLALU_LEBAR,
        {"jumlah": 3, "batas": 2},
    )


def test_what_the_child_started_dies_with_it() -> None:
    jawaban = jalan("cucu")

    def ada() -> bool:
        grup = [
            p.read_text(encoding="ascii").rpartition(")")[2].split()
            for p in Path("/proc").glob("[0-9]*/stat")
            if p.exists()
        ]
        return any(int(satu[2]) == jawaban["pid"] and satu[0] != "Z" for satu in grup)

    assert menunggu(lambda: not ada())


def test_a_zygote_that_is_gone_is_replaced() -> None:
    lama = jalan()["zigot"]
    os.kill(lama, signal.SIGKILL)
    baru = jalan()["zigot"]
    assert baru != lama
    # It goes while a file is being read, again and again: that is told, and the next file is read.
    with pytest.raises(ZigotHilang):
        jalan("bunuh_zigot")
    assert jalan()["zigot"] != baru


def test_a_child_in_waiting_that_is_gone_is_replaced() -> None:
    zigot = jalan()["zigot"]
    (menanti,) = anak_dari(zigot)
    os.kill(menanti, signal.SIGKILL)
    jawaban = jalan()
    assert (jawaban["zigot"], jawaban["pid"] != menanti) == (zigot, True)


def test_many_threads_share_a_zygote() -> None:
    def satu(ke: int) -> tuple[int, int]:
        if ke % 5 == 0:
            assert gagal("batal")["kode_keluar"] == -signal.SIGABRT
        jawaban = jalan(data=bytes(ke * 1000))
        assert jawaban["panjang"] == ke * 1000
        return jawaban["zigot"], jawaban["pid"]

    with ThreadPoolExecutor(8) as kolam:
        hasil = list(kolam.map(satu, range(60)))
    assert len({zigot for zigot, _ in hasil}) == 1
    assert len({pid for _, pid in hasil}) == 60


def test_no_descriptor_is_left_open() -> None:
    jalan()
    jumlah = len(list(Path("/proc/self/fd").iterdir()))
    for mode in ("biasa", "batal", "salah", "keluar") * 3:
        if mode == "biasa":
            jalan()
        else:
            gagal(mode)
    gagal("tidur", Batas(detik_anak=0.05))
    assert len(list(Path("/proc/self/fd").iterdir())) == jumlah


def test_a_forked_copy_of_the_service_starts_its_own() -> None:
    naskah = (
        _AWAL
        + """
induk = jalan()["zigot"]
pid = os.fork()
if pid == 0:
    os._exit(0 if jalan()["zigot"] != induk else 1)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
assert jalan()["zigot"] == induk
"""
    )
    subprocess.run([sys.executable, "-c", naskah], cwd=ROOT, check=True, timeout=60)


@pytest.mark.parametrize("akhir", ["pass", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_it_ends_with_the_service_however_that_ends(akhir: str) -> None:
    naskah = f"""{_AWAL}
print(jalan()["zigot"], flush=True)
{akhir}
"""
    selesai = subprocess.run(
        [sys.executable, "-c", naskah], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    zigot = int(selesai.stdout)
    assert menunggu(lambda: not hidup(zigot))


def test_libraries_with_threads_are_never_forked() -> None:
    with pytest.raises(ZigotHilang):
        jalankan_anak("tests.intake.kerja_berutas", {"mode": "biasa"}, b"", Batas())
    for batas, mode in ((Batas(), "biasa"), (Batas(detik_anak=0.5), "tidur")):
        jalankan = (
            "tests.intake.kerja_berutas", {"mode": mode}, b"isi", batas,
        )  # fmt: skip
        if mode == "biasa":
            jawaban, sisa = jalankan_anak(*jalankan, berutas=True)
            assert bytes(sisa) == b"isi"
            assert jawaban["zigot"] == os.getpid()
            assert jawaban["batas"]["FSIZE"] == 0
        else:
            with pytest.raises(BerkasDitolak) as hasil:
                jalankan_anak(*jalankan, berutas=True)
            assert hasil.value.params == {"alasan": "waktu"}
