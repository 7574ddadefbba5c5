"""on PostgreSQL the numbers of characters and pairs stand in the index alone, which is made anew by storage.search_index

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

# Of words cut by | and ends of lines: every character and every pair in a row, 0 where there is none; those of the title
# stand there once more, negative.
GRAMS = """
CREATE FUNCTION search_grams(title text, body text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
AS $$
  SELECT pg_catalog.array_agg(CASE
    WHEN a IN ('|', E'\\n') THEN ARRAY[0, 0]
    WHEN b IS NULL OR b IN ('|', E'\\n') THEN ARRAY[way * pg_catalog.ascii(a), 0]
    ELSE ARRAY[way * pg_catalog.ascii(a), way * (pg_catalog.ascii(a) * 2097152::bigint + pg_catalog.ascii(b))] END)
  FROM (
    SELECT 1::bigint AS way, a, b FROM ROWS FROM (
      pg_catalog.unnest(pg_catalog.string_to_array(title || E'\\n' || body, NULL)),
      pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.substr(title || E'\\n' || body, 2), NULL))
    ) AS t (a, b)
    UNION ALL
    SELECT -1, a, b FROM ROWS FROM (
      pg_catalog.unnest(pg_catalog.string_to_array(title, NULL)),
      pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.substr(title, 2), NULL))
    ) AS t (a, b)
  ) AS letters
$$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        return
    op.execute("DROP TABLE search_words")
    for name in ('search_entries', 'search_place_members', 'search_places', 'search_issuers'):
        op.execute(f"DELETE FROM {name}")
    op.execute(GRAMS)
    op.execute("CREATE TABLE search_words (id BIGINT PRIMARY KEY REFERENCES search_entries (id),"
               " title TEXT NOT NULL, body TEXT NOT NULL)")
    op.execute("CREATE INDEX ix_search_words_grams ON search_words USING gin (search_grams(title, body))")
    op.execute("ALTER INDEX ix_search_words_grams ALTER COLUMN 1 SET STATISTICS 0")


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
