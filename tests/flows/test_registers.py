"""States of the registers per agency, by the law's own articles, over the repository's content."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from spbe_data.flows import check, curate, decide, submit
from spbe_data.flows.calendar import jatuh_tempo
from spbe_data.flows.house import Rumah
from spbe_data.flows.registers import (
    KeadaanRegister,
    instansi_terikat,
    register_dikenal,
    status_register,
)
from spbe_data.identifiers.periode import Periode
from tests.synthetic import METADATA, Row, as_csv

REGISTER = "register-usulan-proses-bisnis"
FULL, NIL, SILENT = "dinas-kesehatan", "dinas-pendidikan", "dinas-sosial"

ARTICLES = {
    "4(7)": "domain-arsitektur",
    "5": "reviu-arsitektur",
    "5(2)": "reviu-arsitektur",
    "6": "peta-rencana",
    "7(2)": "reviu-peta-rencana",
    "7(6)": "peta-rencana",
    "8": "rencana-anggaran",
    "9(4a)": "usulan-proses-bisnis",
    "9(4b)": "usulan-proses-bisnis",
    "9(4c)": "usulan-proses-bisnis",
    "14(3)": "jaringan-lokal",
    "15(3)": "api",
    "16(6)": "pusat-data-luar",
    "16(7)": "pusat-data-luar",
    "18": "aplikasi",
    "34": "aplikasi",
    "20A": "layanan",
    "20B": "layanan",
    "22(2a)": "risiko",
    "23": "keamanan-informasi",
    "24(3)d": "basis-data",
    "25": "aset-tik",
    "26": "sdm",
    "27": "pengetahuan",
    "28": "perubahan",
    "29": "manajemen-layanan",
    "30": "audit-tik",
    "31(3)": "audit-tik",
    "32": "keputusan",
    "33(7)": "keputusan",
    "32A": "pedoman",
    "33(3)": "pemantauan-internal",
}
"""Every article that asks for a register → the register that answers it."""


@pytest.mark.parametrize(("pasal", "register"), ARTICLES.items())
def test_a_register_is_found_by_its_article(rumah: Rumah, pasal: str, register: str) -> None:
    for asked in (pasal, f"Pasal {pasal}", f" {pasal.upper()} "):
        assert f"register-{register}" in {s.id for s in register_dikenal(rumah, asked)}


@pytest.mark.parametrize("pasal", ["1", "35", "16(1)", "24(3)a", "bukan pasal", "", "2(2a)"])
def test_other_articles_have_no_register(rumah: Rumah, pasal: str) -> None:
    assert register_dikenal(rumah, pasal) == []


def test_every_register_is_a_sample_and_none_is_public(rumah: Rumah) -> None:
    found = register_dikenal(rumah)
    assert set(ARTICLES.values()) == {s.id.removeprefix("register-") for s in found}
    assert all(s.contoh and s.kelas != "terbuka" for s in found)


def _row(rumah: Rumah, agency: str, **values: Any) -> Row:
    standard = rumah.catalog.standar[REGISTER]
    listed = standard.satu("status_usulan").daftar
    assert listed is not None
    there: Row = {
        "nama_usulan": f"Penyederhanaan layanan {agency}",
        "alasan_usulan": "Antrean terlalu panjang",
        "disampaikan_pada": "2025-10-01",
        "status_usulan": rumah.catalog.daftar[listed].entri[0].nama,
    }
    own: Row = {"perangkat_daerah": agency, "nomor": 1, "keberadaan": "ADA", "tahun": 2025}
    return own | there | values


def _nil(rumah: Rumah, agency: str) -> Row:
    empty = dict.fromkeys(("nama_usulan", "alasan_usulan", "disampaikan_pada", "status_usulan"), "")
    return _row(rumah, agency, keberadaan="NIHIL", **empty)


def _send(rumah: Rumah, rows: list[Row]) -> str:
    columns = rumah.catalog.standar[REGISTER].nama_kolom
    return submit.ajukan(
        rumah, data=as_csv(rows, columns), nama_berkas="register.csv", dataset=REGISTER,
        metadata=METADATA, aktor="petugas", periode="2025",
    ).id  # fmt: skip


def _states(rumah: Rumah, day: dt.date, register: str = REGISTER) -> dict[str, KeadaanRegister]:
    return {
        one.perangkat_daerah: one for one in status_register(rumah, day) if one.register == register
    }


def test_time_alone_makes_a_register_due_missing_and_late(rumah: Rumah) -> None:
    standard = rumah.catalog.standar[REGISTER]
    due = jatuh_tempo(standard, Periode.parse("2025"))
    grace = dt.timedelta(days=rumah.catalog.kebijakan(due).toleransi_terlambat_hari)
    days = {
        dt.date(2025, 12, 31): "belum_jatuh_tempo",
        dt.date(2026, 1, 1): "belum_ada",
        due + grace: "belum_ada",
        due + grace + dt.timedelta(days=1): "terlambat",
    }
    for day, wanted in days.items():
        states = _states(rumah, day)
        assert {s.status for s in states.values()} == {wanted}
        assert set(states) == set(instansi_terikat(rumah, standard))
    late = _states(rumah, due + grace + dt.timedelta(days=9))[SILENT]
    assert late.sejak == due + grace + dt.timedelta(days=1) and late.jatuh_tempo == due


def test_a_coordinators_register_binds_only_the_coordinator(rumah: Rumah) -> None:
    audit = rumah.catalog.standar["register-audit-tik"]
    states = _states(rumah, dt.date(2026, 6, 1), "register-audit-tik")
    assert set(states) == {audit.produsen_data}


def test_the_whole_road_makes_it_present_for_those_who_answered(rumah: Rumah) -> None:
    id_ = _send(rumah, [_row(rumah, FULL), _nil(rumah, NIL)])
    verdict, result = check.periksa_pengajuan(rumah, id_, aktor="uji")
    assert [t.kode for t in result.temuan if t.tingkat == "tolak"] == []
    decide.putuskan(
        rumah, id_, keputusan="disetujui", alasan="uji", aktor="walidata", peran="walidata"
    )
    curate.kurasi(rumah, id_, aktor="uji")
    states = _states(rumah, dt.date(2026, 6, 1))
    assert (states[FULL].status, states[NIL].status) == ("ada", "nihil")
    assert states[FULL].bukti == "versi 1, 2025" and states[FULL].periode == "2025"
    assert states[SILENT].status == "terlambat" and not states[SILENT].bukti
    assert verdict.hasil == "peringatan"  # the other agencies have not answered


def test_a_returned_register_is_invalid_until_a_new_one_comes(rumah: Rumah) -> None:
    id_ = _send(rumah, [_row(rumah, FULL, alasan_usulan="")])
    _verdict, result = check.periksa_pengajuan(rumah, id_, aktor="uji")
    assert "WAJIB_BILA" in {t.kode for t in result.temuan}
    assert _states(rumah, dt.date(2026, 6, 1))[FULL].status == "tidak_sah"
    _send(rumah, [_row(rumah, FULL)])
    assert _states(rumah, dt.date(2026, 6, 1))[FULL].status == "menunggu"
