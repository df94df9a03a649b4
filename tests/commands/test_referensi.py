"""``spbe referensi``: answers, offers, exit codes, and loading the national list."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from spbe_data.cli import app
from tests.conftest import ROOT

RUN = CliRunner()


def spbe(*args: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["referensi", *args])
    return done.exit_code, done.output


def document(*args: str) -> Any:
    return json.loads(spbe(*args, "--json")[1])


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("tanya", "32.16.01.2007", "--pada", "2024"), 1, "Kini: 32.16.01.1007 (Setia Asih, kelurahan)"),
        (("tanya", "32.16.01.2007", "--pada", "2021"), 0, "Ya. 32.16.01.2007"),
        (("tanya", "32.16.01.2007", "--pada", "2022"), 0, "sampai 8 November 2022"),
        (("tanya", "3216100002", "--pada", "2024", "--sistem", "bps"), 0, "Kode Kemendagri: 32.16.01.1007"),
        (("tanya", "32.99", "--pada", "2024"), 1, "tidak ada dalam daftar"),
        (("tanya", "32.16", "--pada", "tahun lalu"), 2, "Harus 2024"),
        (("tanya", "32.16", "--pada", "2024", "--sistem", "x"), 2, "yang boleh"),
        (("tanya", "J", "--pada", "2024", "--daftar", "kbli_2020"), 0, "Ya. J"),
        (("tanya", "Z", "--pada", "2024", "--daftar", "kbli_2020"), 1, "tidak ada di daftar"),
        (("cari", "wilayah", "Kec. Karang bahgia", "--level", "kecamatan"), 0, "32.16.10"),
        (("cari", "wilayah", "x", "--level", "negara"), 2, "yang boleh"),
        (("cari", "satuan", "hektar"), 0, "HEKTARE"),
        (("cari", "satuan", "qqqqqqqq"), 1, "Tidak ada nama"),
        (("cari", "satuan", "orang", "--level", "kecamatan"), 2, "hanya untuk"),
        (("lihat", "tidak_ada"), 2, "tidak dikenal"),
        (("lihat", "kbli_2020", "--pada", "2022"), 0, "21 kode berlaku pada 2022-12-31"),
        (("lihat", "wilayah", "--pada", "2021"), 0, "210 kode berlaku pada 2021-12-31"),
        (("lihat", "wilayah", "--induk", "32.99"), 2, "tidak ada dalam daftar wilayah"),
        (("lihat", "satuan", "--induk", "32"), 2, "hanya untuk"),
        (("perubahan", "wilayah"), 0, "4 perubahan"),
        (("perubahan", "wilayah", "--dari", "2023", "--ke", "2024"), 0, "0 perubahan"),
        (("perubahan", "wilayah", "--dari", "2024", "--ke", "2023"), 2, "mendahului"),
        (("perubahan", "wilayah", "--dari", "2024"), 2, "bersama-sama"),
        (("padanan", "3216010", "--dari", "wilayah_bps", "--ke", "wilayah_kemendagri"), 0, "32.16.18"),
        (("padanan", "K", "--dari", "kbli_2020", "--ke", "kbli_2025"), 1, "belum punya padanan"),
        (("padanan", "K", "--dari", "a", "--ke", "b"), 2, "Tidak ada pemetaan"),
        (("daftar",), 0, "kbli_2020"),
    ],
)  # fmt: skip
def test_answers_and_exit_codes(args: tuple[str, ...], code: int, words: str) -> None:
    done, said = spbe(*args)
    assert (done, words in said) == (code, True), said


def test_documents() -> None:
    answer = document("tanya", "32.16.01.2007", "--pada", "2024")
    assert (answer["berlaku"], answer["status"], answer["batas"]) == (
        False, "tidak_berlaku", "2022-11-09",
    )  # fmt: skip
    assert [a["kode"] for a in answer["kini"]] == ["32.16.01.1007"]
    assert answer["kode_lain"] == "3216100002" and len(answer["linimasa"]) == 2
    assert document("cari", "jenis_kelamin", "wanita")[0]["kode"] == "P"
    assert {"id", "versi", "penanggung_jawab"} <= set(document("daftar")[0])


def test_loading_the_national_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("schemas", "quality", "contoh"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / "spbe.toml", tmp_path / "spbe.toml")
    monkeypatch.setenv("SPBE_CONTENT", str(tmp_path))
    source = tmp_path / "daftar.csv"
    source.write_text(
        "code,name\n11,Aceh\n11.01,Kabupaten Aceh Selatan\n11.01.01,Bakongan\n"
        "11.01.01.2001,Keude Bakongan\n",
        encoding="utf-8",
    )
    args = ("muat-wilayah", str(source), "--dasar-hukum", "Kepmen uji", "--berlaku-sejak")
    assert spbe(*args, "kemarin")[0] == 2
    code, said = spbe(*args, "2025-04-25")
    assert code == 0 and "Tersimpan di" in said, said
    assert "Sudah sama" in spbe(*args, "2025-04-25")[1]
    assert spbe("tanya", "11.01.01.2001", "--pada", "2026")[0] == 0
    source.write_text("kode,nama\n11.1,X\n", encoding="utf-8")
    code, said = spbe(*args, "2025-04-25")
    assert code == 1 and "bukan kode Kemendagri" in said
    assert spbe("muat-wilayah", "tidak-ada.csv", *args[2:], "2025-04-25")[0] == 2
