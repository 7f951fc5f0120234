"""Pages written by hand, drawn as a pen moves: loops along a line that no ruler drew. Each seed is another hand."""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1654, 2339)  # A4 at 200 dpi
STEPS = 9  # points of the pen's way a quarter of a letter
SHORT, TALL, DEEP = 1.0, 2.1, -1.1  # how far a letter's loop reaches, in heights of a small letter
TALL_SHARE, DEEP_SHARE = 0.25, 0.12

Point = tuple[float, float]


class Hand:
    """One person's hand: size, slant, spacing, pen, and how unsteady all of them are."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.height = self.dice.uniform(16, 34)
        self.slant = self.dice.uniform(-0.15, 0.7)
        self.advance = self.dice.uniform(0.7, 1.3) * self.height
        self.pen = self.dice.choice((3, 4, 5, 6))
        self.unsteady = self.dice.uniform(0.10, 0.30)
        self.drift = self.dice.uniform(-0.02, 0.03)
        self.joined = self.dice.choice((1.0, 0.9, 0.45))  # cursive, mostly so, or letters that stand alone
        self.ink = self.dice.randrange(10, 90)

    def wobble(self, value: float) -> float:
        """The value as this hand gets it."""
        return value * (1 + self.dice.gauss(0, self.unsteady))

    def letter(self, x: float, y: float) -> list[Point]:
        """The pen's way through one letter: a loop up (or down) and back to the line."""
        roll = self.dice.random()
        reach = TALL if roll < TALL_SHARE else DEEP if roll < TALL_SHARE + DEEP_SHARE else SHORT
        height, width = self.wobble(reach * self.height), self.wobble(self.advance)
        phase, lean = self.dice.uniform(0.6, 1.4), self.dice.uniform(0.2, 0.6)
        points = []
        for step in range(4 * STEPS):
            share = step / (4 * STEPS - 1)
            rise = height * math.sin(math.pi * share) ** phase
            swing = lean * width * math.sin(2 * math.pi * share)
            points.append((x + width * share + swing + self.slant * rise, y - rise))
        return points

    def word(self, x: float, y: float, letters: int) -> list[list[Point]]:
        """The strokes of a word."""
        strokes: list[list[Point]] = [[]]
        for _ in range(letters):
            points = self.letter(x, y + self.dice.gauss(0, 0.12 * self.height))
            if self.dice.random() > self.joined:
                strokes.append([])
            strokes[-1].extend(points)
            x += self.wobble(self.advance)
        return [stroke for stroke in strokes if stroke]


def handwritten_page(seed: int, lines: int = 0, under: Image.Image | None = None) -> Image.Image:
    """A page in the hand of this seed, `lines` long (0: as it comes), on white paper or written on `under`."""
    hand = Hand(seed)
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    left, y = hand.dice.uniform(120, 260), hand.dice.uniform(200, 500)
    for _ in range(lines or hand.dice.randrange(6, 22)):
        write_line(hand, draw, left + hand.dice.gauss(0, 20), y)
        y += hand.wobble(3.6 * hand.height) if hand.unsteady < 0.2 else 3.8 * hand.height
        if y > SIZE[1] - 150:
            break
    soft = page.filter(ImageFilter.GaussianBlur(0.8))
    return ImageChops.darker(soft, under.resize(SIZE)) if under else soft


def write_line(hand: Hand, draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    """Words across the page, drifting up or down as hands do."""
    end = SIZE[0] - hand.dice.uniform(120, 500)
    while x < end:
        letters = hand.dice.randrange(2, 11)
        for stroke in hand.word(x, y + hand.drift * x, letters):
            draw.line(stroke, fill=hand.ink, width=hand.pen, joint="curve")
        x += (letters + 1.2) * hand.advance
