"""A "format" whose import starts a thread, as data frame libraries do."""

from __future__ import annotations

import threading
import time

from spbe_data.intake.child_side import jalankan
from tests.intake.kerja_uji import contoh, kerja

__all__ = ["contoh", "kerja"]

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

if __name__ == "__main__":
    jalankan(kerja)
