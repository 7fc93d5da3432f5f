"""What all tests share: speed is never asserted as a time, so property tests have no deadline."""

import os

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tests run side by side; numpy is imported later
settings.register_profile("house", deadline=None)
settings.load_profile("house")
