"""Schema versions. Run through `storage.schema`, never by import."""
