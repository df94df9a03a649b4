"""Replaying the sample: two made-up roles send and sign the submissions of ``contoh/``.

Belongs here: reading the sample folder and the order of its waves. Everything made of it says
*contoh* (docs/doors.md, "People in the sample system").
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from spbe_data.flows import assess
from spbe_data.flows.decide import putuskan
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import ajukan
from spbe_data.ledger.records import Pengajuan
from spbe_data.standards.catalog import Catalog
from spbe_data.standards.content import ContentError, FaultInContent, read_yaml

PETUGAS = "petugas contoh"
WALIDATA = "walidata contoh"


@dataclass(frozen=True, slots=True)
class Kiriman:
    """One sample submission: a file and its sidecar."""

    berkas: Path
    standar: str
    periode: str | None
    urutan: int
    metadata: dict[str, Any]
    cacat: dict[str, Any] | None

    @property
    def kunci(self) -> str:
        """The same sample sent again is the same submission."""
        return (
            f"contoh:{self.berkas.stem}:{hashlib.sha256(self.berkas.read_bytes()).hexdigest()[:32]}"
        )


def kiriman(folder: Path) -> list[Kiriman]:
    """All sample submissions in their order."""
    found: list[Kiriman] = []
    for path in sorted((folder / "pengajuan").glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.append(
            Kiriman(
                berkas=path.parent / data["berkas"],
                standar=data["standar"],
                periode=data.get("periode"),
                urutan=int(data["urutan"]),
                metadata=dict(data["metadata"]),
                cacat=data.get("cacat"),
            )
        )
    return sorted(found, key=lambda k: k.urutan)


def kesalahan_contoh(folder: Path, catalog: Catalog) -> list[FaultInContent]:
    """Faults of the sample folder: unknown standards, missing files, decisions on nothing."""
    if not folder.is_dir():
        return []
    faults: list[FaultInContent] = []
    names: set[str] = set()
    for path in sorted((folder / "pengajuan").glob("*.yaml")):
        shown = f"contoh/pengajuan/{path.name}"
        try:
            doc = read_yaml(path, folder.parent)
        except ContentError as exc:
            faults += exc.faults
            names |= {beside.name for beside in path.parent.glob(f"{path.stem}.*")}
            continue
        for field in ("berkas", "standar", "urutan", "metadata"):
            if field not in doc.data:
                faults.append(FaultInContent(shown, None, field, "isian ini wajib ada. Tambahkan."))
        for field, kind, wanted in (
            ("urutan", int, "bilangan bulat"),
            ("metadata", dict, "pasangan isian dan nilai"),
        ):
            if field in doc.data and not isinstance(doc.data[field], kind):
                faults.append(doc.fault(f"harus {wanted}. Betulkan isiannya.", field))
        known = catalog.standar.keys() | catalog.standar_rusak.keys()
        if doc.data.get("standar") not in known:
            faults.append(
                doc.fault(
                    f"standar '{doc.data.get('standar')}' tidak ada. Hapus contohnya, atau pulihkan standarnya.",
                    "standar",
                )
            )
        name = str(doc.data.get("berkas"))
        names.add(name)
        if not (path.parent / name).is_file():
            faults.append(doc.fault(f"berkas '{name}' tidak ada di folder ini.", "berkas"))
    for name in _named_decisions(folder, faults):
        if name not in names:
            faults.append(
                FaultInContent(
                    "contoh/keputusan.yaml",
                    None,
                    name,
                    "tidak ada pengajuan contoh dengan berkas itu.",
                )
            )
    return faults


def gelombang(house: Rumah, sent: list[Kiriman]) -> Iterator[list[Kiriman]]:
    """Waves in which no submission depends on another: one per dataset, references first."""
    wave: list[Kiriman] = []
    names: set[str] = set()
    for item in sent:
        suite = house.catalog.suite_of(item.standar)
        needs = {rule.total_dari.dataset for rule in suite.bagian_total} if suite else set()
        if item.standar in names or needs & names:
            yield wave
            wave, names = [], set()
        wave.append(item)
        names.add(item.standar)
    if wave:
        yield wave


def kirim(house: Rumah, item: Kiriman) -> Pengajuan:
    """Send one sample submission as the made-up officer."""
    return ajukan(
        house,
        data=item.berkas.read_bytes(),
        nama_berkas=item.berkas.name,
        dataset=item.standar,
        metadata=item.metadata,
        aktor=PETUGAS,
        periode=item.periode,
        contoh=True,
        kunci_ulang=item.kunci,
    )


def _named_decisions(folder: Path, faults: list[FaultInContent]) -> list[str]:
    """Files that a decision names; a decision file that cannot be read is one fault more."""
    try:
        return list(_decisions(folder))
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError) as exc:
        mark = getattr(exc, "problem_mark", None)
        faults.append(
            FaultInContent(
                "contoh/keputusan.yaml",
                mark.line + 1 if mark else None,
                "",
                "harus daftar dengan 'berkas', 'keputusan', dan 'alasan' pada tiap baris. Lengkapi, "
                "dan periksa indentasi serta tanda kutipnya.",
            )
        )
        return []


def _decisions(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "keputusan.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []
    rows = data["keputusan"] if isinstance(data, dict) else data
    return {row["berkas"]: (row["keputusan"], row["alasan"]) for row in rows}


def tanda_tangani(house: Rumah) -> list[str]:
    """Decide what waits, as the decision file says; ids of what was decided."""
    decided: list[str] = []
    wanted = _decisions(house.settings.contoh)
    for submission in house.ledger.semua_pengajuan(status=("menunggu_walidata",)):
        choice = wanted.get(submission.nama_berkas)
        if not submission.contoh or choice is None:
            continue
        decision, reason = choice
        putuskan(
            house,
            submission.id,
            keputusan="disetujui" if decision == "disetujui" else "dikembalikan",
            alasan=f"[contoh] {reason}",
            aktor=WALIDATA,
            peran="walidata",
        )
        decided.append(submission.id)
    return decided


def penilaian_contoh(house: Rumah) -> int:
    """Record the sample assessments and the published totals; how many."""
    count = 0
    folder = house.settings.contoh / "penilaian"
    for sidecar in sorted(folder.glob("*.yaml")):
        about = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
        assess.catat_penilaian(
            house,
            sidecar.with_suffix(".csv").read_bytes(),
            instansi=about["instansi"],
            tahun=int(about["tahun"]),
            id_instrumen=about["instrumen"],
            status="contoh",
            sumber=about["sumber"],
            aktor=PETUGAS,
        )
        count += 1
    for published in sorted(folder.glob("*-terbit.csv")):
        count += len(assess.catat_total_terbit(house, published, aktor=PETUGAS))
    return count
