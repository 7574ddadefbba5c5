"""The archive in files: tables (JSON lines, CSV, Parquet), the graph of citations, the evidence of a document."""
