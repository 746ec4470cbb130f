"""How an attacker's input is made: good input that is damaged, and values that programs trip over.

Everything comes from a `random.Random`, so a number is enough to make an input once more.
"""

from __future__ import annotations

import gzip
import io
import json
import stat
import zipfile
from random import Random
from typing import Any

ODD_NUMBERS = (
    0, -1, 1, 255, 256, 2**31 - 1, 2**31, 2**32, 2**63, 2**64, 10**9, 10**30, 0.5, -0.0, 1e-320, 1e308,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
ODD_TEXTS = (
    "", " ", "0", "-1", "1e999", "NaN", "true", "null", "../../etc/passwd", "C:\\con", "~/x", "\x00", "\u202e\u2066abc",
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "$x$ :red[x] `x`", "{{7*7}}", "'; DROP TABLE runs; --",
    "\ud800", "a" * 5000, "e\u0301" * 300, "\u0e49" * 500, "\U0001f468\u200d\U0001f469", "%00%2e%2e", "__class__", "default",
)  # fmt: skip

ODD_PATHS = (
    "../../escaped", "/tmp/escaped", "C:\\escaped", "a/../../escaped", "\u202egpj.9", "a\x00.png", ".", "", "0/", "images.npy",
    "9" * 3000, "__MACOSX/0/x.png", "0/" * 500 + "x.png", "train/0/x.png", "\x1b[2J.npy", "Ωmega/é.png",
)  # fmt: skip


def damaged(random: Random, good: bytes) -> bytes:
    """`good` with some bytes changed, cut out, repeated, or its end missing."""
    content = bytearray(good)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(content) + 1)
        length = random.choice((1, 1, 2, 4, 8, random.randint(1, 200)))
        act = random.randrange(5)
        if act == 0:
            content[place : place + length] = random.randbytes(length)
        elif act == 1:
            content[place : place + length] = b""
        elif act == 2:
            content[place:place] = content[place : place + length] * random.randint(1, 5)
        elif act == 3:
            content[place : place + 4] = random.choice(
                (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\0\0\0\x80")
            )
        else:
            del content[place:]
    return bytes(content)


def damaged_inside(random: Random, good: bytes) -> bytes:
    """`good` with its packed content damaged and packed again, so that sizes and checksums are right."""
    if good[:2] == b"\x1f\x8b":
        return gzip.compress(damaged(random, gzip.decompress(good)), 1)
    if good[:2] != b"PK":
        return damaged(random, good)
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = [(member, archive.read(member)) for member in archive.infolist()]
    place, file = random.randrange(len(members)), io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, (member, content) in enumerate(members):
            archive.writestr(*(_spoiled(random, member, content) if number == place else (member, content)))
    return file.getvalue()


def _spoiled(random: Random, member: zipfile.ZipInfo, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    """Another content, another name, or a link."""
    kind = random.randrange(8)
    if kind > 1:
        return member, damaged(random, content)
    other = zipfile.ZipInfo(random.choice(ODD_PATHS) if kind else member.filename)
    other.external_attr = (0 if kind else stat.S_IFLNK | 0o777) << 16
    return other, content if kind else b"/etc/passwd"


def odd_value(random: Random, depth: int = 0) -> Any:
    """A JSON value of any kind, now and then nested."""
    kind = random.randrange(9 if depth < 3 else 6)
    if kind < 2:
        return random.choice(ODD_NUMBERS)
    if kind < 4:
        return random.choice(ODD_TEXTS)
    if kind == 4:
        return random.choice((None, True, False))
    if kind == 5:
        return random.uniform(-1e4, 1e4)
    if kind == 6:
        return {odd_text(random)[:40]: odd_value(random, depth + 1) for _ in range(random.randint(0, 4))}
    return [odd_value(random, depth + 1) for _ in range(random.randint(0, 5))]


def odd_text(random: Random) -> str:
    """A text that no reader expects."""
    if random.random() < 0.5:
        return random.choice(ODD_TEXTS)
    return "".join(
        chr(random.choice((random.randrange(32, 127), random.randrange(0x110000))))
        for _ in range(random.randint(0, 60))
    )


def warped(random: Random, value: Any) -> Any:
    """A good JSON value with one of its parts replaced by something odd, left out, doubled, or many times as long."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = random.choice(list(value))
        changed = dict(value)
        if random.random() < 0.15:
            del changed[key]
        else:
            changed[key] = warped(random, value[key])
        if random.random() < 0.1:
            changed[odd_text(random)[:60]] = odd_value(random)
        return changed
    if isinstance(value, list) and value and random.random() < 0.8:
        place = random.randrange(len(value))
        if random.random() < 0.15:
            return value[:place] + value * random.randint(1, 30)
        return [*value[:place], warped(random, value[place]), *value[place + 1 :]]
    return odd_value(random)


def odd_json(random: Random, good: Any) -> str:
    """JSON that is nearly `good`: its values warped, its text damaged, or nested very deeply."""
    kind = random.randrange(10)
    if kind == 0:
        return damaged(random, json.dumps(good).encode()).decode("utf-8", "surrogateescape")
    if kind == 1:
        depth = random.choice((10, 900, 100_000))
        return "[" * depth + "]" * random.choice((0, depth))
    if kind == 2:
        return json.dumps(odd_value(random))
    return json.dumps(warped(random, good))
