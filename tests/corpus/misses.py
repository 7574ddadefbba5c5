"""What the expectations of this folder ask for and the pipelines do not find yet."""

from __future__ import annotations

TITLE_STILL_RAW = "read from the heading while the number is still glued to it"
FOOTER = "the footer line that names the host (…主办) counts as text where no container is known"
SHELL = "without text in its container, the labels and navigation of the page are taken for one"
LINES_OF_FONT = "a heading broken over lines that nothing repeats is not put together; issuers and genre hang on it"
MONTH = "a signature dated by a month (2020年11月) is not taken for one"
STROKE = "the stroke or bracket that divides labels stays at the value"
INFO_LINE = "the line of date and counter, which has no labels, counts as text"

KNOWN_MISSES: dict[tuple[str, str], str] = {  # (page, field) → what is found instead
    ("month_as_date_four_organs", "issuers"): MONTH,
    ("month_as_date_four_organs", "written_on"): MONTH,
    ("news_plain", "source"): STROKE,
    ("order_of_a_city", "source"): STROKE,
    ("shell_pdf_viewer", "page_kind"): "other: a viewer that a script opens is not known",
    ("table_alone", "category"): "other: a title that ends with 任务分解表",
    ("title_in_styled_paragraph", "published_at"): "nothing: a date in brackets of its own",
    ("title_in_styled_paragraph", "source"): STROKE,
    ("title_with_breaks_and_date_alone", "title"): LINES_OF_FONT,
    ("title_with_breaks_and_date_alone", "issuers"): LINES_OF_FONT,
    ("title_with_breaks_and_date_alone", "genre"): LINES_OF_FONT,
    ("title_with_breaks_and_date_alone", "category"): LINES_OF_FONT,
    ("break_lines_signature_in_one", "text"): INFO_LINE,
    ("break_lines_signature_in_one", "noise"): INFO_LINE,
    (
        "govcn_gazette_order",
        "gazette_issue",
    ): "the issue stands in the title tag alone, which is not asked",
    ("hebei_number_behind_title", "genre"): TITLE_STILL_RAW,
    ("hebei_number_behind_title", "category"): TITLE_STILL_RAW,
    ("number_before_bracketed_title", "category"): TITLE_STILL_RAW,
    (
        "party_document_reposted",
        "source",
    ): STROKE,
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
