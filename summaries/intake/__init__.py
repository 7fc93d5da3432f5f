"""Intake: from a link, file or pasted text to an article's document, with every refusal named."""

from datetime import datetime

from summaries.intake.agencies import agency_of
from summaries.intake.attachments import read_file
from summaries.intake.blocks import segment
from summaries.intake.duplicates import (
    TextPrint,
    copy_keys,
    fingerprint,
    is_exact_duplicate,
    is_near_duplicate,
    similarity,
)
from summaries.intake.fetch import Fetcher, FetchLimits, Page
from summaries.intake.files import LineProblem, read_manifest, read_path
from summaries.intake.network import Dialer, Resolver
from summaries.intake.outlets import family_of, outlet_of_host, outlet_of_name
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.texts import document_from_text
from summaries.intake.urls import canonical_url, check_url, find_urls
from summaries.model import Document

__all__ = [
    "Dialer",
    "FetchLimits",
    "Fetcher",
    "IntakeError",
    "LineProblem",
    "Page",
    "Problem",
    "Resolver",
    "TextPrint",
    "agency_of",
    "canonical_url",
    "check_url",
    "copy_keys",
    "document_from_text",
    "extract",
    "family_of",
    "find_urls",
    "fingerprint",
    "is_exact_duplicate",
    "is_near_duplicate",
    "outlet_of_host",
    "outlet_of_name",
    "read_file",
    "read_manifest",
    "read_path",
    "segment",
    "similarity",
]


def extract(page: Page, now: datetime) -> Document:
    """Read the article on a fetched page.

    A pure function of its arguments; see ``summaries.intake.pages.extract``.

    Raises:
        IntakeError: there is no article on the page.
    """
    from summaries.intake import pages  # noqa: PLC0415  (its libraries load slowly, and few commands need them)

    return pages.extract(page, now)
