"""citations, the last healthy visit of a source

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

import storage.base
from platforms.title import title_key

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    op.create_table('citations',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_key', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_citations_document_id')),
    sa.PrimaryKeyConstraint('document_id', 'position', name=op.f('pk_citations'))
    )
    op.create_index(op.f('ix_citations_number'), 'citations', ['number'], unique=False)
    op.create_index(op.f('ix_citations_title_key'), 'citations', ['title_key'], unique=False)
    op.create_index('ix_runs_started_at', 'runs', ['started_at', 'portal', 'outcome'], unique=False)
    op.add_column('sources', sa.Column('succeeded_at', storage.base.UTCDateTime(timezone=True), nullable=True))
    op.execute("UPDATE sources SET succeeded_at = last_run_at WHERE outcome IN ('ok', 'unchanged')")
    _keep_citations(op.get_bind())


def _keep_citations(connection: sa.Connection) -> None:
    """What the texts that speak now cite."""
    citations = sa.table('citations', *map(sa.column, ('document_id', 'position', 'number', 'title', 'title_key')))
    documents = sa.table('documents', sa.column('id'), sa.column('canonical_id'))
    publications = sa.table('publications', sa.column('id'), sa.column('current_id'))
    revisions = sa.table('revisions', sa.column('id'), sa.column('tampered'), sa.column('record', sa.JSON()))
    query = (
        sa.select(documents.c.id, revisions.c.record)
        .join(publications, publications.c.id == documents.c.canonical_id)
        .join(revisions, revisions.c.id == publications.c.current_id)
        .where(revisions.c.tampered.is_(sa.false()))
    )
    last = 0
    while rows := connection.execute(
        query.where(documents.c.id > last).order_by(documents.c.id).limit(BATCH)
    ).all():
        last = rows[-1][0]
        values = [
            {'document_id': number, 'position': position, 'number': cited.get('document_number') or '',
             'title': cited.get('title') or '', 'title_key': title_key(cited.get('title'))}
            for number, record in rows
            for position, cited in enumerate(record.get('citations') or ())
        ]
        if values:
            connection.execute(sa.insert(citations), values)


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
