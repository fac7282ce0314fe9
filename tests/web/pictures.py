"""Pictures of few colours as small files: a page has hardly more than 200 of them."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np

_COLOURS = 256
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
_READ = """
async (png) => {
  const sent = await fetch(`data:image/png;base64,${png}`);
  const image = await createImageBitmap(await sent.blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  const reader = new FileReader();
  const done = new Promise((resolve) => reader.addEventListener('load', resolve));
  reader.readAsDataURL(new Blob([data]));
  await done;
  return [image.width, image.height, reader.result.split(',')[1]];
}
"""


def small_png(blank: Any, png: bytes) -> bytes:
    """Return a PNG as one with a palette of 256 colours; a blank page reads it."""
    width, height, rgba = blank.evaluate(_READ, base64.b64encode(png).decode())
    colours = np.frombuffer(base64.b64decode(rgba), np.uint8).reshape(-1, 4)[:, :3]
    places, palette = _palette(colours.astype(np.uint32))
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = places.reshape(height, width)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()))
    data = (b"IDAT", zlib.compress(rows.tobytes(), 9))
    chunks = (_chunk(*one) for one in (*parts, data, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _palette(colours: np.ndarray[tuple[int, ...], np.dtype[np.uint32]]) -> tuple[Pixels, Pixels]:
    """Return for each pixel its place in a palette, and the palette.

    One colour after the other is taken: that which is farthest from those before, by how often it
    is seen, so that rare colours stay which no other stands for.
    """
    packed = (colours[:, 0] << 16) | (colours[:, 1] << 8) | colours[:, 2]
    known, of, often = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([known >> 16, (known >> 8) & 255, known & 255], axis=1).astype(np.int32)
    weight, chosen = np.sqrt(often), [int(often.argmax())]
    distance = ((rgb - rgb[chosen[0]]) ** 2).sum(axis=1)
    nearest = np.zeros(len(rgb), np.uint8)
    while len(chosen) < _COLOURS and distance.any():
        chosen.append(int((distance * weight).argmax()))
        from_it = ((rgb - rgb[chosen[-1]]) ** 2).sum(axis=1)
        nearest[from_it < distance] = len(chosen) - 1
        distance = np.minimum(distance, from_it)
    return nearest[of.reshape(-1)], rgb[chosen].astype(np.uint8)


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
