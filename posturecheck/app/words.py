"""Every word that the page itself says, in one place, so that it can be translated.

What the session says (headlines, details, tasks) comes from the session.
"""

from __future__ import annotations

from typing import Final

from posturecheck.sinks.lettering import WORDS as SIGN_WORDS

WORDS: Final[dict[str, str]] = {
    "title": "posturecheck",
    # Beside the sign; each tone has a shape and a word besides its colour.
    "tone_calm": "Watching",
    "tone_ask": "Your turn",
    "tone_amber": SIGN_WORDS["amber"],
    "tone_red": SIGN_WORDS["red"],
    "tone_praise": SIGN_WORDS[None],
    "tone_trouble": "Please check",
    "tone_paused": "Paused",
    "tone_ended": "Finished",
    "camera_on": "Camera on",
    "camera_off": "No picture",
    "picture": "Live picture of you with lines along your body",
    "picture_hidden": "Picture hidden",
    "muted": "Muted",
    "quiet_left": "Quiet {time}",
    "task_recognised": "{task} (recognised)",
    "bend": "Bend",
    "twist": "Twist",
    "not_seen": "cannot see",
    "to_left": "left",
    "to_right": "right",
    "limit": "limit {limit}°",
    "gauge_spoken": "{value} degrees, give or take {sd}",
    "start": "Start",
    "starting": "Starting …",
    "pause": "Pause",
    "resume": "Resume",
    "standing": "Stand tall …",
    "skip": "Skip standing tall",
    "calibrate": "Stand tall again",
    "mute": "Mute",
    "unmute": "Unmute",
    "snooze": "Quiet 10 min",
    "unsnooze": "End quiet",
    "task": "Task",
    "recognise": "Recognise it",
    "full_screen": "Full screen",
    "leave_full_screen": "Small screen",
    "hide": "Hide picture",
    "show": "Show picture",
    "quit": "Quit",
    "space": "Space",
    "quit_question": "Stop for today?",
    "quit_detail": "What was seen so far is kept.",
    "quit_yes": "Yes, stop",
    "quit_no": "Carry on",
    "connecting": "One moment",
    "connecting_detail": "Getting the picture …",
    "lost": "Connection lost",
    "lost_detail": "Trying again. If this stays, start posturecheck once more.",
    "stale": "The picture has stopped",
    "stale_detail": "I cannot see you just now.",
    "ended": "All done",
    "ended_detail": "You can close this page.",
    "tap_for_sound": "Tap anywhere for sound",
    "no_script": "This page needs JavaScript. Everything it loads comes from this computer.",
}
