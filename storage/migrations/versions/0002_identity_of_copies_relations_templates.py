"""identity of copies, relations, templates

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('marks',
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('sample', sa.String(), nullable=False),
    sa.Column('first_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('portal', 'kind', 'key', name=op.f('pk_marks'))
    )
    op.create_table('relations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_key', sa.String(), nullable=False),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_relations_document_id')),
    sa.ForeignKeyConstraint(['target_id'], ['documents.id'], name=op.f('fk_relations_target_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relations')),
    sa.UniqueConstraint('document_id', 'kind', 'number', 'title_key', name=op.f('uq_relations_document_id_kind_number_title_key'))
    )
    with op.batch_alter_table('relations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relations_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relations_number'), ['number'], unique=False)
        batch_op.create_index(batch_op.f('ix_relations_target_id'), ['target_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relations_title_key'), ['title_key'], unique=False)

    op.create_table('text_bands',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_text_bands_document_id')),
    sa.PrimaryKeyConstraint('document_id', 'key', name=op.f('pk_text_bands'))
    )
    with op.batch_alter_table('text_bands', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_text_bands_key'), ['key'], unique=False)

    op.drop_table('paragraph_keys')
    # written out: SQLite cannot build a table anew while others refer to it
    op.execute('ALTER TABLE facts ADD COLUMN cause_id INTEGER CONSTRAINT fk_facts_cause_id REFERENCES documents (id)')
    op.add_column('publications', sa.Column('is_pinned', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('publications', sa.Column('evidence', sa.JSON(), nullable=True))
    op.add_column('publications', sa.Column('container', sa.String(), nullable=True))
    op.add_column('publications', sa.Column('container_was', sa.String(), nullable=True))
    op.add_column('publications', sa.Column('container_changed_at', storage.base.UTCDateTime(timezone=True), nullable=True))
    op.add_column('sources', sa.Column('last_swept_at', storage.base.UTCDateTime(timezone=True), nullable=True))
    op.execute('UPDATE sources SET last_swept_at = swept_at')
    op.add_column('verdicts', sa.Column('from_uid', sa.String(length=32), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("an archive never goes back to an older schema; restore a backup")
