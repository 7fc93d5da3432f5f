"""Inline mode: what a person types behind the bot's name, and the results that can be posted."""

from __future__ import annotations

from bot.trial import rules
from bot.trial.chats import Json
from bot.trial.entities import RichText
from bot.trial.errors import BadRequestError
from bot.trial.posting import text_content
from bot.trial.world import Uploads, World

MOST_RESULTS = 50
LONGEST_RESULT_ID = 64
LONGEST_OFFSET = 64


def answer_inline_query(world: World, params: Json, _: Uploads) -> bool:
    """Keep the results of an open query and show them."""
    query = world.open_inline.pop(params["inline_query_id"], None)
    if query is None:
        text = "query is too old and response timeout expired or query ID is invalid"
        raise BadRequestError(text)
    results = params["results"]
    _check(results)
    if len(params.get("next_offset", "").encode()) > LONGEST_OFFSET:
        raise BadRequestError("NEXT_OFFSET_INVALID")
    world.inline_answers[query["id"]] = {result["id"]: content_of(result) for result in results}
    shown = [{name: result.get(name, "") for name in ("id", "title", "description")} for result in results]
    world.notify({"type": "inline_answer", "query": query["id"], "results": shown})
    return True


def _check(results: list[Json]) -> None:
    """Refuse what Telegram refuses of a list of results.

    Raises:
        BadRequestError: Too many, or an id or title that is missing, repeated or too long.
    """
    if len(results) > MOST_RESULTS:
        raise BadRequestError("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise BadRequestError("RESULT_ID_DUPLICATE")
    for result in results:
        if not 1 <= len(result["id"].encode()) <= LONGEST_RESULT_ID:
            raise BadRequestError("RESULT_ID_INVALID")
        if not result["title"].strip():
            raise BadRequestError("ARTICLE_TITLE_EMPTY")


def content_of(result: Json) -> Json:
    """Return the message that a result becomes.

    Raises:
        BadRequestError: Its text or keyboard is one that Telegram refuses.
    """
    given = result["input_message_content"]
    found: RichText = rules.message_text(given | {"text": given["message_text"]})
    content = text_content(found, "text", "entities")
    markup = rules.keyboard(result.get("reply_markup"))
    if given.get("link_preview_options"):
        content["link_preview_options"] = given["link_preview_options"]
    return content | ({"reply_markup": markup} if markup else {})
