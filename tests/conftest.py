"""What all tests share: speed is never asserted as a time, so property tests have no deadline."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tests run side by side; numpy reads it when it is imported

from hypothesis import settings  # noqa: E402

settings.register_profile("house", deadline=None)
settings.load_profile("house")
