"""why an attachment gave no text, and which attachment is the document

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('attachments', sa.Column('note', sa.String(), nullable=True))
    op.add_column(
        'attachments', sa.Column('is_main', sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
