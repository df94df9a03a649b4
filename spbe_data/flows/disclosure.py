"""What the public already has around a dataset, gathered for disclosure control.

Belongs here: earlier releases with what they hid, sister tables, and the refusal when nothing is
safe. The decision itself is :mod:`spbe_data.checks.disclosure`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from spbe_data.checks.disclosure.tables import (
    Aturan,
    Keputusan,
    Petak,
    Soal,
    Tabel,
    Terbitan,
    putuskan_pengungkapan,
)
from spbe_data.flows.gate import BelumLayak
from spbe_data.flows.house import Rumah
from spbe_data.ledger.hashing import digest
from spbe_data.ledger.records import Rilis, Versi
from spbe_data.standards.disclosure import Pengungkapan
from spbe_data.standards.models import Standar
from spbe_data.warehouse.versions import baca_versi, gabung

_SHOWN = 3
"""Places named in a refusal."""


class BelumAman(BelumLayak):
    """Small figures could be worked out from what would be published."""


def pengungkapan_dari(house: Rumah, dataset: str) -> Pengungkapan | None:
    """What the dataset declares."""
    suite = house.catalog.suite_of(dataset)
    return suite.pengungkapan if suite else None


def sidik_pengungkapan(house: Rumah, dataset: str) -> str | None:
    """Fingerprint of the numbers and the declaration; ``None`` where nothing is protected."""
    declared = pengungkapan_dari(house, dataset)
    if declared is None:
        return None
    numbers = house.catalog.kebijakan(house.hari_ini()).pengungkapan
    return digest(
        {
            "angka": numbers.model_dump(mode="json") if numbers else None,
            "dataset": declared.model_dump(mode="json"),
        }
    )


def keterangan_manifes(house: Rumah, dataset: str) -> dict[str, Any] | None:
    """What a release says about the rule it was made under."""
    declared = pengungkapan_dari(house, dataset)
    policy = house.catalog.kebijakan(house.hari_ini())
    numbers = policy.pengungkapan
    if declared is None or numbers is None:
        return None
    return {
        "kebijakan": policy.versi,
        "sidik": sidik_pengungkapan(house, dataset),
        "minimum": {
            u.ukuran: u.minimum or numbers.ambang(u.jenis).minimum for u in declared.ukuran
        },
    }


def periksa_pengungkapan(house: Rumah, dataset: str, versions: Sequence[Versi]) -> Keputusan:
    """What the release of ``versions`` must hide. Raises :class:`BelumAman`."""
    related = _related(house, dataset)
    if all(pengungkapan_dari(house, id_) is None for id_ in related):
        return Keputusan()
    policy = house.catalog.kebijakan(house.hari_ini())
    if policy.pengungkapan is None:
        raise BelumAman(
            f"'{dataset}' tidak diterbitkan: kebijakan mutu {policy.versi} belum menetapkan angka "
            "'pengungkapan', padahal datasetnya memintanya. Lengkapi quality/kebijakan. "
            f"('{dataset}' is not published: the policy sets no disclosure numbers.)"
        )
    gathered = _Himpun(house)
    releases = [t for id_ in related for t in gathered.terbitan(id_)]
    last = house.ledger.rilis(dataset)[-1:]
    decided = putuskan_pengungkapan(
        Soal(
            dataset=dataset,
            isi={v.periode: v.versi for v in versions},
            tabel=gathered.tabel(versions, releases),
            terbitan=releases,
            aturan={
                id_: Aturan(
                    house.catalog.standar[id_],
                    pengungkapan_dari(house, id_),
                    suite.bagian_total if (suite := house.catalog.suite_of(id_)) else (),
                )
                for id_ in related
            },
            kebijakan=policy.pengungkapan,
            aturan_tetap=bool(last)
            and (gathered.manifes(last[0]).get("pengungkapan") or {}).get("sidik")
            == sidik_pengungkapan(house, dataset),
        )
    )
    if decided.gagal:
        raise BelumAman(_refusal(house.catalog.standar[dataset], decided))
    return decided


def _related(house: Rumah, dataset: str) -> list[str]:
    """``dataset`` and all that sums tie to it, directly or through others."""
    ties: dict[str, set[str]] = {}
    for id_, suite in house.catalog.suite.items():
        for rule in suite.bagian_total:
            ties.setdefault(id_, set()).add(rule.total_dari.dataset)
            ties.setdefault(rule.total_dari.dataset, set()).add(id_)
    found = {dataset}
    left = [dataset]
    while left:
        for other in ties.get(left.pop(), set()):
            if other not in found and other in house.catalog.standar:
                found.add(other)
                left.append(other)
    return sorted(found)


def _refusal(standard: Standar, decided: Keputusan) -> str:
    places = sorted(
        {
            f"{dataset}, periode {period}, {measure}, {' / '.join(key)}"
            for dataset, (period, key, measure) in decided.gagal
        }
    )
    more = f"; dan {len(places) - _SHOWN} lagi" if len(places) > _SHOWN else ""
    return (
        f"'{standard.id}' tidak diterbitkan: {len(places)} angka kecil tetap dapat dihitung pembaca "
        f"dari jumlah yang terbit, walaupun angka lain disembunyikan ({'; '.join(places[:_SHOWN])}"
        f"{more}). Gabungkan kategori atau wilayahnya, atau tinjau 'margin' di "
        f"quality/suite/{standard.id}.yaml bila jumlah itu sebenarnya tidak terbit. "
        f"('{standard.id}' is not published: {len(places)} small figures could still be worked out "
        "from published totals. Merge categories or areas, or review the declared margins.)"
    )


class _Himpun:
    """Versions and releases as they are on disk, each read once."""

    def __init__(self, house: Rumah) -> None:
        self.house = house
        self._frames: dict[tuple[str, str, int], pl.DataFrame] = {}
        self._versions: dict[str, dict[tuple[str, int], Versi]] = {}

    def versi(self, dataset: str, period: str, number: int) -> Versi:
        if dataset not in self._versions:
            self._versions[dataset] = {
                (v.periode, v.versi): v for v in self.house.ledger.semua_versi(dataset)
            }
        return self._versions[dataset][period, number]

    def isi(self, version: Versi) -> pl.DataFrame:
        key = (version.dataset, version.periode, version.versi)
        if key not in self._frames:
            gudang = self.house.settings.gudang
            self._frames[key] = baca_versi(gudang, version.berkas, version.sha256_berkas)
        return self._frames[key]

    def tabel(self, versions: Sequence[Versi], releases: Sequence[Terbitan]) -> list[Tabel]:
        """Every version that is out or about to be, once."""
        wanted = {(v.dataset, v.periode, v.versi) for v in versions}
        wanted |= {
            (r.dataset, period, number) for r in releases for period, number in r.isi.items()
        }
        return [Tabel(*key, self.isi(self.versi(*key))) for key in sorted(wanted)]

    def manifes(self, release: Rilis) -> dict[str, Any]:
        path = self._folder(release) / "manifest.json"
        try:
            made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as exc:
            raise BelumAman(
                f"Rilis {release.nomor} '{release.dataset}' tidak terbaca, sehingga tidak diketahui apa "
                "yang sudah terbuka. Pulihkan folder rilisnya dari cadangan. "
                f"(Release {release.nomor} of '{release.dataset}' cannot be read; restore it.)"
            ) from exc
        return made

    def _folder(self, release: Rilis) -> Any:
        return self.house.settings.terbitan / release.dataset / "rilis" / str(release.nomor)

    def terbitan(self, dataset: str) -> list[Terbitan]:
        """All releases of a dataset, oldest first."""
        return [Terbitan(dataset, r.isi, self._hidden(r)) for r in self.house.ledger.rilis(dataset)]

    def _hidden(self, release: Rilis) -> frozenset[Petak]:
        """Figures that exist but are empty in the release."""
        if not self.manifes(release).get("pengungkapan"):
            return frozenset()
        path = self._folder(release) / f"{release.dataset}.parquet"
        shown = pl.read_parquet(path)
        versions = [
            self.versi(release.dataset, period, number)
            for period, number in sorted(release.isi.items())
        ]
        # A release's rows are its versions' rows, oldest period first (flows/publish.py).
        whole = gabung([self.isi(v) for v in versions])
        standard = self.house.catalog.standar[release.dataset]
        keys = list(
            whole.select(
                pl.col(c).cast(pl.String).fill_null("")
                if c in whole.columns
                else pl.lit("").alias(c)
                for c in standard.kunci
            ).iter_rows()
        )
        periods = whole["periode"].to_list()
        found: set[Petak] = set()
        for measure in standard.ukuran:
            name = measure.nama
            if name in whole.columns:
                empty = (
                    shown[name].is_null()
                    if name in shown.columns
                    else pl.Series([True] * whole.height)
                )
                gone = (whole[name].is_not_null() & empty).arg_true().to_list()
                found |= {(periods[i], keys[i], name) for i in gone}
        return frozenset(found)
