"""Words of the glossary: the first of each in a part is marked, and the page stays as it is."""

from __future__ import annotations

import re

import pytest

from buildtools.lessons import FOLDER, GLOSSARY, read_glossary
from buildtools.terms import Glossary, Term, mark_terms

GLOSSARY_OF_TWO = Glossary(
    {
        "mask": Term("What stays."),
        "random mask": Term("Drawn by lot."),
        "prune": Term("To cut.", forms=("pruned",)),
        "weight": Term("A number.", common=True),
    }
)
KEY_WORDS = {"sparsity", "mask", "rewind", "arm", "seed", "band"}
MARK = re.compile(r'<span class="term" data-term="([^"]*)">([^<]*)</span>')


def _marked(body: str) -> list[tuple[str, str]]:
    page = f"<main>{body}</main>"
    marked = mark_terms(page, GLOSSARY_OF_TWO)
    assert MARK.sub(r"\2", marked) == page
    return MARK.findall(marked)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>A mask, a mask, Masks.</p>", [("mask", "mask")]),
        ("<p>Masks first.</p>", [("mask", "Masks")]),
        ("<p>A random mask and a mask</p>", [("random mask", "random mask"), ("mask", "mask")]),
        ("<p>A random\n  mask</p>", [("random mask", "random\n  mask")]),
        ("<p>unmasked mask-like masking</p>", []),
        ("<p>It is pruned.</p>", [("prune", "pruned")]),
        ("<figcaption>Its mask</figcaption>", [("mask", "mask")]),
        ("<p class='help'>Its mask</p><h3>Its mask</h3><td>mask</td>", []),
        ("<p><a href='#'>mask</a> <code>mask</code> <b>mask</b></p>", [("mask", "mask")]),
        ("<p>1 &lt; 2 &amp; &#39;mask&#39; <br> <input><svg><path d='M0'/></svg></p>",
         [("mask", "mask")]),
        ("<p>weight</p><i class='part'><p>weight mask</p></i><i class='part'><p>mask</p></i>",
         [("weight", "weight"), ("mask", "mask"), ("mask", "mask")]),
        ("<div class='view'><p>weight</p></div><div class='view'><p>weight</p></div>",
         [("weight", "weight"), ("weight", "weight")]),
    ],
)  # fmt: skip
def test_the_first_of_each_in_a_part_is_marked(body: str, found: list[tuple[str, str]]) -> None:
    assert _marked(body) == found


def test_outside_the_article_nothing_is() -> None:
    page = "<!doctype html><!-- mask --><header><p>mask</p></header><script>'<p>mask'</script>"
    assert mark_terms(page, GLOSSARY_OF_TWO) == page


def test_the_words_that_everything_turns_on_are_in_the_glossary() -> None:
    glossary = read_glossary(FOLDER / GLOSSARY)
    assert glossary.terms.keys() >= KEY_WORDS
    for name in glossary.terms:
        assert glossary.name_of(name) == glossary.name_of(f"{name}s") == name
