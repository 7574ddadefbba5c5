"""entries of Changes as they were told, notifications

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    op.create_table('notify_rules',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('targets', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_notify_rules'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('target', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=45), nullable=False),
    sa.Column('batch', sa.String(length=45), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('retry_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['change_id'], ['changes.id'], name=op.f('fk_outbox_change_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('change_id', 'rule', 'target', name=op.f('uq_outbox_change_id_rule_target'))
    )
    op.create_index('ix_outbox_state', 'outbox', ['state', 'rule', 'target'], unique=False)
    op.create_index(op.f('ix_outbox_batch'), 'outbox', ['batch'], unique=False)
    op.add_column('changes', sa.Column('entry', sa.JSON(), server_default='{}', nullable=False))
    _keep_entries(op.get_bind())


def _keep_entries(connection: sa.Connection) -> None:
    """What entries showed until now is what they show for ever."""
    changes = sa.table('changes', sa.column('id'), sa.column('kind'), sa.column('portal'),
        sa.column('document_id'), sa.column('source_id'), sa.column('to_revision_id'),
        sa.column('entry', sa.JSON()))
    documents = sa.table('documents', sa.column('id'), sa.column('uid'))
    sources = sa.table('sources', sa.column('id'), sa.column('portal_title'))
    revisions = sa.table('revisions', sa.column('id'), sa.column('text'), sa.column('record', sa.JSON()))
    query = (
        sa.select(changes.c.id, changes.c.kind, changes.c.portal, documents.c.uid, sources.c.portal_title,
            revisions.c.record, sa.func.substr(revisions.c.text, 1, 300).label('excerpt'))
        .join(documents, documents.c.id == changes.c.document_id)
        .outerjoin(sources, sources.c.id == changes.c.source_id)
        .outerjoin(revisions, revisions.c.id == changes.c.to_revision_id)
        .order_by(changes.c.id).limit(BATCH)
    )
    rows = connection.execute(query).all()
    while rows:
        for row in rows:
            connection.execute(changes.update().where(changes.c.id == row.id).values(entry=_entry(row)))
        rows = connection.execute(query.where(changes.c.id > rows[-1].id)).all()


def _entry(row: sa.Row) -> dict:
    shown = {'document': row.uid, 'portal_title': row.portal_title or row.portal}
    if row.kind == 'tampered' or not row.record:
        return shown
    names = ('issuers', 'written_on', 'published_at', 'attachments')
    return shown | {name: row.record.get(name) for name in names} | {'excerpt': row.excerpt}


def downgrade() -> None:
    raise NotImplementedError("an archive never goes back to an older schema; restore a backup")
