"""The sensors hand waiting submissions to one run, once, and stop trying in time."""

from __future__ import annotations

from typing import Any

import dagster as dg
import pytest

from assets.keys import JOB_PERIKSA, OP_PERIKSA, OP_TERBIT
from assets.sensors import TRIES
from tests.assets.dagster_world import World

DOKTER, SAMPAH = "jumlah-dokter-umum", "produksi-sampah"


def _tick(
    world: World, name: str, cursor: str | None = None
) -> tuple[list[dg.RunRequest], str | None]:
    sensor = world.defs.get_repository_def().get_sensor_def(name)
    context = dg.build_sensor_context(
        instance=world.instance, cursor=cursor, repository_def=world.defs.get_repository_def()
    )
    data = sensor.evaluate_tick(context)
    return list(data.run_requests or []), data.cursor


def test_nothing_waits_nothing_runs_and_no_ledger_is_made(world: World) -> None:
    for name in ("pengajuan_menunggu", "pengajuan_disetujui"):
        assert _tick(world, name)[0] == []
    assert not (world.house.settings.home / "buku").exists()


def test_all_that_waits_becomes_one_run(world: World) -> None:
    ids = [world.send(DOKTER, ["2016"]).id, world.send(SAMPAH, ["2018"]).id]
    requests, cursor = _tick(world, "pengajuan_menunggu")
    assert len(requests) == 1
    assert requests[0].run_config == {"ops": {OP_PERIKSA: {"config": {"pengajuan": ids}}}}
    assert cursor is not None
    assert len(cursor) < 60
    assert world.job(JOB_PERIKSA, requests[0].run_config).success
    assert _tick(world, "pengajuan_menunggu", cursor)[0] == []
    for id_ in ids:
        world.sign(id_)
    (request,), _ = _tick(world, "pengajuan_disetujui")
    assert request.run_config == {"ops": {OP_TERBIT: {"config": {"pengajuan": ids}}}}


def test_the_same_waiting_set_is_tried_a_bounded_number_of_times(world: World) -> None:
    world.send(DOKTER, ["2016"])
    cursor: str | None = None
    keys = []
    for _ in range(TRIES + 2):
        requests, cursor = _tick(world, "pengajuan_menunggu", cursor)
        keys += [r.run_key for r in requests]
    assert len(keys) == len(set(keys)) == TRIES
    world.send(SAMPAH, ["2018"])  # something new: the set is looked at again
    assert len(_tick(world, "pengajuan_menunggu", cursor)[0]) == 1


def test_a_run_under_way_is_waited_for(world: World) -> None:
    world.send(DOKTER, ["2016"])
    job = world.defs.resolve_job_def(JOB_PERIKSA)
    run = world.instance.create_run_for_job(job)
    assert _tick(world, "pengajuan_menunggu")[0] == []
    world.instance.report_run_failed(run)
    assert len(_tick(world, "pengajuan_menunggu")[0]) == 1


def test_a_submission_the_engine_cannot_check_is_left_after_three_times(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_room: Any) -> dict[str, int]:
        raise RuntimeError

    monkeypatch.setattr("spbe_data.checks.gx.verify", crash)
    world.send(DOKTER, ["2016"])
    asked = 0
    for _ in range(TRIES + 2):
        requests, _cursor = _tick(world, "pengajuan_menunggu")  # a lost cursor must not matter
        asked += len(requests)
        for request in requests:
            world.job(JOB_PERIKSA, request.run_config)
    assert asked == TRIES
