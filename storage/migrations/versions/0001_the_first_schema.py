"""the first schema

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('documents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_key', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('number_key', sa.String(), nullable=True),
    sa.Column('issuer_key', sa.String(), nullable=True),
    sa.Column('issuers', sa.JSON(), nullable=False),
    sa.Column('issuer_names', sa.String(), nullable=False),
    sa.Column('registration_number', sa.String(), nullable=True),
    sa.Column('written_on', sa.String(length=40), nullable=True),
    sa.Column('published_at', sa.String(length=40), nullable=True),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('validity', sa.String(length=20), nullable=True),
    sa.Column('canonical_id', sa.Integer(), nullable=True),
    sa.Column('told_revision_id', sa.Integer(), nullable=True),
    sa.Column('told_state', sa.String(length=12), nullable=True),
    sa.Column('first_seen_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('changed_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['canonical_id'], ['publications.id'], name=op.f('fk_documents_canonical_id'), use_alter=True),
    sa.ForeignKeyConstraint(['told_revision_id'], ['revisions.id'], name=op.f('fk_documents_told_revision_id'), use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('uid', name=op.f('uq_documents_uid'))
    )
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_category'), ['category'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_changed_at'), ['changed_at'], unique=False)
        batch_op.create_index('ix_documents_number', ['number_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_published_at'), ['published_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_registration_number'), ['registration_number'], unique=False)
        batch_op.create_index('ix_documents_title_written', ['title_key', 'written_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_documents_written_on'), ['written_on'], unique=False)

    op.create_table('issues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('first_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('last_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('acknowledged', sa.Boolean(), nullable=False),
    sa.Column('resolved_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issues')),
    sa.UniqueConstraint('kind', 'portal', 'source', 'subject', name=op.f('uq_issues_kind_portal_source_subject'))
    )
    op.create_table('leases',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('expires_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('mode', sa.String(length=20), nullable=False),
    sa.Column('started_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('stats', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_runs'))
    )
    with op.batch_alter_table('runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_runs_portal'), ['portal'], unique=False)

    op.create_table('sources',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('portal_title', sa.String(), nullable=False),
    sa.Column('region', sa.String(length=6), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('disabled', sa.String(), nullable=True),
    sa.Column('first_seen_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('swept_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('frontier', sa.JSON(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('last_run_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('next_run_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('pages', sa.JSON(), nullable=False),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('last_modified', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sources')),
    sa.UniqueConstraint('portal', 'name', name=op.f('uq_sources_portal_name'))
    )
    with op.batch_alter_table('sources', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sources_region'), ['region'], unique=False)

    op.create_table('tokens',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_tokens')),
    sa.UniqueConstraint('digest', name=op.f('uq_tokens_digest'))
    )
    op.create_table('listings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('url_key', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('listed_on', sa.String(length=40), nullable=True),
    sa.Column('document_number', sa.String(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('before_sweep', sa.Boolean(), nullable=False),
    sa.Column('first_seen_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('retry_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['source_id'], ['sources.id'], name=op.f('fk_listings_source_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listings')),
    sa.UniqueConstraint('source_id', 'url_key', name=op.f('uq_listings_source_id_url_key'))
    )
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listings_url_key'), ['url_key'], unique=False)
        batch_op.create_index('ix_listings_waiting', ['source_id', 'state'], unique=False)

    op.create_table('paragraph_keys',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_paragraph_keys_document_id')),
    sa.PrimaryKeyConstraint('document_id', 'key', name=op.f('pk_paragraph_keys'))
    )
    with op.batch_alter_table('paragraph_keys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paragraph_keys_key'), ['key'], unique=False)

    op.create_table('publications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('url_key', sa.String(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('home', sa.Integer(), nullable=False),
    sa.Column('current_id', sa.Integer(), nullable=True),
    sa.Column('revision_count', sa.Integer(), nullable=False),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('last_modified', sa.String(), nullable=True),
    sa.Column('payload_digest', sa.String(length=80), nullable=True),
    sa.Column('visited_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('next_visit_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('visit_step', sa.Integer(), nullable=False),
    sa.Column('changed_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('first_seen_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('absent_since', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.Column('absent_checks', sa.Integer(), nullable=False),
    sa.Column('before_sweep', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['current_id'], ['revisions.id'], name=op.f('fk_publications_current_id'), use_alter=True),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_publications_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publications')),
    sa.UniqueConstraint('url_key', name=op.f('uq_publications_url_key'))
    )
    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publications_document_id'), ['document_id'], unique=False)
        batch_op.create_index('ix_publications_due', ['portal', 'next_visit_at'], unique=False)

    op.create_table('redirects',
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_redirects_document_id')),
    sa.PrimaryKeyConstraint('uid', name=op.f('pk_redirects'))
    )
    with op.batch_alter_table('redirects', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_redirects_document_id'), ['document_id'], unique=False)

    op.create_table('publication_sources',
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('first_seen_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_publication_sources_publication_id')),
    sa.ForeignKeyConstraint(['source_id'], ['sources.id'], name=op.f('fk_publication_sources_source_id')),
    sa.PrimaryKeyConstraint('publication_id', 'source_id', name=op.f('pk_publication_sources'))
    )
    with op.batch_alter_table('publication_sources', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_sources_source_id'), ['source_id'], unique=False)

    op.create_table('revisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('normaliser', sa.Integer(), nullable=False),
    sa.Column('extractor', sa.String(length=20), nullable=False),
    sa.Column('captured_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('record', sa.JSON(), nullable=False),
    sa.Column('tampered', sa.Boolean(), nullable=False),
    sa.Column('warc_file', sa.String(), nullable=True),
    sa.Column('warc_offset', sa.BigInteger(), nullable=True),
    sa.Column('warc_record', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['previous_id'], ['revisions.id'], name=op.f('fk_revisions_previous_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_revisions_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revisions')),
    sa.UniqueConstraint('publication_id', 'number', name=op.f('uq_revisions_publication_id_number'))
    )
    op.create_table('verdicts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_verdicts_document_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_verdicts_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdicts'))
    )
    with op.batch_alter_table('verdicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verdicts_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verdicts_publication_id'), ['publication_id'], unique=False)

    op.create_table('attachments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('url_key', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('text_hash', sa.String(length=64), nullable=True),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('last_modified', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_attachments_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments'))
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_revision_id'), ['revision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachments_url_key'), ['url_key'], unique=False)

    op.create_table('facts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('told_at', storage.base.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_facts_publication_id')),
    sa.ForeignKeyConstraint(['revision_id'], ['revisions.id'], name=op.f('fk_facts_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facts'))
    )
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.create_index('ix_facts_told_at', ['told_at'], unique=False)

    op.create_table('changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=45), nullable=False),
    sa.Column('fact_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('detected_at', storage.base.UTCDateTime(timezone=True), nullable=False),
    sa.Column('baseline', sa.Boolean(), nullable=False),
    sa.Column('back_dated', sa.Boolean(), nullable=False),
    sa.Column('silent', sa.Boolean(), nullable=False),
    sa.Column('truncated', sa.Boolean(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('from_revision_id', sa.Integer(), nullable=True),
    sa.Column('to_revision_id', sa.Integer(), nullable=True),
    sa.Column('document_number', sa.String(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('portal', sa.String(length=80), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('inserted', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Integer(), nullable=False),
    sa.Column('operations', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_changes_document_id')),
    sa.ForeignKeyConstraint(['fact_id'], ['facts.id'], name=op.f('fk_changes_fact_id')),
    sa.ForeignKeyConstraint(['from_revision_id'], ['revisions.id'], name=op.f('fk_changes_from_revision_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_changes_publication_id')),
    sa.ForeignKeyConstraint(['source_id'], ['sources.id'], name=op.f('fk_changes_source_id')),
    sa.ForeignKeyConstraint(['to_revision_id'], ['revisions.id'], name=op.f('fk_changes_to_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_changes')),
    sa.UniqueConstraint('fact_id', name=op.f('uq_changes_fact_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_changes_uid'))
    )
    with op.batch_alter_table('changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_changes_detected_at'), ['detected_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_changes_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_changes_source_id'), ['source_id'], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search_grams USING fts5(grams, tokenize='unicode61')")
        return
    op.execute(
        "CREATE TABLE search_grams (document_id INTEGER PRIMARY KEY REFERENCES documents (id),"
        " grams TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_grams_grams ON search_grams USING gin (grams)")
    for table, column, target in (
        ("documents", "canonical_id", "publications"),
        ("documents", "told_revision_id", "revisions"),
        ("publications", "current_id", "revisions"),
    ):
        op.create_foreign_key(f"fk_{table}_{column}", table, target, [column], ["id"])


def downgrade() -> None:
    raise NotImplementedError("the first schema has nothing before it")
