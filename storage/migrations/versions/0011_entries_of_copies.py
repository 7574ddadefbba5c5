"""feed entries of copies as they were seen

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'publications', sa.Column('entry', sa.JSON(), nullable=False, server_default='{}')
    )


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
