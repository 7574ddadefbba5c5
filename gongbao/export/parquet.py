"""Apache Parquet, for DuckDB, pandas, Spark. pyarrow writes it: the extra `gongbao[parquet]`."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from gongbao.export.table import INNER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gongbao.export.table import Column, Row

AT_ONCE = 500  # rows of a row group


class MissingExtra(ValueError):
    """A format needs a package that is not installed. Raised here, shown by `gongbao export` as one line."""


def write_parquet(file: IO[bytes], rows: Iterable[Row], columns: tuple[Column, ...]) -> int:
    """A row group for every few hundred rows; returns how many rows."""
    pa, pq = _load()
    schema = pa.schema([(column.name, _type_of(pa, column)) for column in columns])
    count, left = 0, iter(rows)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(left, AT_ONCE)):
            told = [to_values(row, columns) for row in some]
            writer.write_table(pa.Table.from_pylist(told, schema=schema))
            count += len(told)
    return count


def _load() -> tuple[Any, Any]:
    try:
        import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
        import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError:
        raise MissingExtra("parquet needs pyarrow: pip install 'gongbao[parquet]'") from None
    return pa, pq


def _type_of(pa: Any, column: Column) -> Any:
    kinds: dict[str, Callable[[], Any]] = {
        "text": pa.string,
        "texts": lambda: pa.list_(pa.string()),
        "number": pa.int64,
        "truth": pa.bool_,
        "moment": lambda: pa.timestamp("us", tz="UTC"),
        "objects": lambda: pa.list_(
            pa.struct([(inner.name, _type_of(pa, inner)) for inner in INNER[column.name]])
        ),
    }
    return kinds[column.kind]()


def to_values(row: Row, columns: Sequence[Column]) -> Row:
    """Those fields of a row that are columns, as values of their kinds."""
    return {column.name: _to_value(row.get(column.name), column) for column in columns}


def _to_value(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.kind == "moment":
        return datetime.fromisoformat(value)
    if column.kind == "objects":
        return [to_values(one, INNER[column.name]) for one in value]
    if column.kind == "text":
        return str(value).encode("utf-8", "replace").decode()  # half a character is none
    return value
