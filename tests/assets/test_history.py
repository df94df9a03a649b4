"""Run history: on record when run from the terminal, settled after a kill, pruned without loss."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import yaml

from assets.home import settle_interrupted
from assets.keys import JOB_METRIK, JOB_PANGKAS, JOB_PERIKSA, JOB_TERBIT
from assets.progress import TAG_PROSES, alive, this_process
from assets.retention import prune
from tests.assets.dagster_world import World

ROOT = Path(__file__).resolve().parents[2]
DOKTER = "jumlah-dokter-umum"

SCRIPT = """
import json, sys

from tests.synthetic import METADATA, as_csv, rows_of
from assets.run import buka_instansi, jalankan
from spbe_data.flows.house import Rumah
from spbe_data.flows.submit import ajukan
from spbe_data.settings import current
house = Rumah(current())
standard = house.catalog.standar["jumlah-dokter-umum"]
ajukan(house, data=as_csv(rows_of(house.catalog, standard, ["2016"]), standard.nama_kolom),
       nama_berkas="a.csv", dataset=standard.id, metadata=METADATA, aktor="petugas uji")
steps = []
with buka_instansi(current()) as instance:
    ok = jalankan(instance, "periksa_pengajuan_menunggu", on_step=steps.append)
    run = instance.get_runs()[0]
    print(json.dumps({
        "ok": ok, "steps": steps, "job": run.job_name, "status": run.status.value,
        "origin": run.remote_job_origin.repository_origin.get_label(),
        "found": len(instance.get_runs(__import__("dagster").RunsFilter(
            tags={".dagster/repository": run.remote_job_origin.repository_origin.get_label()}))),
        "periods": sorted(instance.get_materialized_partitions(
            __import__("dagster").AssetKey(["periksa", "jumlah_dokter_umum"]))),
        "logged": sum(1 for _ in instance.all_logs(run.run_id)),
    }))
"""


def test_a_run_from_the_terminal_is_a_run_of_the_location(tmp_path: Path) -> None:
    home = tmp_path / "rumah"
    env = {**os.environ, "SPBE_HOME": str(home), "SPBE_CONTENT": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()  # nothing of Dagster's own chatter
    seen = json.loads(line)
    assert seen["ok"] is True
    assert (seen["job"], seen["status"]) == (JOB_PERIKSA, "SUCCESS")
    assert seen["origin"] == "__repository__@satu-data"
    assert seen["found"] == 1
    assert seen["steps"] == ["jumlah-dokter-umum (2016): baik"]
    assert seen["periods"] == ["2016"]
    assert seen["logged"] > 5
    assert "DEBUG" not in done.stderr
    # All of Dagster's state is under the home, telemetry is off.
    config = yaml.safe_load((home / "dagster" / "dagster.yaml").read_text(encoding="utf-8"))
    assert config["telemetry"] == {"enabled": False}
    assert config["storage"]["sqlite"]["base_dir"] == f"{home}/dagster/riwayat"
    assert (home / "dagster" / "riwayat").is_dir()


def test_the_workspace_names_the_location_that_runs_claim() -> None:
    (entry,) = yaml.safe_load((ROOT / "workspace.yaml").read_text(encoding="utf-8"))["load_from"]
    from assets.run import _origin

    origin = _origin("__repository__", JOB_PERIKSA).repository_origin.code_location_origin
    assert origin.location_name == entry["python_module"]["location_name"]
    target = origin.loadable_target_origin
    assert (target.module_name, target.attribute) == (
        entry["python_module"]["module_name"],
        entry["python_module"]["attribute"],
    )


def test_runs_of_a_killed_process_are_settled_and_live_ones_left(world: World) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = this_process().rsplit(":", 2)[0]
    marks = {"dead": f"{host}:{ended.pid}:1", "live": this_process(), "elsewhere": "lain:1:1"}
    assert {name: alive(mark) for name, mark in marks.items()} == {
        "dead": False,
        "live": True,
        "elsewhere": True,
    }
    job = world.defs.resolve_job_def(JOB_METRIK)
    runs = {
        name: world.instance.create_run_for_job(
            job, status=dg.DagsterRunStatus.STARTED, tags={TAG_PROSES: mark}
        )
        for name, mark in marks.items()
    }
    assert settle_interrupted(world.instance) == [runs["dead"].run_id]
    states = {n: world.instance.get_run_by_id(r.run_id).status for n, r in runs.items()}  # type: ignore[union-attr]
    assert states["dead"] == dg.DagsterRunStatus.FAILURE
    assert states["live"] == states["elsewhere"] == dg.DagsterRunStatus.STARTED


def test_a_process_id_that_came_round_again_is_not_the_same_process() -> None:
    host, pid, start = this_process().rsplit(":", 2)
    assert alive(f"{host}:{pid}:{start}")
    if start:
        assert not alive(f"{host}:{pid}:{int(start) - 1}")


def test_pruning_keeps_the_grid_and_the_newest_success(
    world: World, quick_second_engine: None
) -> None:
    world.send(DOKTER, ["2016"])
    shown = world.job(JOB_PERIKSA).run_id
    idle = world.job(JOB_PERIKSA).run_id  # nothing waited
    world.send(DOKTER, ["2017"])
    newest = world.job(JOB_PERIKSA).run_id
    failed = world.asset(("kurasi", "jumlah_dokter_umum"), period="2016").run_id
    before = {p: world.checks(("periksa", "jumlah_dokter_umum"), p) for p in ("2016", "2017")}

    recent = prune(world.instance, dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
    assert (recent.dihapus, recent.disimpan) == (0, 0)
    result = prune(world.instance, dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))

    left = {run.run_id for run in world.instance.get_runs()}
    assert left == {shown, newest}
    assert {idle, failed}.isdisjoint(left)
    assert (result.dihapus, result.disimpan) == (2, 2)
    assert world.materialized("periksa", "jumlah_dokter_umum") == {"2016", "2017"}
    assert {p: world.checks(("periksa", "jumlah_dokter_umum"), p) for p in before} == before


def test_what_dagster_lost_is_reported_again_from_the_ledger(
    world: World, quick_second_engine: None
) -> None:
    sent = world.send(DOKTER, ["2016", "2017"])
    world.send_bad(DOKTER, ["2018"])
    world.job(JOB_PERIKSA)
    world.sign(sent.id)
    world.job(JOB_TERBIT)
    keys = [(layer, "jumlah_dokter_umum") for layer in ("periksa", "kurasi", "terbit")]
    before = {key: world.materialized(*key) for key in keys}
    checks = world.checks(keys[0], "2018")
    assert before == {
        keys[0]: {"2016", "2017", "2018"},
        keys[1]: {"2016", "2017"},
        keys[2]: {"2016", "2017"},
    }

    world.instance.wipe_assets([dg.AssetKey(list(key)) for key in keys])
    assert all(not world.materialized(*key) for key in keys)
    first = world.job(JOB_METRIK)
    assert first.success
    assert {key: world.materialized(*key) for key in keys} == before
    assert world.checks(keys[0], "2018") == checks
    # Once told, it is not told again.
    second = world.job(JOB_METRIK)
    assert [
        m for m in second.asset_materializations_for_node("kualitas__kalender") if m.partition
    ] == []


def test_the_pruning_job_leaves_what_is_young(world: World) -> None:
    first = world.job(JOB_METRIK).run_id
    assert world.job(JOB_PANGKAS).success
    assert world.instance.get_run_by_id(first) is not None
