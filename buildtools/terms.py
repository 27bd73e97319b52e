"""Words of the glossary in the page's prose: in each part the first of each is marked.

What a marked word means is said by js/views/shared/terms.js, which finds it by `data-term`. Prose
are paragraphs without a class of their own, and the words under figures; what is a heading, a link,
a button or code is left alone. On paper, and without scripts, a marked word looks like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
LEFT_ALONE = frozenset(
    {
        "a",
        "button",
        "code",
        "label",
        "pre",
        "script",
        "style",
        "summary",
        "svg",
        "table",
        "template",
    }
)


@dataclass(frozen=True)
class Term:
    """What a word means, its other forms, and whether it is so common that a view needs it once."""

    meaning: str
    forms: tuple[str, ...] = ()
    common: bool = False


@dataclass(frozen=True)
class Glossary:
    """All terms by name."""

    terms: Mapping[str, Term]

    @property
    def meanings(self) -> dict[str, str]:
        """What each term means, by name."""
        return {name: term.meaning for name, term in self.terms.items()}

    @cached_property
    def by_form(self) -> dict[str, str]:
        """The name of each term by every form of it, its plural included."""
        forms: dict[str, str] = {}
        for name, term in self.terms.items():
            forms |= dict.fromkeys((name, f"{name}s", *term.forms), name)
        return forms

    @cached_property
    def words(self) -> re.Pattern[str]:
        """The longest form first, as a whole word; a sentence may begin with it."""
        forms = sorted(self.by_form, key=len, reverse=True)
        either = "|".join(_either_case(form).replace(" ", r"\s+") for form in forms)
        return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")

    def name_of(self, found: str) -> str:
        """The term that a word in a text is a form of."""
        text = re.sub(r"\s+", " ", found)
        name = self.by_form.get(text)
        return name or self.by_form[text[0].lower() + text[1:]]


def _either_case(form: str) -> str:
    first = form[0]
    return f"[{first.upper()}{first}]{form[1:]}" if first.islower() else form


def mark_terms(page: str, glossary: Glossary) -> str:
    """Return the page with the first of each term in each part as a `span` with its name."""
    marking = _Marking(glossary)
    marking.feed(page)
    marking.close()
    return "".join(marking.out)


class _Marking(HTMLParser):
    def __init__(self, glossary: Glossary) -> None:
        super().__init__(convert_charrefs=False)
        self.glossary = glossary
        self.out: list[str] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.seen: dict[str, set[str]] = {"view": set(), "part": set()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))
        classes = (dict(attrs).get("class") or "").split()
        for scope in ("view", "part"):
            if scope in classes:
                self.seen[scope] = set()
                self.seen["part"] = set()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        while self.open and self.open.pop()[0] != tag:
            pass  # what may be left open, such as a list's item

    def handle_data(self, data: str) -> None:
        self.out.append(self.glossary.words.sub(self._marked, data) if self._is_prose() else data)

    def _is_prose(self) -> bool:
        tags = {tag for tag, _ in self.open}
        if "main" not in tags or tags & LEFT_ALONE:
            return False
        return any(
            tag == "figcaption" or (tag == "p" and "class" not in attrs) for tag, attrs in self.open
        )

    def _marked(self, found: re.Match[str]) -> str:
        name = self.glossary.name_of(found[0])
        before = self.seen["view" if self.glossary.terms[name].common else "part"]
        if name in before:
            return found[0]
        for seen in self.seen.values():
            seen.add(name)
        return f'<span class="term" data-term="{name}">{found[0]}</span>'

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")
