"""What may be asked of the API: parameters with their meaning; unknown ones are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict  # noqa: TC002  (an annotation of a value)

from feeds.spec import CATEGORY_TITLES
from gongbao.query import FILTER_NAMES, VALIDITIES, parse_filters
from portals.schema import KINDS, LEVELS

if TYPE_CHECKING:
    from storage.filters import Filters

MAX_ID = 2**31 - 1
DAY: JsonDict = {"format": "date", "examples": ["2026-01-31"]}


class Query(BaseModel):
    """What every question may carry."""

    model_config = ConfigDict(extra="forbid")

    token: str | None = Field(None, description="Access token, where one is asked for.")


class FilterQuery(Query):
    """The filters, the same everywhere."""

    q: str | None = Field(
        None, description="Words that stand in the document, or a 发文字号.", examples=["法治政府"]
    )
    number: str | None = Field(
        None, description="发文字号, in any spelling.", examples=["云政发[2026]3号"]
    )
    issuer: str | None = Field(
        None, description="Part of an issuer's name (发文机关).", examples=["云岭省人民政府"]
    )
    portal: str | None = Field(None, description="Name of a portal.", examples=["yunling"])
    source: str | None = Field(
        None, description="Name of a column, or portal/source.", examples=["yunling/gazette"]
    )
    region: str | None = Field(
        None,
        description="GB/T 2260 code, with all that lies in it.",
        json_schema_extra={"pattern": "^[0-9]{6}$", "examples": ["330000"]},
    )
    level: str | None = Field(
        None, description="Level of a portal.", json_schema_extra={"enum": list(LEVELS)}
    )
    category: str | None = Field(
        None,
        description="What kind of document it is.",
        json_schema_extra={"enum": list(CATEGORY_TITLES)},
    )
    source_kind: str | None = Field(
        None, description="Kind of a column.", json_schema_extra={"enum": list(KINDS)}
    )
    validity: str | None = Field(
        None, description="As stated.", json_schema_extra={"enum": list(VALIDITIES)}
    )
    written_from: str | None = Field(
        None, description="成文日期 from (YYYY-MM-DD).", json_schema_extra=DAY
    )
    written_to: str | None = Field(
        None, description="成文日期 up to and with.", json_schema_extra=DAY
    )
    published_from: str | None = Field(None, description="发布日期 from.", json_schema_extra=DAY)
    published_to: str | None = Field(
        None, description="发布日期 up to and with.", json_schema_extra=DAY
    )
    changed_since: str | None = Field(
        None,
        description="Changed since a date or time (in China unless it names a zone).",
        json_schema_extra={"examples": ["2026-03-01", "2026-03-01T08:00:00Z"]},
    )

    def to_filters(self) -> Filters:
        """The filters as values; FilterError when one is not understood."""
        return parse_filters({name: getattr(self, name) for name in FILTER_NAMES})

    def to_query(self) -> dict[str, str]:
        """The filters that were given, as parameters of the next page's address."""
        return self.model_dump(include=set(FILTER_NAMES), exclude_none=True)


class DocumentQuery(FilterQuery):
    """Filters, and which page of the list."""

    order: Literal["best", "newest", "added"] = Field(
        "best",
        description="Best match first (without words: the newest document first); the newest first;"
        " or as they came to the archive, which is complete whatever happens meanwhile.",
    )
    limit: int = Field(50, ge=1, le=200, description="Rows on a page.")
    cursor: str | None = Field(
        None, max_length=40, description="Go on behind this place: take it from `next`."
    )
    text: bool = Field(True, description="Whether the rows carry the texts.")

    def behind(self, cursor: str) -> dict[str, str]:
        """The parameters of the next page's address."""
        given = {**self.to_query(), "limit": str(self.limit), "cursor": cursor}
        given |= {} if self.order == "best" else {"order": self.order}
        return given if self.text else {**given, "text": "false"}


class ChangeQuery(FilterQuery):
    """Filters, and which part of the change log."""

    since: int = Field(0, ge=0, le=MAX_ID, description="Ids greater than this one.", examples=[0])
    limit: int = Field(100, ge=1, le=1000, description="Rows on a page.")


class DiffQuery(Query):
    """Which two revisions."""

    first: int | None = Field(
        None,
        alias="from",
        ge=0,
        le=MAX_ID,
        description="The older one; the one before unless told.",
    )
    last: int | None = Field(
        None, alias="to", ge=0, le=MAX_ID, description="The newer one; the newest unless told."
    )


class IssuerQuery(Query):
    """What was typed of an issuer's name."""

    q: str = Field(
        "", max_length=200, description="Its beginning, or a part of it.", examples=["云岭省"]
    )
    limit: int = Field(10, ge=1, le=100, description="Rows.")
