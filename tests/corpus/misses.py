"""What the expectations of this folder ask for and the pipelines do not find yet."""

from __future__ import annotations

TITLE_STILL_RAW = "read from the heading while the number is still glued to it"
FOOTER = "the footer line that names the host (…主办) counts as text where no container is known"
SHELL = "without text in its container, the labels and navigation of the page are taken for one"
INFO_LINE = "the line of date and counter, which has no labels, counts as text"

KNOWN_MISSES: dict[tuple[str, str], str] = {  # (page, field) → what is found instead
    ("break_lines_signature_in_one", "text"): INFO_LINE,
    ("break_lines_signature_in_one", "noise"): INFO_LINE,
    (
        "govcn_gazette_order",
        "gazette_issue",
    ): "the issue stands in <title> alone, which is not asked",
    ("hebei_number_behind_title", "genre"): TITLE_STILL_RAW,
    ("hebei_number_behind_title", "category"): TITLE_STILL_RAW,
    ("number_before_bracketed_title", "category"): TITLE_STILL_RAW,
    (
        "party_document_reposted",
        "source",
    ): "the stroke between two labels stays at the value: 法治云岭网/",
    (
        "penalty_table_twin",
        "source",
    ): "nothing: one line of three labels, the last of them unknown (文章类型)",
    (
        "plain_text",
        "issuers",
    ): "the label's short form (市政府办公室) although the signature has the full one",
    (
        "regulation_of_a_congress",
        "document_number",
    ): "nothing: 公告第12号 without a year in the 题注",
    ("regulation_of_a_congress", "text"): FOOTER,
    ("shell_attachment_only", "page_kind"): SHELL,
    ("shell_attachment_only", "text"): SHELL,
    ("unknown_empty_number_label", "text"): FOOTER,
    ("unknown_info_line_bare", "text"): INFO_LINE,
    (
        "unknown_semantic_tags",
        "source",
    ): "nothing: date, label and counter run together in neighbouring spans",
}
