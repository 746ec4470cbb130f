"""Names for those who give none: animals that everybody knows, none of them an insult."""

from __future__ import annotations

_NAMES = """
Badger Bat Bear Beaver Bee Bison Camel Cat Cheetah Crab Crane Cricket Deer Dolphin Dove Dragonfly Duck Eagle Eel
Elephant Falcon Ferret Finch Firefly Flamingo Fox Frog Gecko Giraffe Goldfish Hamster Hare Hawk Hedgehog Heron Horse
Hummingbird Ibex Jaguar Jellyfish Kangaroo Kingfisher Kiwi Koala Ladybird Lemur Leopard Lion Lizard Llama Lobster Lynx
Magpie Manta Marmot Meerkat Mole Moose Moth Mouse Newt Nightingale Octopus Okapi Orca Osprey Otter Owl Panda
Panther Parrot Pelican Penguin Pony Puffin Puma Quail Rabbit Raccoon Raven Robin Salamander Salmon Seahorse
Seal Sparrow Squid Squirrel Starfish Stork Swallow Swan Swift Tiger Toucan Trout Turtle Walrus Whale Wolf Wombat
Woodpecker Wren Zebra
"""
ANIMALS = tuple(_NAMES.split())
