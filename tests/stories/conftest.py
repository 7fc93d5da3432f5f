from __future__ import annotations

import pytest

from summaries.language import load_pipeline
from summaries.stories import load_encoder


@pytest.fixture(scope="session")
def nlp():
    return load_pipeline()


@pytest.fixture(scope="session")
def encoder():
    return load_encoder()
