"""the search index: entries, words with their places, letters

Its content is made by storage.search_index when the schema has been brought up to date.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_documents_number_shown', 'documents', ['number'])
    op.execute("DROP TABLE search_grams")
    op.create_table('search_issuers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('names', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_issuers')),
    sa.UniqueConstraint('names', name=op.f('uq_search_issuers_names'))
    )
    op.create_table('search_places',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_places')),
    sa.UniqueConstraint('key', name=op.f('uq_search_places_key'))
    )
    op.create_table('search_place_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('places_id', sa.Integer(), nullable=False),
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['places_id'], ['search_places.id'], name=op.f('fk_search_place_members_places_id')),
    sa.ForeignKeyConstraint(['source_id'], ['sources.id'], name=op.f('fk_search_place_members_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_place_members'))
    )
    op.create_index(op.f('ix_search_place_members_places_id'), 'search_place_members', ['places_id'])
    op.create_table('search_entries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(length=24), nullable=False),
    sa.Column('dated', sa.String(length=10), nullable=False),
    sa.Column('written_on', sa.String(length=40), nullable=True),
    sa.Column('published_at', sa.String(length=40), nullable=True),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('validity', sa.String(length=20), nullable=True),
    sa.Column('issuers_id', sa.Integer(), nullable=False),
    sa.Column('places_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_search_entries_document_id')),
    sa.ForeignKeyConstraint(['issuers_id'], ['search_issuers.id'], name=op.f('fk_search_entries_issuers_id')),
    sa.ForeignKeyConstraint(['places_id'], ['search_places.id'], name=op.f('fk_search_entries_places_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entries')),
    sa.UniqueConstraint('document_id', name=op.f('uq_search_entries_document_id'))
    )
    op.create_index(op.f('ix_search_entries_issuers_id'), 'search_entries', ['issuers_id'])
    op.create_index(op.f('ix_search_entries_places_id'), 'search_entries', ['places_id'])
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("CREATE VIRTUAL TABLE search_words USING fts5(body, title, content='', columnsize=0,"
                   " tokenize=\"ascii tokenchars '|.'\")")
        op.execute("CREATE VIRTUAL TABLE search_letters USING fts5(letters, content='', columnsize=0,"
                   " detail=none, tokenize='ascii')")
        return
    op.execute("CREATE TABLE search_words (id BIGINT PRIMARY KEY REFERENCES search_entries (id),"
               " grams INTEGER[] NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL)")
    op.execute("ALTER TABLE search_words ALTER grams SET STORAGE EXTERNAL")
    op.execute("CREATE INDEX ix_search_words_grams ON search_words USING gin (grams)")


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
