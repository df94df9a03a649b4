"""One Dagster run in this process: ``python -m benchmarks.satu_run ROOT HOME [SUBMISSION …]``.

Belongs here: what Dagster's launcher does for a run, without its server: a new process loads the
code location and works on the run, on the instance's own record. No submission: all that wait.
"""

from __future__ import annotations

import os
import sys


def main(root: str, home: str, *ids: str) -> int:
    """Exit code 0 when the run succeeded."""
    os.environ.update(SPBE_CONTENT=root, SPBE_HOME=home, DAGSTER_DISABLE_TELEMETRY="1")
    from assets.keys import JOB_PERIKSA, OP_PERIKSA
    from assets.run import buka_instansi, jalankan
    from spbe_data.settings import current

    with buka_instansi(current()) as instance:
        config = {"ops": {OP_PERIKSA: {"config": {"pengajuan": list(ids)}}}}
        return 0 if jalankan(instance, JOB_PERIKSA, run_config=config) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
