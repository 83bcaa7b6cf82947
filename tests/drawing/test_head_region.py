from posturecheck.detectors.face_network import Face
from posturecheck.drawing.head_region import face_region

FACE = Face(900.0, 200.0, 60.0)


def test_a_face_region_covers_the_head_around_it() -> None:
    region = face_region(FACE)
    assert (region.x, region.y) == (FACE.x, FACE.y)
    assert region.half_short >= 0.8 * FACE.side
