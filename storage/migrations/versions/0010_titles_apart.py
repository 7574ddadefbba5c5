"""titles have a full-text table of their own on SQLite; the index is made anew by storage.search_index

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

PLACED = "fts5(tokens, content='', columnsize=0, tokenize=\"ascii tokenchars '|.'\")"
HELD = 16 << 20  # bytes of new words that are kept in memory until they are written in one piece
PLACELESS = "fts5(tokens, content='', columnsize=0, detail=none, tokenize='ascii')"


def upgrade() -> None:
    if op.get_bind().dialect.name != 'sqlite':
        return
    for name in ('search_entries', 'search_place_members', 'search_places', 'search_issuers'):
        op.execute(f"DELETE FROM {name}")
    op.execute("DROP TABLE search_words")
    op.execute("DROP TABLE search_letters")
    op.execute(f"CREATE VIRTUAL TABLE search_words USING {PLACED}")
    op.execute(f"INSERT INTO search_words (search_words, rank) VALUES ('hashsize', {HELD})")
    op.execute(f"CREATE VIRTUAL TABLE search_titles USING {PLACED}")
    op.execute(f"CREATE VIRTUAL TABLE search_letters USING {PLACELESS}")


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
