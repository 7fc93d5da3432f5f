"""What is loaded before the bot begins to listen: at its first use it would hold up the event loop."""

from __future__ import annotations

import gc
import importlib
from datetime import UTC, datetime, timedelta

from bot.texts import environment
from summaries.digest import wording
from summaries.digest.render import environment as digest_environment
from summaries.intake.urls import canonical_url


def load_now() -> None:
    """Load what the first link, article and digest need: modules, public suffixes, forms, templates."""
    for name in ("summaries.stories", "summaries.claims"):
        importlib.import_module(name)
    canonical_url("https://www.example.org/")
    _load_forms()
    for templates in (digest_environment(), environment()):
        for name in templates.list_templates(extensions=["j2"]):
            templates.get_template(name)
    gc.collect()
    gc.freeze()  # what stays to the end need not be looked through again and again


def _load_forms() -> None:
    """Let the library read how German numbers, times and names of languages are written."""
    now = datetime.now(UTC)
    wording.count(1234)
    wording.moment(now)
    wording.short_moment(now)
    wording.age(timedelta(hours=3))
    wording.language("fr")
