"""What a page says, all of it, and what of it is cut off; as a browser has it."""

from __future__ import annotations

from typing import Any

from made_up_language import left_in_english

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SIZES = {"a laptop": LAPTOP, "a phone": PHONE}

# Every text that is read or read aloud: hidden ones too, for a moment later they may not be.
TEXTS = """(data) => {
    const said = [];
    const kept = (e) => data && e.closest(data);
    const walk = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (!parent.closest('script, style, template') && !kept(parent)) {
            const text = walk.currentNode.textContent;
            said.push(parent.tagName === 'NOSCRIPT' ? text.replace(/<[^>]*>/g, '') : text);
        }
    }
    const names = ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'placeholder',
        'alt', 'data-label'];
    for (const e of document.querySelectorAll('*')) {
        if (!kept(e)) {
            said.push(...names.map((n) => e.getAttribute(n)).filter(Boolean));
        }
    }
    return said.map((text) => text.trim()).filter(Boolean);
}"""

# A text is cut off where what hides its overflow is smaller than it; or beyond the page's edge.
CUT = """() => {
    const found = [];
    const name = (e) => e.tagName + (e.id ? '#' + e.id : '') + '.' + e.getAttribute('class');
    const shown = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
    const unseen = (e) => e.clientWidth <= 1 || e.clientHeight <= 1; // for who listens
    for (const e of document.querySelectorAll('body *')) {
        const style = getComputedStyle(e);
        if (!shown(e) || !e.textContent.trim() || ['SELECT', 'OPTION'].includes(e.tagName)) {
            continue;
        }
        const hides = (o) => ['hidden', 'clip'].includes(o);
        if (e instanceof HTMLElement && !unseen(e)) {
            if (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) {
                found.push(`${name(e)}: ${e.scrollWidth} in ${e.clientWidth} wide`);
            }
            // A typeface's lines may be a little higher than its letters.
            if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 4) {
                found.push(`${name(e)}: ${e.scrollHeight} in ${e.clientHeight} high`);
            }
        }
        if (e instanceof SVGTextElement && style.display !== 'none') {
            const cuts = getComputedStyle(e.ownerSVGElement).overflowX !== 'visible';
            const [box, room] = [e, cuts ? e.ownerSVGElement : document.body]
                .map((s) => s.getBoundingClientRect());
            if (box.width && (box.left < room.left - 1 || box.right > room.right + 1)) {
                found.push(`${name(e)} "${e.textContent}": ${box.width} in ${room.width} wide`);
            }
        }
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > window.innerWidth) {
        const out = [...document.querySelectorAll('body *')].filter((e) => shown(e) &&
            e.getBoundingClientRect().right > window.innerWidth + 1).map(name);
        found.push(`the page: ${wide} in ${window.innerWidth} wide: ${out.slice(0, 8)}`);
    }
    // A choice shows what is chosen in one line.
    const pen = document.createElement('canvas').getContext('2d');
    for (const e of [...document.querySelectorAll('select')].filter(shown)) {
        const style = getComputedStyle(e);
        pen.font = style.font;
        const needed = pen.measureText(e.selectedOptions[0]?.textContent.trim() || '').width;
        const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        if (needed > room + 1) {
            found.push(`${name(e)}: ${needed} in ${room} wide`);
        }
    }
    for (const e of [...document.querySelectorAll('button, .button, label')].filter(shown)) {
        if (e.scrollWidth > e.clientWidth + 1) {
            found.push(`${name(e)}: ${e.scrollWidth} in ${e.clientWidth} wide`);
        }
    }
    return found;
}"""


def english_on(tab: Any, data: str = "", names: frozenset[str] = frozenset()) -> list[str]:
    """Return the texts with a word of plain English.

    ``data`` selects what holds names of files and people, and sources; ``names`` are words that
    no language changes.
    """
    return [text for text in tab.evaluate(TEXTS, data) if set(left_in_english(text)) - names]


def cut_off_on(tab: Any) -> list[str]:
    """Return what is cut off, and by how much."""
    found: list[str] = tab.evaluate(CUT)
    return found
