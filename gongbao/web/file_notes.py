"""What reading an attachment noted (docs/attachments.md), for readers of Chinese; what is new stays in English."""

from __future__ import annotations

import re

NOTES = (
    (r"scanned or empty: no text on (\d+) pages?", r"扫描件或空白件：\1 页均无文字"),
    (r"no text on (\d+) of (\d+) pages?", r"共 \2 页，其中 \1 页无文字"),
    (r"fonts without Unicode.*", r"字体缺少字符编码，文字无法识别"),
    (r"protected by a password", r"有密码保护"),
    (r"(RAR|7z|gzip) archive: not unpacked", r"\1 压缩包，未解开"),
    (r"CEB: a closed format.*", r"CEB 格式，无法读取"),
    (r"a web page stands where a file was named", r"地址处是网页而非文件"),
    (r"a message stands where a file was named.*", r"地址处是提示信息而非文件"),
    (r"empty: (\d+) bytes?", r"空文件（\1 字节）"),
    (r"the end of the file is missing", r"文件不完整，已取其中文字"),
    (r"no text in it", r"没有可提取的文本"),
    (r"(\d+) of (\d+) files read(?:; .*)?", r"共 \2 个文件，已读 \1 个"),
    (r"broken .*", r"文件已损坏"),
    (r".*\b(?:limit|more than|deeper than|more memory)\b.*", r"文件过大，未读取"),
)


def say_note(note: str, language: str) -> str:
    """A note in the language of the page."""
    if language != "zh":
        return note
    for pattern, said in NOTES:
        if found := re.fullmatch(pattern, note):
            return found.expand(said)
    return note
