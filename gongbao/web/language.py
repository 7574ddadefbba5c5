"""Chinese first, English by switch: which language a page speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import pass_context

from gongbao.web.english import ENGLISH

if TYPE_CHECKING:
    from fastapi import Request
    from jinja2.runtime import Context
    from starlette.responses import Response

TAGS = {"zh": "zh-CN", "en": "en"}  # of BCP 47
NAMES = {"zh": "中文", "en": "English"}
PARAMETER = COOKIE = "lang"
KEPT_SECONDS = 365 * 24 * 3600


def choose_language(request: Request) -> str:
    """What the address asks for, else what was chosen before, else Chinese."""
    for asked in (request.query_params.get(PARAMETER), request.cookies.get(COOKIE)):
        if asked in TAGS:
            return str(asked)
    return "zh"


def remember_language(request: Request, response: Response) -> None:
    """Keep a choice made in the address."""
    asked = request.query_params.get(PARAMETER)
    if asked in TAGS:
        response.set_cookie(COOKIE, str(asked), max_age=KEPT_SECONDS, httponly=True, samesite="lax")


def other_language(request: Request) -> dict[str, str]:
    """The same page in the other language: its tag, name and address."""
    other = "en" if choose_language(request) == "zh" else "zh"
    asked = [(k, v) for k, v in request.query_params.multi_items() if k != PARAMETER]
    address = f"{request.url.path}?{urlencode([*asked, (PARAMETER, other)])}"
    return {"tag": TAGS[other], "name": NAMES[other], "address": address}


def translate(language: str, text: str, **values: Any) -> str:
    """A string of ours in a language; `{names}` in it are replaced by values."""
    said = ENGLISH.get(text, text) if language == "en" else text
    return said.format(**values) if values else said


@pass_context
def translate_here(context: Context, text: str, **values: Any) -> str:
    """`_("…")` in templates."""
    return translate(context.get("language", "zh"), text, **values)
