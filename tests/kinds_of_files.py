"""One film as people have it: in many containers, codecs, shapes, rates and states of repair."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SIZE = (320, 240)
RATE_HZ = 25
X264 = "-c:v libx264 -preset veryfast -crf 16 -pix_fmt yuv420p -g 25"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a film is made from the plain one, and how it is to be checked.

    ``inputs`` are further inputs of ffmpeg, ``options`` are those of ``check``. ``lean_deg`` is
    by how much its leans may differ, ``rate_hz`` how many pictures a second are to be seen.
    """

    name: str
    ending: str
    made: str
    inputs: str = ""
    options: dict[str, float] = field(default_factory=dict)
    lean_deg: float = 2.0
    rate_hz: float = RATE_HZ

    def make(self, plain: Path, folder: Path) -> Path:
        """Make it beside nothing else in a folder.

        Raises:
            subprocess.CalledProcessError: This ffmpeg cannot.
        """
        path = folder / f"{self.name.replace(' ', '_')}.{self.ending}"
        command = f"ffmpeg -v error -y -i {plain} {self.inputs} {self.made} {path}"
        subprocess.run(command.split(), check=True, capture_output=True)
        return path


def _shape(name: str, ending: str, size: str, aspect: str, codec: str = X264) -> Kind:
    return Kind(name, ending, f"-vf scale={size},setsar={aspect} {codec}")


MPEG2 = "-c:v mpeg2video -q:v 2 -g 12"
KINDS = (
    Kind("mp4", "mp4", X264),
    Kind("mov", "mov", X264),
    Kind("mkv", "mkv", X264),
    Kind("transport stream", "ts", X264),
    Kind("fragments", "mp4", f"{X264} -movflags frag_keyframe+empty_moov"),
    Kind("3gp", "3gp", f"{X264} -bf 0"),
    Kind("hevc", "mp4", "-c:v libx265 -preset ultrafast -crf 16 -x265-params log-level=none"),
    Kind("hevc of ten bits", "mov", "-c:v libx265 -preset ultrafast -crf 16 -pix_fmt yuv420p10le"
         " -tag:v hvc1 -x265-params log-level=none"),
    Kind("av1", "mkv", "-c:v libaom-av1 -cpu-used 8 -crf 20 -g 25"),
    Kind("vp8", "webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 3M"),
    Kind("vp9", "webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 3M"),
    Kind("motion jpeg", "avi", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p"),
    Kind("motion jpeg in mov", "mov", "-c:v mjpeg -q:v 2 -pix_fmt yuvj422p"),
    Kind("prores", "mov", "-c:v prores_ks"),
    Kind("ffv1", "mkv", "-c:v ffv1"),
    Kind("huffyuv", "avi", "-c:v huffyuv"),
    Kind("uncompressed", "avi", "-c:v rawvideo -pix_fmt yuv420p"),
    Kind("windows media", "wmv", "-c:v wmv2 -q:v 2"),
    Kind("flash", "flv", "-c:v flv -q:v 2"),
    Kind("theora", "ogv", "-c:v libtheora -q:v 9"),
    Kind("mpeg1", "mpg", "-c:v mpeg1video -q:v 2"),
    Kind("mpeg2", "mpg", f"{MPEG2} -bf 2"),
    Kind("mpeg2 in mxf", "mxf", f"{MPEG2} -bf 2"),
    # AVI has no times of showing.
    Kind("avi", "avi", f"{X264} -bf 0"),
    Kind("avi with b-frames", "avi", f"{X264} -bf 2"),
    Kind("avi with many b-frames", "avi", f"{X264} -bf 7 -x264-params b-pyramid=normal:b-adapt=0"),
    Kind("avi with open groups", "avi", f"{X264} -bf 3 -x264-params open-gop=1"),
    Kind("xvid", "avi", "-c:v mpeg4 -vtag XVID -q:v 2 -bf 2 -g 25"),
    Kind("divx", "avi", "-c:v mpeg4 -vtag DX50 -q:v 2 -bf 0"),
    Kind("mpeg2 in avi", "avi", f"{MPEG2} -bf 2"),
    # How pixels are kept.
    Kind("four two two", "mp4", "-c:v libx264 -crf 16 -pix_fmt yuv422p10le"),
    Kind("four four four", "mkv", "-c:v libx264 -crf 16 -pix_fmt yuv444p"),
    Kind("rgb", "mkv", "-c:v libx264rgb -crf 16"),
    Kind("interlaced", "ts", f"{MPEG2} -flags +ildct+ilme -alternate_scan 1"),
    # Rates.
    Kind("fifteen a second", "mp4", f"-vf fps=15 {X264}", lean_deg=4.0, rate_hz=15),
    Kind("sixty a second", "mp4", f"-r 60 {X264}"),
    Kind("two hundred and forty a second", "mp4", f"-r 240 {X264}"),
    Kind("uneven", "mkv", f"-vf select=not(eq(mod(n\\,5)\\,3)) -vsync vfr {X264}",
         rate_hz=20),
    Kind("a late start", "ts", f"-output_ts_offset 100 {X264}"),
    Kind("one keyframe", "mp4", f"{X264} -g 1000"),
    Kind("slow motion", "mp4", f"-vf setpts=4*PTS -r 25 {X264}", options={"slow": 4}, lean_deg=3.0),
    Kind("slow motion of high speed", "mp4", f"-vf setpts=2*PTS -r 12.5 {X264}",
         options={"slow": 2}),
    # Shapes of pixels.
    _shape("four to three", "mp4", "240:240", "4/3"),
    _shape("two to one", "mov", "320:480", "2/1"),
    _shape("narrow pixels", "mp4", "426:240", "3/4"),
    _shape("squeezed mkv", "mkv", "240:240", "4/3"),
    _shape("squeezed avi", "avi", "240:240", "4/3"),
    _shape("squeezed transport stream", "ts", "240:240", "4/3", f"{MPEG2} -aspect 4:3"),
    _shape("squeezed vp9", "webm", "240:240", "4/3", "-c:v libvpx-vp9 -deadline realtime -b:v 3M"),
    _shape("squeezed xvid", "avi", "240:240", "4/3", "-c:v mpeg4 -vtag XVID -q:v 2 -bf 2"),
    Kind("dv", "dv", "-vf scale=720:576,setsar=16/15 -c:v dvvideo -pix_fmt yuv420p"),
    Kind("dv in avi", "avi", "-vf scale=720:576,setsar=16/15 -c:v dvvideo -pix_fmt yuv420p"),
    # Turned.
    Kind("on its side", "mp4", f"-vf transpose=1 {X264}", options={"rotate_deg": 270}),
    Kind("on its other side", "avi", f"-vf transpose=2 {X264} -bf 2", options={"rotate_deg": 90}),
    Kind("upside down", "mkv", f"-vf hflip,vflip {X264}", options={"rotate_deg": 180}),
    # Several pictures.
    Kind("thumbnails first", "mov", "-map 1:v -map 0:v -c:v:0 mjpeg -c:v:1 libx264 -crf:v:1 16",
         inputs="-f lavfi -i color=red:s=64x48:r=1:d=3"),
    Kind("a large cover first", "mkv", "-map 1:v -map 0:v -c:v:0 mjpeg -c:v:1 libx264 -crf:v:1 16",
         inputs="-f lavfi -i color=red:s=1280x960:r=1:d=1"),
    Kind("a proxy first", "ts", "-map 0:v -map 0:v -filter:v:0 scale=64:48 -c:v libx264 -crf 16"),
    Kind("sound longer than the film", "mp4", f"-map 0:v -map 1:a {X264} -c:a aac",
         inputs="-f lavfi -i sine=d=6"),
)  # fmt: skip
