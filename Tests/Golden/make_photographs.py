"""Writes files to photographs/, and to photographs.json what Pillow makes of them by the recipe of
torchvision's ImageNet example (shorter side to 256, bilinear; the 224 x 224 pixels in the middle):
the size after resizing, and the pixels of a grid.

    pip install pillow==13.0.0 numpy && python3 make_photographs.py
"""

import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
GRID = [0, 1, 40, 111, 112, 180, 222, 223]


def photograph(width, height, mode="RGB"):
    """Waves of several lengths and a hard edge."""
    y, x = np.mgrid[0:height, 0:width] * 300 / max(width, height)
    channels = [
        127 + 60 * np.sin(x / (5 + 9 * c)) + 50 * np.cos(y / (31 - 7 * c)) + 17 * (x > y)
        for c in range(len(mode))
    ]
    return Image.fromarray(np.stack(channels, -1).clip(0, 255).astype(np.uint8).squeeze(), mode)


def expected(path):
    image = Image.open(path)
    size = image.size
    image.draft(None, (256, 256))
    image = image.convert("RGB")
    shorter = min(size)
    resized = (256 * size[0] // shorter, 256 * size[1] // shorter)
    image = image.resize(resized, Image.Resampling.BILINEAR)
    left, top = (round((side - 224) / 2) for side in resized)
    pixels = np.asarray(image)[top : top + 224, left : left + 224]
    return {
        "file": path.name,
        "resized": list(resized),
        "pixels": [[y, x, *map(int, pixels[y, x])] for y in GRID for x in GRID],
    }


def deep(width, height):
    """What Pillow reads but does not write: a PNG of 16 bits a sample, in the seven passes of
    Adam7, with a gamma of 1."""
    samples = (np.asarray(photograph(width, height)).astype(int) * 256 + 199).astype(">u2")
    passes = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]
    rows = [row for x, y, right, down in passes for row in samples[y::down, x::right]]
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 1),
        b"gAMA": struct.pack(">I", 100_000),
        b"IDAT": zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows)),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )


files = {
    "landscape.jpg": (photograph(400, 300), {}),
    "progressive.jpg": (photograph(301, 417), {"progressive": True, "subsampling": 0}),
    "large.jpg": (photograph(1100, 1400), {"quality": 30}),
    "small.jpg": (photograph(100, 61), {}),
    "grey.jpg": (photograph(260, 300, "L"), {}),
    "cmyk.jpg": (photograph(300, 260, "CMYK"), {}),
    "colour.png": (photograph(48, 36), {}),
    "alpha.png": (photograph(36, 48, "RGBA"), {}),
    "grey-alpha.png": (photograph(40, 40, "LA"), {}),
    "palette.png": (photograph(56, 40).quantize(16), {"transparency": bytes(range(0, 256, 16))}),
    "bilevel.png": (photograph(400, 300, "L").convert("1"), {}),
}
folder = HERE / "photographs"
folder.mkdir(exist_ok=True)
for name, (image, options) in files.items():
    image.save(folder / name, **({"quality": 50} | options))
(folder / "deep.png").write_bytes(deep(36, 30))
# Pillow writes the inks as they are. The last byte of the Adobe marker says that three are YCC.
inks = bytearray((folder / "cmyk.jpg").read_bytes())
inks[inks.index(b"Adobe") + 11] = 2
(folder / "ycck.jpg").write_bytes(inks)
names = [*files, "deep.png", "ycck.jpg"]
(HERE / "photographs.json").write_text(
    json.dumps(
        {"version": 1, "images": [expected(folder / name) for name in names]}, separators=(",", ":")
    )
    + "\n"
)
