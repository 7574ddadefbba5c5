"""the page in a frame in which a page's text stands

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('publications', sa.Column('frame', sa.JSON(), nullable=True))
    op.add_column('revisions', sa.Column('frame', sa.JSON(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
