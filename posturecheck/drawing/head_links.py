"""Which head of before is which of now, and which are gone: no picture is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from posturecheck.core import Image
from posturecheck.drawing.head_region import HeadRegion
from posturecheck.drawing.head_track import BACK_S, BELIEVED, Sighting, Track

AT_EDGE_S = 0.5  # a person who leaves is hidden at the edge for so long: a part may still be there
SLACK_S = 1e-6  # times are sums of rounded steps
JUMP_PER_S = 8.0  # half heads a second, faster than a running person's head
ALIKE_IN_SIZE = 1.8  # times, of one head's sightings
SMALLEST_PX = 3.0  # half a head; nothing can be recognised in less


def paired(
    tracks: Sequence[Track], sightings: Sequence[Sighting], elapsed_s: float, t_s: float
) -> list[tuple[Track, Sighting]]:
    """Link heads to what was seen, nearest first; far ones only if no head is left over."""
    pairs = [(t, s) for s in sightings if s.own for t in tracks if t.own][:1]

    def free() -> list[tuple[float, Track, Sighting]]:
        tracked, seen = {id(t) for t, _ in pairs}, {id(s) for _, s in pairs}
        return sorted(
            (
                (t.region.distance(s.region), t, s)
                for t in tracks
                if id(t) not in tracked
                for s in sightings
                if id(s) not in seen
            ),
            key=lambda pair: pair[0],
        )

    def link(reach: float) -> None:
        for distance, track, sighting in free():
            known = {id(one) for pair in pairs for one in pair}
            sizes = track.region.half_short, sighting.region.half_short
            # One whose pixels were found elsewhere in this picture has not jumped here.
            carried = reach > 0 and track.sure_s >= t_s
            doubtful = t_s - track.seen_s > BACK_S and sighting.sure < BELIEVED
            alike = max(sizes) <= ALIKE_IN_SIZE * min(sizes)
            near = distance < (max(sizes) if reach <= 0 else (1 + reach) * sum(sizes))
            unlinked = known.isdisjoint((id(track), id(sighting)))
            if near and alike and unlinked and not (doubtful or carried):
                pairs.append((track, sighting))

    link(0.0)
    known = {id(track) for track, _ in pairs}
    missed = [t for t in tracks if id(t) not in known and t_s - t.seen_s <= elapsed_s + SLACK_S]
    if len(sightings) - len(pairs) >= len(missed):
        link(JUMP_PER_S * elapsed_s)
    return pairs


def still_there(tracks: Iterable[Track], t_s: float, image: Image | None) -> list[Track]:
    """Leave out heads gone for too long, out of the picture, or tracked twice."""
    kept: list[Track] = []
    for track in sorted(tracks, key=lambda t: (t.seen_s, t.own), reverse=True):
        hold_s = track.hold_s if _inside(track.region, image) else min(track.hold_s, AT_EDGE_S)
        if t_s - track.seen_s > hold_s or track.region.half_short < SMALLEST_PX:
            continue
        unseen = track.seen_s < t_s
        others = [other for other in kept if other.hidden or not track.hidden]
        if unseen and any(holds(other.region, track.region) for other in others):
            continue
        kept.append(track)
    return kept


def holds(one: HeadRegion, other: HeadRegion) -> bool:
    """Whether a region hides the face that another one does, and some more."""
    return one.distance(other) + 0.65 * other.half_long <= one.half_short


def at_the_edge(region: HeadRegion, image: Image | None) -> HeadRegion:
    """Return the region, moved to the picture's edge if its middle is beyond."""
    if image is None:
        return region
    height, width = image.shape[:2]
    return region.at(min(max(region.x, 0.0), width), min(max(region.y, 0.0), height))


def _inside(region: HeadRegion, image: Image | None) -> bool:
    if image is None:
        return True
    height, width = image.shape[:2]
    return bool(0.0 < region.x < width and 0.0 < region.y < height)
