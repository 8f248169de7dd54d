"""Pictures of invented objects, drawn by code: turned pieces in studio light, and flat things."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from museum_tracker.demo.shapes import OUTLINES, SURFACES, Floats, Surface, decoration, grain, radius

WIDTH, HEIGHT = 2048, 1536
TURN = {"front": 0.0, "right": 90.0, "back": 180.0, "left": 270.0}
Colour = tuple[int, int, int]
INK = (48, 38, 32)
FONT = Path(__file__).resolve().parents[1] / "reports" / "fonts"


def draw(kind: str, surface: str, *, view: str, seed: int, caption: str) -> Image.Image:
    """A picture of an invented object (2048 × 1536, sRGB), the same for the same arguments."""
    if kind in OUTLINES:
        picture = _turned(kind, SURFACES[surface], np.deg2rad(TURN.get(view, 20.0)), seed)
    else:
        picture = FLAT[kind](SURFACES[surface], seed)
    _caption(picture, caption)
    return picture


def _ground(seed: int, shrink: int = 1) -> Floats:
    return np.asarray(_ground_picture(seed, shrink), dtype=np.float32)


def _ground_picture(seed: int, shrink: int = 1) -> Image.Image:
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT:8, 0:WIDTH:8]
    glow = 1 - 0.25 * np.hypot((x - WIDTH / 2) / WIDTH, (y - HEIGHT * 0.4) / HEIGHT)
    tint = np.array([236, 231, 221]) + random.integers(-6, 6, 3)
    small = Image.fromarray(np.clip(glow[..., None] * tint, 0, 255).astype(np.uint8))
    return small.resize((WIDTH // shrink, HEIGHT // shrink), Image.Resampling.BILINEAR)


def _turned(outline: str, surface: Surface, turn: float, seed: int) -> Image.Image:
    # Drawn at half the size and enlarged: a fourth of the work, and the skin keeps its softness.
    canvas = _ground(seed, shrink=2).copy()
    tall_canvas, wide_canvas = canvas.shape[:2]
    widest = max(r for _, r in OUTLINES[outline])
    tall = int(min(tall_canvas * 0.78, wide_canvas * 0.4 / widest))
    half = int(tall * widest) + 2
    top, left = (tall_canvas - tall) // 2 + 20, wide_canvas // 2 - half
    heights = np.linspace(1, 0, tall, dtype=np.float32)[:, None]
    across = np.linspace(-half, half, 2 * half, dtype=np.float32)[None, :] / tall
    edge = radius(outline, heights).astype(np.float32)
    inside = np.abs(across) < edge
    depth = np.sqrt(np.clip(1 - (across / edge) ** 2, 0, 1))
    lean = np.gradient(edge[:, 0])[:, None] * -tall * 0.7
    light = 0.42 + 0.72 * np.clip(0.55 * depth - 0.5 * across / edge + 0.25 * np.clip(lean, -1, 1), 0, 1)
    shine = surface.gloss * np.exp(-(((across / edge + 0.42) / 0.12) ** 2)) * (0.4 + 0.6 * depth)
    angles = np.arcsin(np.clip(across / edge, -1, 1)) + turn
    mix = decoration(np.broadcast_to(heights, inside.shape), angles, seed)[..., None].astype(np.float32)
    skin = np.array(surface.colour, np.float32) * (1 - mix) + np.array(surface.bands, np.float32) * mix
    uneven = light * grain(inside.shape, surface.grain, seed + int(turn * 10))
    skin = skin * uneven[..., None] + 255 * shine[..., None]
    _shadow(canvas, top + tall, half)
    part = canvas[top : top + tall, left : left + 2 * half]
    part[inside] = np.clip(skin, 0, 255)[inside]
    drawn = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    return drawn.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _shadow(canvas: Floats, foot: int, half: int) -> None:
    y, x = np.ogrid[0 : canvas.shape[0], 0 : canvas.shape[1]]
    spread = ((x - canvas.shape[1] / 2 - half * 0.25) / (half * 1.1)) ** 2 + ((y - foot) / (half * 0.18)) ** 2
    canvas *= (1 - 0.45 * np.exp(-spread))[..., None].astype(np.float32)


def _sheet(size: tuple[int, int], colour: tuple[int, int, int], seed: int) -> tuple[Image.Image, Image.Image]:
    ground = _ground_picture(seed)
    tone = grain((size[1], size[0]), 0.02, seed).astype(np.float32)[..., None] * np.array(colour, np.float32)
    return ground, Image.fromarray(np.clip(tone, 0, 255).astype(np.uint8))


def _lay(ground: Image.Image, sheet: Image.Image) -> Image.Image:
    left, top = (WIDTH - sheet.width) // 2, (HEIGHT - sheet.height) // 2
    wide, tall = sheet.width + 120, sheet.height + 120
    dark = Image.new("L", (wide // 4, tall // 4), 0)  # a soft shadow needs no more, and a sixteenth of the work
    dark.paste(110, (15, 15, wide // 4 - 15, tall // 4 - 15))
    soft = dark.filter(ImageFilter.GaussianBlur(6)).resize((wide, tall), Image.Resampling.BILINEAR)
    ground.paste((40, 34, 28), (left - 45, top - 40), soft)
    ground.paste(sheet, (left, top))
    return ground


def _page(surface: Surface, seed: int) -> Image.Image:
    del surface
    ground, sheet = _sheet((1060, 1380), (226, 208, 172), seed)
    pen, random = ImageDraw.Draw(sheet), np.random.default_rng(seed)
    for column in range(8):
        x = 950 - column * 112
        for row in range(int(random.integers(11, 15))):
            _glyph(pen, (x, 70 + row * 88, 58), random)
    if random.random() < 0.6:
        pen.rectangle((120, 1090, 270, 1240), outline=(160, 40, 36), width=14)
        _glyph(pen, (145, 1112, 100), random, colour=(160, 40, 36))
    return _lay(ground, sheet)


def _glyph(
    pen: ImageDraw.ImageDraw, at: tuple[int, int, int], random: np.random.Generator, colour: Colour = INK
) -> None:
    x, y, size = at
    for _ in range(int(random.integers(4, 8))):
        a, b = random.uniform(0, size, 2), random.uniform(0, size, 2)
        if random.random() < 0.6:
            b[1] = a[1]
        pen.line((x + a[0], y + a[1], x + b[0], y + b[1]), fill=colour, width=max(4, size // 9))


def _photograph(surface: Surface, seed: int) -> Image.Image:
    del surface
    ground, sheet = _sheet((1700, 1220), (232, 222, 200), seed)
    random = np.random.default_rng(seed)
    inner = Image.new("RGB", (1580, 1100), (186, 168, 138))
    pen = ImageDraw.Draw(inner)
    for depth in range(5):
        line = [(x, 520 + depth * 90 + 70 * np.sin(x / random.uniform(120, 320) + depth)) for x in range(0, 1581, 20)]
        tone = 150 - depth * 22
        pen.polygon([*line, (1580, 1100), (0, 1100)], fill=(tone, tone - 14, tone - 38))
    for figure in range(int(random.integers(2, 7))):
        x = 220 + figure * 210
        pen.ellipse((x, 600, x + 76, 690), fill=(70, 58, 46))
        pen.rounded_rectangle((x - 26, 680, x + 102, 960), 40, fill=(84, 72, 58))
    sheet.paste(inner.filter(ImageFilter.GaussianBlur(2)), (60, 60))
    return _lay(ground, sheet)


def _textile(surface: Surface, seed: int) -> Image.Image:
    del surface
    random = np.random.default_rng(seed)
    ground, sheet = _sheet((1500, 1320), (40, 48, 84), seed)
    pen = ImageDraw.Draw(sheet)
    dyes = [(176, 52, 46), (214, 170, 70), (228, 222, 206), (60, 110, 92)]
    for band in range(12):
        y, dye = 50 + band * 106, dyes[int(random.integers(0, 4))]
        for x in range(40, 1460, 70):
            shape = [(x, y + 35), (x + 35, y), (x + 70, y + 35), (x + 35, y + 70)]
            pen.polygon(shape, fill=dye if (x // 70 + band) % 2 else None, outline=dye)
    return _lay(ground, sheet)


def _woodblock(surface: Surface, seed: int) -> Image.Image:
    ground, sheet = _sheet((1640, 1120), surface.colour, seed)
    pen, random = ImageDraw.Draw(sheet), np.random.default_rng(seed)
    pen.rectangle((60, 60, 1580, 1060), outline=surface.bands, width=16)
    for column in range(14):
        for row in range(9):
            _glyph(pen, (1470 - column * 104, 100 + row * 104, 74), random, surface.bands)
    return _lay(ground, sheet)


def _coin(surface: Surface, seed: int) -> Image.Image:
    ground = _ground_picture(seed)
    picture = ground.copy()
    pen, random = ImageDraw.Draw(picture), np.random.default_rng(seed)
    middle = (WIDTH // 2, HEIGHT // 2)
    for reach, colour in ((600, surface.bands), (570, surface.colour), (465, surface.bands), (452, surface.colour)):
        pen.ellipse((middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach), fill=colour)
    for x, y in ((-90, -430), (-90, 240), (-430, -90), (240, -90)):
        _glyph(pen, (middle[0] + x, middle[1] + y, 180), random, surface.bands)
    pen.rectangle((middle[0] - 150, middle[1] - 150, middle[0] + 150, middle[1] + 150), fill=(226, 221, 211))
    return _roughen(picture, ground, surface, seed)


def _blade(surface: Surface, seed: int) -> Image.Image:
    ground = _ground_picture(seed)
    picture = ground.copy()
    pen, random = ImageDraw.Draw(picture), np.random.default_rng(seed)
    bow = random.integers(60, 260)
    edge = [(240 + i * 15, 820 - bow * np.sin(i / 100 * np.pi) - 46) for i in range(101)]
    back = [(240 + i * 15, 820 - bow * np.sin(i / 100 * np.pi) + 60 - i * 0.5) for i in range(100, -1, -1)]
    pen.polygon([*edge, *back], fill=surface.colour, outline=surface.bands)
    pen.line(edge, fill=(200, 198, 192), width=10)
    pen.rounded_rectangle((100, 750, 280, 900), 30, fill=(104, 70, 44))
    pen.ellipse((260, 720, 320, 930), fill=surface.bands)
    return _roughen(picture, ground, surface, seed)


def _adze(surface: Surface, seed: int) -> Image.Image:
    ground = _ground_picture(seed)
    picture = ground.copy()
    pen, random = ImageDraw.Draw(picture), np.random.default_rng(seed)
    lean = random.integers(-60, 60, 8)
    body = [(760 + lean[0], 260), (1260 + lean[1], 240), (1420, 980 + lean[2]), (1330, 1230), (1010, 1300), (690, 1220)]
    body += [(620, 960 + lean[3])]
    pen.polygon(body, fill=surface.colour)
    pen.polygon([(655, 1085), (1385, 1080), (1330, 1230), (1010, 1300), (690, 1220)], fill=(134, 128, 120))
    soft = picture.filter(ImageFilter.GaussianBlur(3))
    return _roughen(soft, ground, surface, seed)


def _roughen(picture: Image.Image, ground: Image.Image, surface: Surface, seed: int) -> Image.Image:
    red, green, blue = ImageChops.difference(picture, ground).split()
    thing = ImageChops.lighter(ImageChops.lighter(red, green), blue).point([0] * 25 + [255] * 231)
    box = left, top, right, bottom = thing.getbbox() or (0, 0, 1, 1)
    inside = np.asarray(thing.crop(box)) > 0
    uneven = grain((HEIGHT, WIDTH), surface.grain, seed)[top:bottom, left:right]
    rough = np.where(inside, uneven, 1).astype(np.float32)
    drawn = np.asarray(picture.crop(box), dtype=np.float32) * rough[..., None]
    picture.paste(Image.fromarray(np.clip(drawn, 0, 255).astype(np.uint8)), (left, top))
    return picture


def _caption(picture: Image.Image, caption: str) -> None:
    fonts = sorted(FONT.glob("BeVietnamPro*Regular*.ttf")) or sorted(FONT.glob("*.ttf"))
    font = ImageFont.truetype(str(fonts[0]), 44) if fonts else ImageFont.load_default(44)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, HEIGHT - 84, WIDTH, HEIGHT), fill=(155, 34, 38))
    pen.text((40, HEIGHT - 70), caption, font=font, fill=(255, 255, 255))
    for step in range(11):
        pen.rectangle(
            (WIDTH - 700 + step * 56, HEIGHT - 64, WIDTH - 672 + step * 56, HEIGHT - 22), fill=(255, 255, 255)
        )


FLAT = {
    "page": _page,
    "photograph": _photograph,
    "textile": _textile,
    "woodblock": _woodblock,
    "coin": _coin,
    "blade": _blade,
    "adze": _adze,
}
