"""boilerplate learned from a source's archive

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sources', sa.Column('boilerplate', sa.JSON(), server_default='[]', nullable=False))
    op.add_column('sources', sa.Column('boilerplate_texts', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
