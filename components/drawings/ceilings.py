"""The hung ceiling: a room cut open, lit from the boards in their metal grid, the void with its hangers above."""

from components.drawings.canvas import Plate
from components.drawings.palette import blend
from components.drawings.space import Sheet
from components.drawings.textures import flutes, speckle

HIGH = 206.0  # how high the ceiling hangs
FRONT = 76.0


def ceiling_systems(plate: Plate) -> None:
    """Seen from above, so that the hangers show; lamps in the boards light the room below."""
    plate.accent = plate.chance.pick(["celadon", "clay", "lake", "brass", "mist", "moss"])
    columns = plate.chance.pick([3, 4])
    plate.shade_under((-165, -124, 0), (330, 170))
    floor = plate.box((-165, -124, 0), (330, 170, 10), plate.tones("wood"))
    flutes(plate, Sheet(floor.top.origin, floor.top.v, floor.top.u), 9, line=plate.tones("walnut").mid)
    wall = plate.box((-165, -124, 10), (330, 22, 304), plate.tones("concrete"))
    plate.polygon(wall.y.part((0, 0), (1, (HIGH - 10) / 304)).corners(), plate.tones("accent").mid)
    _light(plate)
    _grid(plate, columns)
    plate.box((-165, -124, 314), (330, 62, 16), plate.tones("concrete"))


def _light(plate: Plate) -> None:
    glow = blend(plate.tones("brass").lit, plate.tones("bone").lit, 0.5)
    for x in (-72.0, 80.0):
        plate.disc((x, -20, 11), glow, arms=((52, 0, 0), (0, 52, 0)), line=False)
        plate.patches(
            [[(x - 10, -10, HIGH - 9), (x + 10, -30, HIGH - 9), (x + 37, -57, 11), (x - 37, 17, 11)]], glow, opacity=0.5
        )


def _grid(plate: Plate, columns: int) -> None:
    steel = plate.tones("steel")
    deck = plate.box((-165, -102, HIGH - 9), (330, FRONT + 102, 9), steel)
    for column in range(columns):
        for row in range(3):
            low, high = ((column + 0.05) / columns, (row + 0.05) / 3), ((column + 0.95) / columns, (row + 0.95) / 3)
            tile = deck.top.part(low, high)
            if (column, row) == (columns - 2, 2):
                _open_bay(plate, tile)
            else:
                plate.polygon(tile.corners(), plate.tones("bone").lit)
                speckle(plate, tile, 30, colours=[plate.tones("slate").lit, plate.tones("stone").mid], size=4)
    _rods(plate, columns)


def _open_bay(plate: Plate, tile: Sheet) -> None:
    """One board is out of its bay and leans, showing its holes."""
    plate.polygon(tile.corners(), plate.tones("slate").shade)
    x, y, z = tile.at(0.12, 0.1)
    plate.block((x, y, z), plate.tones("bone"), u=(tile.wide * 0.92, 0, 0), v=(0, 8, 3), w=(0, -26, 62))
    front = Sheet((x, y + 8, z + 3), (tile.wide * 0.92, 0, 0), (0, -26, 62))
    plate.dots(
        [front.at((i + 0.5) / 9, (j + 0.5) / 6) for i in range(9) for j in range(6)], plate.tones("slate").mid, size=4.4
    )


def _rods(plate: Plate, columns: int) -> None:
    for row in range(3):
        y = -102 + (FRONT + 102) * row / 3
        for column in range(1, columns + 1):
            x = -165 + 330 * column / columns - 4
            reach = 104.0 if row == 1 else 82.0
            if row:
                plate.stroke([(x, y, HIGH), (x, y, HIGH + reach)], line=plate.paint.chalk, width=3)
                plate.dots([(x, y, HIGH + reach)], plate.paint.chalk, size=8)


EXHIBITS = {"ceiling-systems": ceiling_systems}
