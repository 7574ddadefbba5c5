"""The rules of the W3C feed validator that our feeds can break, as a list of what is wrong.

Errors and warnings bear the validator's names where it has one. UnknownNamespace for tombstones is left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
PREFIXES = {
    "content": CONTENT, "dc": DC, "fh": HISTORY, "at": TOMBSTONE[: TOMBSTONE.index("}") + 1],
}  # fmt: skip
FULL_LINK = re.compile(r"[a-zA-Z][0-9a-zA-Z+\-.]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
HTTP = re.compile(r"https?://[^/].*", re.DOTALL)
DOTTED = r"(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.|(?:[A-Z0-9\-]+\.)+)[A-Z0-9][-A-Z0-9]*"
HTTP_URL = re.compile(rf"https?://{DOTTED}(?::\d+)?(?:/|$)", re.IGNORECASE)
MIME = re.compile(r'[^\s()<>,;:\\"/[\]?=]+/[^\s()<>,;:\\"/[\]?=]+')
ID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
URN = re.compile(r"urn:[a-zA-Z0-9][a-zA-Z0-9-]{1,31}:[a-zA-Z0-9()+,.:=@;$_!*'\-]+")
RFC2822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d\d:\d\d(:\d\d)? [+-]\d\d[03]0"
)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)")
BAD = re.compile("[\x80-\x9f\ufffd]")
# what HTML calls a parse error: controls and noncharacters
INVALID = re.compile(
    "[\x01-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr((p << 16) + 0xFFFE)}{chr((p << 16) + 0xFFFF)}" for p in range(1, 17))
    + "]"
)
HTML_TAG = re.compile(
    r"</(a|abbr|b|body|br|button|center|code|dd|del|div|dl|dt|em|font|form|frame|h[1-6]|head|hr|html|i|iframe|img"
    r"|input|ins|li|link|meta|object|ol|option|p|pre|q|s|script|select|small|span|strike|strong|style|sub|sup"
    r"|table|tbody|td|textarea|th|title|tr|tt|u|ul|video)>",
    re.IGNORECASE,
)
RELATION = re.compile(
    r"alternate|current|enclosure|first|last|next|next-archive|prev-archive|previous|self|via"
)
ITEM_ORDER = [
    "title", "link", "description", f"{CONTENT}encoded", f"{DC}creator", f"{DC}identifier",
    "category", "enclosure", "guid", "pubDate",
]  # fmt: skip
CHANNEL = {
    "title", "link", "description", "language", "lastBuildDate", "ttl", "docs", "generator", "item",
    f"{ATOM}link", f"{HISTORY}archive",
}  # fmt: skip
ONCE = CHANNEL - {"item", f"{ATOM}link"}
FEED = {"id", "title", "updated", "link", "author", "generator", "subtitle", "entry"}
ENTRY = {"id", "title", "updated", "published", "author", "link", "content", "summary", "category"}
AHEAD = timedelta(minutes=10)


def faults(data: bytes, format_: str, *, asked: str | None = None) -> list[str]:
    """Everything wrong with a feed; empty for a good one. `asked`: the address it was got from."""
    return list({"rss": _rss, "atom": _atom, "json": _json}[format_](data, asked))


def opml_faults(data: bytes) -> list[str]:
    """Everything wrong with a list of feeds."""
    return list(_opml(data))


def _rss(data: bytes, asked: str | None) -> Iterable[str]:
    root = etree.fromstring(data)
    yield from _document(data, root)
    channel = root[0]
    tags = [str(part.tag) for part in channel]
    for name in ("title", "link", "description", "language", "lastBuildDate", "ttl", "docs"):
        if not channel.findtext(name):
            yield f"channel without {name}"
    yield from (f"UndefinedElement {tag}" for tag in set(tags) - CHANNEL)
    yield from (f"DuplicateElement {tag}" for tag in ONCE if tags.count(tag) > 1)
    if "item" in tags and set(tags[tags.index("item") :]) != {"item"}:
        yield "MisplacedItem"
    for name in ("title", "description"):
        yield from _nonhtml(channel.findtext(name), f"channel {name}")
    yield from _links(channel.findall(f"{ATOM}link"), "application/rss+xml", asked)
    yield from _full_links([channel.findtext("link"), channel.findtext("docs")])
    if channel.findtext("link") in {link.get("href") for link in channel.findall(f"{ATOM}link")}:
        yield "the feed is its own home page"
    if not 0 < int(channel.findtext("ttl") or 0) <= 60:
        yield "InvalidPositiveInteger ttl"
    yield from _rfc2822([channel.findtext("lastBuildDate") or ""])
    items = channel.findall("item")
    yield from _repeated((item.findtext("guid") or "" for item in items), "guid")
    for item in items:
        yield from _rss_item(item)


def _rss_item(item: Any) -> Iterable[str]:
    tags = [part.tag for part in item]
    if tags != sorted(tags, key=ITEM_ORDER.index):
        yield f"NeedDescriptionBeforeContent or UndefinedElement: {tags}"
    for name in ("title", "link", "description", f"{CONTENT}encoded", "guid", "pubDate"):
        if not (item.findtext(name) or "").strip():
            yield f"NotBlank {name}"
    for name in {*ITEM_ORDER} - {"category", f"{DC}creator", f"{DC}identifier"}:
        if tags.count(name) > 1:
            yield f"DuplicateElement {name}"
    guid = item.find("guid")
    if guid.get("isPermaLink") != "false" or not ID.fullmatch(guid.text):
        yield f"InvalidHttpGUID {guid.text}"
    yield from _nonhtml(item.findtext("title"), "item title")
    for category in item.findall("category"):
        if not category.text or set(category.attrib) - {"domain"}:
            yield "NotBlank or UnexpectedAttribute category"
        yield from _nonhtml(category.text, "category")
    yield from _full_links([item.findtext("link")])
    for enclosure in item.findall("enclosure"):
        url = enclosure.get("url") or ""
        if not HTTP_URL.match(url) or not FULL_LINK.match(url):
            yield f"InvalidURLAttribute {url}"
        if not MIME.fullmatch(enclosure.get("type") or ""):
            yield "InvalidMIMEAttribute"
        if not (enclosure.get("length") or "").isdigit():
            yield "InvalidIntegerAttribute length"
    yield from _rfc2822([item.findtext("pubDate")])
    yield from _html(item.findtext(f"{CONTENT}encoded"), "content:encoded")
    yield from _html(item.findtext("description"), "description")


def _atom(data: bytes, asked: str | None) -> Iterable[str]:
    root = etree.fromstring(data)
    yield from _document(data, root)
    if root.get(f"{XML}lang") != "zh-CN":
        yield "MissingDCLanguage"
    if not root.findtext(f"{ATOM}author/{ATOM}name"):
        yield "MissingElement author"
    tags = [str(part.tag) for part in root]
    strange = {tag.removeprefix(ATOM) for tag in tags} - FEED - {TOMBSTONE, f"{HISTORY}archive"}
    yield from (f"UndefinedElement {tag}" for tag in strange)
    first = tags.index(f"{ATOM}entry") if f"{ATOM}entry" in tags else len(tags)
    if set(tags[first:]) - {f"{ATOM}entry", TOMBSTONE}:
        yield "MisplacedMetadata"
    links = root.findall(f"{ATOM}link")
    yield from _links(links, "application/atom+xml", asked)
    yield from _history(root, {link.get("rel") for link in links})
    entries = root.findall(f"{ATOM}entry")
    yield from _repeated((e.findtext(f"{ATOM}id") for e in entries), "DuplicateEntries")
    yield from _repeated((e.findtext(f"{ATOM}updated") for e in entries), "DuplicateUpdated")
    for element in (root, *entries):
        yield from _atom_element(element)
    for entry in entries:
        yield from _atom_entry(entry)
    graves = [(g.get("ref"), g.get("when")) for g in root.findall(TOMBSTONE)]
    yield from _repeated(graves, "tombstone")
    yield from (f"tombstone {ref}" for ref, _ in graves if not ID.fullmatch(ref or ""))
    yield from _rfc3339(when for _, when in graves)


def _history(root: Any, relations: set[str | None]) -> Iterable[str]:
    """RFC 5005 § 4."""
    if root.find(f"{HISTORY}archive") is None:
        return
    if not relations & {"prev-archive", "next-archive"}:
        yield "ArchiveIncomplete"
    if "current" not in relations:
        yield "MissingCurrentInArchive"


def _atom_element(element: Any) -> Iterable[str]:
    if not ID.fullmatch(element.findtext(f"{ATOM}id") or ""):
        yield "InvalidTAG or NonCanonicalURI"
    for name in ("id", "title", "updated", "published", "summary", "content", "subtitle"):
        if len(element.findall(f"{ATOM}{name}")) > 1:
            yield f"DuplicateElement {name}"
    for name in ("title", "subtitle", "summary"):
        for text in element.findall(f"{ATOM}{name}"):
            if text.get("type", "text") != "text" or not (text.text or "").strip():
                yield f"NotBlank {name}"
            yield from _nonhtml(text.text, f"ContainsUndeclaredHTML {name}")
    if element.find(f"{ATOM}title") is None:
        yield "MissingElement title"
    for author in element.findall(f"{ATOM}author"):
        if not author.findtext(f"{ATOM}name"):
            yield "NotBlank author name"
        yield from _nonhtml(author.findtext(f"{ATOM}name"), "author name")
    yield from _rfc3339(
        text.text for name in ("updated", "published") for text in element.findall(f"{ATOM}{name}")
    )


def _atom_entry(entry: Any) -> Iterable[str]:
    tags = [str(part.tag).removeprefix(ATOM) for part in entry]
    yield from (f"UndefinedElement {tag}" for tag in set(tags) - ENTRY)
    for name in ("summary", "published", "updated", "content"):
        if entry.find(f"{ATOM}{name}") is None:
            yield f"MissingElement {name}"
    content = entry.find(f"{ATOM}content")
    if content is not None and content.get("type") == "html":
        yield from _html(content.text, "content")
    else:
        yield "content is not html"
    links = entry.findall(f"{ATOM}link")
    yield from (f"link without rel {link.get('href')}" for link in links if not link.get("rel"))
    yield from _links(links, None, None)
    for category in entry.findall(f"{ATOM}category"):
        if not category.get("term") or set(category.attrib) - {"term", "scheme", "label"}:
            yield "MissingAttribute term"
        if not URN.fullmatch(category.get("scheme") or ""):
            yield f"InvalidURN {category.get('scheme')}"
        yield from _nonhtml(category.get("label"), "category label")


def _links(links: Iterable[Any], own_type: str | None, asked: str | None) -> Iterable[str]:
    """Of a feed (`own_type` given) or of an entry."""
    found = list(links)
    for link in found:
        if set(link.attrib) - {"href", "rel", "type", "title", "length", "hreflang"}:
            yield f"UnexpectedAttribute {link.attrib}"
        if not RELATION.fullmatch(link.get("rel") or ""):
            yield f"UnregisteredAtomLinkRel {link.get('rel')}"
        if link.get("type") is not None and not MIME.fullmatch(link.get("type")):
            yield f"InvalidMIMEType {link.get('type')}"
        if link.get("title") is not None and not link.get("title").strip():
            yield "AttrNotBlank title"
        if link.text:
            yield "AtomLinkNotEmpty"
        yield from _nonhtml(link.get("title"), "link title")
        yield from _full_links([link.get("href")])
    alternates = [(link.get("type"), link.get("hreflang")) for link in found
                  if link.get("rel") == "alternate"]  # fmt: skip
    yield from _repeated(alternates, "DuplicateAtomLink")
    relations = [link.get("rel") for link in found]
    if own_type is None:
        if {"first", "next", "previous", "last", "current", "prev-archive"} & set(relations):
            yield "FeedHistoryRelInEntry"
        return
    yield from _repeated(relations, "link rel")
    own = [link for link in found if link.get("rel") == "self"]
    if [link.get("type") for link in own] != [own_type]:
        yield "MissingSelf, MissingAtomSelfLink or SelfNotAtom"
    if asked is not None and [link.get("href") for link in own] != [asked]:
        yield f"SelfDoesntMatchLocation {asked}"


def _document(data: bytes, root: Any) -> Iterable[str]:
    """Encoding, namespaces, characters."""
    if not re.match(rb"<\?xml version=['\"]1\.0['\"] encoding=['\"]UTF-8['\"]\?>", data):
        yield "MissingEncoding or BadXmlVersion"
    if len(data) > 1_000_000:
        yield "ValidatorLimit"
    if root.getroottree().docinfo.doctype:
        yield "InvalidDoctype"
    for element in root.iter():
        for prefix, uri in element.nsmap.items():
            if prefix not in (None, "atom") and PREFIXES.get(prefix) != f"{{{uri}}}":
                yield f"ReservedPrefix or UnknownNamespace {prefix}"
        words = "".join([element.text or "", *map(str, element.attrib.values())])
        if found := BAD.search(words) or INVALID.search(words):
            yield f"BadCharacters {found[0]!r} in {element.tag}"


def _nonhtml(text: str | None, where: str) -> Iterable[str]:
    """ContainsHTML: words that a reader could take for markup."""
    text = text or ""
    if HTML_TAG.search(text):
        yield f"ContainsHTML {where}"
    for word in re.findall(r"&(#?\w+)", text):
        if word in name2codepoint or word == "apos" or not word.isalpha():
            yield f"ContainsHTML &{word} {where}"
    if re.search(r"&#[x0-9]|<[/a-zA-Z]", text):
        yield f"CharacterData {where}"


def _html(html: str | None, where: str) -> Iterable[str]:
    """SecurityRisk, NotHtml, ContainsRelRef: our own markup is so plain that it is XML, too."""
    if re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", html or ""):
        yield f"NotHtml: a bare ampersand in {where}"
    fragment = etree.fromstring(f"<div>{(html or '').replace('<br>', '<br/>')}</div>")
    for element in fragment.iter():
        if element.tag not in {"div", "p", "br", "del", "ins", "a"}:
            yield f"SecurityRisk {element.tag}"
        if set(element.attrib) - {"href"}:
            yield f"SecurityRiskAttr {element.attrib}"
        if element.tag in ("p", "div") and element.getparent() not in (None, fragment):
            yield f"NotHtml: {element.tag} in {element.getparent().tag}"
        if element.tag == "a":
            yield from _full_links([element.get("href")])


def _json(data: bytes, asked: str | None) -> Iterable[str]:
    feed = json.loads(data)
    if feed["version"] != "https://jsonfeed.org/version/1.1" or feed["language"] != "zh-CN":
        yield "version or language"
    if asked is not None and feed["feed_url"] != asked:
        yield f"feed_url is not {asked}"
    yield from _full_links([feed["home_page_url"], feed["feed_url"]])
    yield from _full_links([feed["next_url"]] if "next_url" in feed else [])
    yield from _repeated((item["id"] for item in feed["items"]), "id")
    for item in feed["items"]:
        if not (isinstance(item["id"], str) and ID.fullmatch(item["id"])):
            yield f"id {item['id']}"
        yield from _full_links([item["url"], item.get("external_url") or item["url"]])
        yield from _html(item["content_html"], "content_html")
        yield from _rfc3339([item["date_published"], item["date_modified"]])
        if not (item["title"] and item["content_text"] and item["_gov"]):
            yield "no title, no content_text or no _gov"
        for attached in item.get("attachments", []):
            if not MIME.fullmatch(attached["mime_type"]):
                yield "attachment without mime_type"
        if found := INVALID.search(json.dumps(item, ensure_ascii=False)):
            yield f"BadCharacters {found[0]!r}"


def _opml(data: bytes) -> Iterable[str]:
    root = etree.fromstring(data)
    yield from _document(data, root)
    if root.get("version") != "2.0" or root.find("head") is None:
        yield "InvalidOPMLVersion or MissingElement head"
    outlines = list(root.iter("outline"))
    if not outlines:
        yield "MissingElement outline"
    for outline in outlines:
        for name in ("text", "title"):
            if re.search(r"&[#\w]|<", outline.get(name) or ""):
                yield f"NotHtml {name}"
        if not outline.get("text"):
            yield "MissingAttribute text"
        if outline.get("type") is None:
            if set(outline.attrib) - {"text"}:
                yield "MissingOutlineType"
            continue
        yield from _full_links([outline.get("xmlUrl"), outline.get("htmlUrl")])
        if not outline.get("title"):
            yield "MissingTitleAttr"


def _full_links(addresses: Iterable[str | None]) -> Iterable[str]:
    for url in addresses:
        if not FULL_LINK.fullmatch(url or "") or not HTTP.match(url or ""):
            yield f"UriNotIri, InvalidUriChar or InvalidFullLink {url}"


def _rfc2822(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        if not RFC2822.fullmatch(text) or not text.endswith("+0800"):
            yield f"InvalidRFC2822Date {text}"
            continue
        moment = parsedate_to_datetime(text)
        if moment.strftime("%a") != text[:3]:
            yield f"IncorrectDOW {text}"
        yield from _plausible(moment)


def _rfc3339(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        if not RFC3339.fullmatch(text) or not text.endswith("+08:00"):
            yield f"InvalidRFC3339Date {text}"
            continue
        yield from _plausible(datetime.fromisoformat(text))


def _plausible(moment: datetime) -> Iterable[str]:
    if moment.year < 1990 or moment > datetime.now(UTC) + AHEAD:
        yield f"ImplausibleDate {moment}"


def _repeated(values: Iterable[Any], name: str) -> Iterable[str]:
    yield from (f"Duplicate {name} {v}" for v, n in Counter(values).items() if n > 1)
