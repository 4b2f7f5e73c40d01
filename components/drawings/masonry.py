"""What walls are raised from: mortar, aerated blocks and hollow partition panels."""

from components.drawings.canvas import Box, Plate
from components.drawings.space import Point, Sheet
from components.drawings.textures import courses, hatch, speckle
from components.drawings.turned import Spindle, lathe, pipe, tube


def ready_mixed_mortar(plate: Plate) -> None:
    """A paper sack of dry mortar, and two bricks with a fresh bed between them."""
    plate.accent = plate.chance.pick(["moss", "terracotta", "lake", "slate", "brass"])
    plate.shade_under((-150, -70, 0), (170, 92))
    plate.shade_under((40, -30, 0), (165, 90))
    _sack(plate)
    _bedded_bricks(plate)
    _trowel(plate)


def _sack(plate: Plate) -> None:
    outline: list[Point] = [(-146, -66, 0), (6, -66, 0), (16, -66, 26), (18, -66, 110), (14, -66, 190), (4, -66, 222)]
    outline += [(-144, -66, 222), (-154, -66, 190), (-158, -66, 110), (-156, -66, 26)]
    plate.prism(outline, plate.tones("kraft"), push=(0, 84, 0))
    front = Sheet((-150, 18, 10), (160, 0, 0), (0, 0, 205))
    plate.polygon(front.part((0.08, 0.22), (0.92, 0.66)).corners(), plate.colour("accent"))
    label = front.part((0.2, 0.3), (0.8, 0.58))
    plate.patches([label.corners()], plate.colour("bone"))
    courses(plate, label, 3, columns=3, line=plate.colour("ink"))
    plate.box((-146, -34, 222), (150, 22, 16), plate.tones("kraft"))
    plate.strokes(
        [[(-142 + 12 * i, -12, 230), (-136 + 12 * i, -12, 230)] for i in range(12)],
        line=plate.colour("accent"),
        width=2,
    )
    plate.strokes(
        [[front.at(0.02, 0.92), front.at(0.2, 0.84)], [front.at(0.98, 0.14), front.at(0.8, 0.08)]], opacity=0.5
    )


def _bedded_bricks(plate: Plate) -> None:
    brick = plate.tones(plate.chance.pick(["terracotta", "clay"]))
    low = plate.box((44, -26, 0), (154, 82, 44), brick)
    hatch(plate, low.x, 11, line=plate.paint.line, opacity=0.3)
    bed = plate.box((40, -29, 44), (162, 88, 13), plate.tones("concrete"))
    speckle(plate, bed.y, 24, colours=[plate.colour("slate")], size=2.5)
    speckle(plate, bed.x, 16, colours=[plate.colour("slate")], size=2.5)
    high = plate.box((44, -26, 57), (154, 82, 44), brick)
    speckle(plate, high.y, 18, colours=[brick.shade], size=4)


def _trowel(plate: Plate) -> None:
    steel = plate.tones("steel")
    tip, heel = (190.0, 20.0, 103.0), (92.0, 12.0, 118.0)
    lathe(plate, [(0, 44), (10, 38), (18, 20)], plate.tones("concrete"), on=Spindle((126, 12, 100)), creases=False)
    plate.polygon([tip, (126, -22, 118), heel, (108, 52, 118)], steel.lit)
    plate.strokes([[heel, tip]], opacity=0.5)
    pipe(plate, [heel, (78, 11, 128), (66, 10, 140)], steel, radius=4)
    tube(plate, ((66, 10, 140), (6, 4, 150)), plate.tones("walnut"), radius=10)


def masonry_units(plate: Plate) -> None:
    """Large pale aerated blocks, a wall just begun."""
    plate.accent = plate.chance.pick(["bone", "plaster", "mist"])
    plate.shade_under((-170, -50, 0), (340, 80))
    plate.shade_under((10, 90, 0), (140, 64))
    rows = plate.chance.pick([((0, 1, 2), (0.5, 1.5), (0,)), ((0, 1, 2), (0, 0.5, 1.5), (0, 0.5))])
    for level, row in enumerate(rows):
        for slot in row:
            half = slot == 0 and level == 1 and len(row) > 2
            half = half or (level == 2 and len(row) > 1 and slot == 0)
            _aac(plate, (-170 + 113 * slot, -50, 74 * level), (53 if half else 110, 64, 70), pores=18 if half else 34)
    loose = _aac(plate, (16, 90, 0), (128, 60, 74), pores=40)
    grip = loose.x.part((0.22, 0.42), (0.78, 0.7))
    plate.polygon(grip.corners(), plate.tones("slate").shade)


def _aac(plate: Plate, origin: Point, size: Point, *, pores: int) -> Box:
    box = plate.box(origin, size, plate.tones("accent"))
    dark = plate.colour("stone")
    for face, share in ((box.y, 1.0), (box.top, 0.7), (box.x, 0.6)):
        speckle(plate, face, round(pores * share), colours=[dark, dark], size=4.2)
    return box


def partition_panels(plate: Plate) -> None:
    """Hollow wall panels standing tongue in groove, the next one sliding up."""
    plate.accent = plate.chance.pick(["plaster", "concrete", "mist", "bone"])
    holes = plate.chance.pick([3, 4, 5])
    plate.shade_under((-170, -30, 0), (350, 62))
    plate.box((-180, -36, 0), (380, 74, 10), plate.tones("concrete"))
    for x, y, z in ((-170.0, -28.0, 10.0), (-66.0, -28.0, 10.0), (88.0, -28.0, 10.0)):
        _panel(plate, (x, y, z), holes)


def _panel(plate: Plate, origin: Point, holes: int) -> None:
    box = plate.box(origin, (102, 58, 276), plate.tones("accent"))
    groove = box.x.part((0.34, 0), (0.66, 1))
    plate.polygon(groove.corners(), plate.tones("stone").shade)
    radius = 102 / holes * 0.36
    for index in range(holes):
        centre = box.top.at((index + 0.5) / holes, 0.5)
        plate.disc(centre, plate.tones("slate").shade, arms=((radius, 0, 0), (0, min(radius, 22), 0)))
    speckle(plate, box.y, 46, colours=[plate.colour("stone"), plate.colour("slate")], size=3)
    lips = [[box.y.at(s, 0), box.y.at(s, 1)] for s in (0.05, 0.95)]
    plate.strokes(lips, opacity=0.4)


EXHIBITS = {
    "ready-mixed-mortar": ready_mixed_mortar,
    "masonry-units": masonry_units,
    "partition-panels": partition_panels,
}
