from __future__ import annotations

import pytest

from summaries.language import load_encoder, load_pipeline


@pytest.fixture(scope="session")
def nlp():
    return load_pipeline()


@pytest.fixture(scope="session")
def encoder():
    return load_encoder()
