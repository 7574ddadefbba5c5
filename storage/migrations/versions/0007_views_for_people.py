"""views for people: `storage.sql_views` makes them after every migration

Revision ID: 0007
Revises: 0006
"""

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing but a new version: an archive without the views gets them by being upgraded."""


def downgrade() -> None:
    raise NotImplementedError("take a backup before upgrading; there is no way back")
