"""Break files: flip bytes, cut, repeat, change encodings, put hostile values in."""

from __future__ import annotations

import io
import random
import zipfile

HOSTILE = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b"'", b"\\", b"\r", b"\n\n\n", b"\t", b","),
    *(
        b";",
        b"NaN",
        b"1e999",
        b"-1",
        b"99999999999999999999999999",
        b"=1+1",
        b"#REF!",
        b"{{",
        b"[",
    ),
    *(b"../../x", b"\x1b[2J", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", "é".encode("cp1252"), b"<!--"),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
        b"0001-01-01",
        b"9999-99-99",
        b"null",
        b"[quote=",
        b"&",
    ),
    *(b" " * 5_000, b"a" * 5_000, b"Aa-" * 2_000, b"(" * 3_000, b"[" * 3_000, b'{"a":' * 2_000),
    *(b"," * 5_000, b"a@" * 2_000, b"<b>" * 2_000, "中".encode() * 500, "\u202e\ufeff".encode()),
)
_CODECS = ("utf-16", "utf-32", "cp1252", "utf-8-sig", "utf-16-be", "mac_roman", "cp500")


def broken(data: bytes, rng: random.Random) -> bytes:
    """Return a file that was changed in one to four places; members of archives are changed too."""
    if data[:2] == b"PK" and rng.random() < 0.7:
        data = _within(data, rng)
        if rng.random() < 0.8:
            return data
    for _ in range(rng.randint(1, 4)):
        data = _once(data, rng)
    return data


def _once(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    way = rng.randrange(8)
    if way == 0 and data:
        flipped = bytearray(data)
        for _ in range(rng.randint(1, 8)):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        return bytes(flipped)
    if way == 1:
        return data[:start]
    if way == 2:
        return data[:end] + data[start:end] * rng.choice((1, 2, 20)) + data[end:]
    if way == 3:
        return data[:start] + data[end:]
    if way == 4:
        text = data.decode("utf-8", "replace")
        return text.encode(rng.choice(_CODECS), "replace")
    if way == 5:
        lines = data.split(b"\n")
        rng.shuffle(lines)
        return b"\n".join(lines)
    value = rng.choice(HOSTILE)
    return data[:start] + value + data[start if way == 6 else min(start + len(value), end) :]


def _within(data: bytes, rng: random.Random) -> bytes:
    """Return an archive with one member broken, or left out."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            names = old.namelist()
            hit = rng.choice(names)
            for name in names:
                inner = old.read(name)
                if name == hit and rng.random() < 0.1:
                    continue
                new.writestr(name, _once(inner, rng) if name == hit else inner)
    except zipfile.BadZipFile:
        return data
    return out.getvalue()
