"""Nicknames in a room: cleaned, told apart by a number, and animals for pupils who give none."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection
from itertools import chain, count

from digitcore.data.plain_text import plain_text
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop

NAME_LENGTH = 20
_MOST_MARKS = 2
"""Accents on one letter; more of them would climb over the line above."""
_BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800"), " ")
"""Letters, by their Unicode category, that show nothing."""

_NAMES = gettext_noop("""
Badger Bat Bear Beaver Bee Bison Camel Cat Cheetah Crab Crane Cricket Deer Dolphin Dove Dragonfly Duck Eagle Eel
Elephant Falcon Ferret Finch Firefly Flamingo Fox Frog Gecko Giraffe Goldfish Hamster Hare Hawk Hedgehog Heron Horse
Hummingbird Ibex Jaguar Jellyfish Kangaroo Kingfisher Kiwi Koala Ladybird Lemur Leopard Lion Lizard Llama Lobster Lynx
Magpie Manta Marmot Meerkat Mole Moose Moth Mouse Newt Nightingale Octopus Okapi Orca Osprey Otter Owl Panda
Panther Parrot Pelican Penguin Pony Puffin Puma Quail Rabbit Raccoon Raven Robin Salamander Salmon Seahorse
Seal Sparrow Squid Squirrel Starfish Stork Swallow Swan Swift Tiger Toucan Trout Turtle Walrus Whale Wolf Wombat
Woodpecker Wren Zebra
""")
# Animals that everybody knows, none of them an insult; a catalogue has a list of its own, of any length.
ANIMALS = tuple(_NAMES.split())


def cleaned(nickname: str) -> str:
    """A typed nickname, fit to show in one short line; empty where nothing is left of it."""
    text = plain_text(nickname[: 20 * NAME_LENGTH].translate(_BLANKS), longest=20 * NAME_LENGTH)
    kept, marks = "", 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        kept += sign if marks <= _MOST_MARKS else ""
    return kept[:NAME_LENGTH].strip()


def key(name: str) -> str:
    """The form in which names are compared: equal for names that differ only in capitals, width or blanks.

    >>> key("Ada L") == key("ADAL")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def unique(nickname: str, taken: Collection[str]) -> str:
    """The cleaned nickname, or an animal in the language that is spoken, with a number where its key is taken.

    >>> unique(" Ada ", {"ada"})
    'Ada 2'
    """
    name = cleaned(nickname)
    if not name:
        names = _(_NAMES)
        animals = ANIMALS if names == _NAMES else tuple(names.split())
        free = [animal for animal in animals if key(animal) not in taken]
        name = secrets.choice(free or animals)
    candidates = chain([name], (f"{name} {number}" for number in count(2)))
    return next(candidate for candidate in candidates if key(candidate) not in taken)
