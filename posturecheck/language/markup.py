"""Words for templates: what is filled in is escaped, the words themselves may hold markup."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment
from markupsafe import Markup

from posturecheck.language.catalogue import language
from posturecheck.language.words import Plural


def give_words(
    environment: Environment, words: Mapping[str, str], counted: Mapping[str, Plural]
) -> None:
    """Let templates say a room's words: ``say(name, ...)``, ``count(name, number, ...)``.

    ``language()`` is there too, for the page's ``lang``.
    """

    def say(name: str, **named: object) -> Markup:
        said = Markup(words[name])
        return said.format(**named) if named else said

    def count(name: str, number: int, **named: object) -> Markup:
        return Markup(counted[name].template(number)).format(count=number, **named)

    environment.globals.update(say=say, count=count, language=language)
