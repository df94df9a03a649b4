"""The terminal door: shapes, exit codes, words; never a stack trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "contoh" / "pengajuan"
GOOD = "jumlah-penduduk-menurut-jenis-kelamin"


def spbe(*args: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spbe_data.cli", *args],
        cwd=ROOT,
        env={**os.environ, "SPBE_HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_check_good_file(tmp_path: Path) -> None:
    done = spbe(
        "check", str(SAMPLES / f"33-{GOOD}-rilis-baru.csv"), "--standar", GOOD, home=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "BAIK" in done.stdout
    assert not list(tmp_path.iterdir())  # a dry check leaves nothing


def test_check_bad_file_json_on_the_screen_is_only_json(tmp_path: Path) -> None:
    path = next(SAMPLES.glob("45-*.csv"))
    done = spbe(
        "check",
        str(path),
        "--standar",
        "jumlah-kepala-keluarga-menurut-desa-kelurahan",
        "--json",
        "-",
        home=tmp_path,
    )
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert set(document) >= {
        "standar",
        "versi_standar",
        "periode",
        "sha256",
        "mesin",
        "hasil",
        "ringkasan",
        "temuan",
        "dibaca_sebagai",
    }
    assert set(document["mesin"]) == {"struktur", "baris", "dataset", "privasi"}
    (finding,) = [f for f in document["temuan"] if f["tingkat"] == "tolak"]
    assert finding["kode"] == "KODE_TIDAK_BERLAKU"
    assert finding["saran"] == [{"nilai": "32.16.01.1007", "jarak": 0}]
    assert "100.1.1-6117/2022" in finding["pesan"]["id"] and "diasumsikan" in finding["pesan"]["id"]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("check", "tidak-ada.csv", "--standar", GOOD), "tidak ada"),
        (("check", str(SAMPLES), "--standar", GOOD), "folder"),
        (
            (
                "check",
                str(SAMPLES / f"33-{GOOD}-rilis-baru.csv"),
                "--standar",
                "jumlah-penduduk-menurut-jenis-kelamn",
            ),
            "Mungkin maksudnya",
        ),
        (
            (
                "check",
                str(SAMPLES / f"33-{GOOD}-rilis-baru.csv"),
                "--standar",
                GOOD,
                "--periode",
                "2024-13",
            ),
            "2024-13",
        ),
        (
            (
                "kematangan",
                "skor",
                "contoh/penilaian/kemenko-perekonomian-2021.csv",
                "--instrumen",
                "x",
            ),
            "tidak dikenal",
        ),
        (("query", "SELECT 1"), "spbe build"),
        (("query", "SELECT 1", "--format", "xml"), "tabel, csv, json"),
    ],
)
def test_misuse_is_a_sentence_and_exit_2(tmp_path: Path, args: tuple[str, ...], word: str) -> None:
    done = spbe(*args, home=tmp_path)
    assert done.returncode == 2, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_folder_without_settings_is_a_sentence(tmp_path: Path) -> None:
    done = spbe("standar", "list", home=tmp_path, SPBE_CONTENT=str(tmp_path))
    assert done.returncode == 2
    assert "spbe.toml" in done.stderr and "Traceback" not in done.stderr


def test_standar_list_json(tmp_path: Path) -> None:
    done = spbe("standar", "list", "--json", home=tmp_path)
    rows = json.loads(done.stdout)
    assert len(rows) >= 15
    assert all(
        set(row)
        == {"id", "judul", "perangkat_daerah", "frekuensi", "level", "akses", "versi", "status"}
        for row in rows
    )


def test_kematangan_skor_json_and_exit_codes(tmp_path: Path) -> None:
    full = ROOT / "contoh" / "penilaian" / "kemenko-perekonomian-2021.csv"
    done = spbe(
        "kematangan",
        "skor",
        str(full),
        "--instrumen",
        "permenpanrb-59-2020",
        "--json",
        home=tmp_path,
    )
    result = json.loads(done.stdout)
    assert done.returncode == 0
    assert (result["indeks"], result["indeks_tampil"], result["predikat"]) == (
        "2.9475",
        "2.95",
        "Baik",
    )
    part = tmp_path / "sebagian.csv"
    part.write_text("\n".join(full.read_text(encoding="utf-8").splitlines()[:40]), encoding="utf-8")
    done = spbe(
        "kematangan",
        "skor",
        str(part),
        "--instrumen",
        "permenpanrb-59-2020",
        "--json",
        home=tmp_path,
    )
    result = json.loads(done.stdout)
    assert done.returncode == 1
    assert result["indeks"] is None and len(result["kosong"]) == 8
    part.write_text("indikator,nilai\n1,7\n1,3\n99,2\n", encoding="utf-8")
    done = spbe(
        "kematangan", "skor", str(part), "--instrumen", "permenpanrb-59-2020", home=tmp_path
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and done.stderr.count("\n") >= 3


def test_submit_names_its_sender_in_the_record(tmp_path: Path) -> None:
    about = tmp_path / "m.json"
    about.write_text(json.dumps({"judul_kegiatan": "x"}), encoding="utf-8")
    home = tmp_path / "rumah"
    done = spbe(
        "submit", str(SAMPLES / f"33-{GOOD}-rilis-baru.csv"), "--standar", GOOD, "--metadata", str(about), "--sebagai", "petugas dukcapil",
        home=home,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    from spbe_data.ledger.store import Ledger

    ledger = Ledger(f"sqlite:///{home / 'buku' / 'spbe.sqlite'}")
    (record,) = ledger.semua_pengajuan()
    ledger.close()
    assert (record.akun, record.status, record.contoh) == ("petugas dukcapil", "disampaikan", False)


def _broken_content(tmp_path: Path, name: str, content: bytes | None) -> Path:
    import shutil

    folder = tmp_path / "isi"
    for part in ("schemas", "quality"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "spbe.toml", folder)
    target = folder / name
    if content is None:
        target.unlink()
    else:
        target.write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("schemas/referensi/wilayah.csv", None, "wilayah.csv"),
        ("schemas/referensi/wilayah.csv", b"kode_kemendagri,nama\n32,X\n", "wilayah.csv"),
        ("schemas/referensi/rad.csv", b"kode,nama\nRAD.01,X\n", "rad.csv"),
        ("schemas/induk/perangkat_daerah.csv", b"\xff\xfe", "UTF-8"),
        ("quality/kebijakan/2026.yaml", b"versi: [", "2026.yaml, baris"),
        ("schemas/kamus_kolom.yaml", b"a: 1\na: 2\n", "dua kali"),
    ],
)
def test_broken_content_is_told_with_its_place(
    tmp_path: Path, name: str, content: bytes | None, word: str
) -> None:
    folder = _broken_content(tmp_path, name, content)
    done = spbe("standar", "validate", home=tmp_path / "rumah", SPBE_CONTENT=str(folder))
    assert done.returncode == 1
    assert word in done.stderr and "Traceback" not in done.stderr and "gangguan" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        b"a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
        b"[" * 3000,
        b"\xff\xfe\x00",
        b"just text",
    ],
)
def test_hostile_metadata_is_a_sentence(tmp_path: Path, text: bytes) -> None:
    about = tmp_path / "m.yaml"
    about.write_bytes(text)
    done = spbe(
        "check",
        str(SAMPLES / f"33-{GOOD}-rilis-baru.csv"),
        "--standar",
        GOOD,
        "--metadata",
        str(about),
        home=tmp_path / "r",
    )
    assert done.returncode == 2
    assert "Metadata" in done.stderr and "gangguan" not in done.stderr


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipa"
    os.mkfifo(pipe)
    done = spbe("check", str(pipe), "--standar", GOOD, home=tmp_path / "r")
    assert done.returncode == 2 and "bukan berkas biasa" in done.stderr


@pytest.mark.parametrize("actor", ["", "  ", "a\nb"])
def test_a_nameless_sender_is_refused(tmp_path: Path, actor: str) -> None:
    about = tmp_path / "m.json"
    about.write_text("{}", encoding="utf-8")
    done = spbe(
        "submit", str(SAMPLES / f"33-{GOOD}-rilis-baru.csv"), "--standar", GOOD, "--metadata", str(about), "--sebagai", actor,
        home=tmp_path / "r",
    )  # fmt: skip
    assert done.returncode == 2 and "Nama pengirim" in done.stderr
