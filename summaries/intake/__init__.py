"""Intake: from a link, file or pasted text to an article's document, with every refusal named."""

from summaries.intake.agencies import agency_of
from summaries.intake.duplicates import TextPrint, fingerprint, is_exact_duplicate, is_near_duplicate
from summaries.intake.extract import extract
from summaries.intake.fetch import Fetcher, FetchLimits, Page
from summaries.intake.files import LineProblem, read_manifest, read_path
from summaries.intake.network import Dialer, Resolver
from summaries.intake.outlets import family_of, outlet_of_host, outlet_of_name
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.segment import segment
from summaries.intake.texts import document_from_text
from summaries.intake.urls import canonical_url, check_url, find_urls

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
    "document_from_text",
    "extract",
    "family_of",
    "find_urls",
    "fingerprint",
    "is_exact_duplicate",
    "is_near_duplicate",
    "outlet_of_host",
    "outlet_of_name",
    "read_manifest",
    "read_path",
    "segment",
]
