from __future__ import annotations

import pytest

from summaries.stories import load_encoder


@pytest.fixture(scope="session")
def encoder():
    return load_encoder()
