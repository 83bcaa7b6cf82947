"""Every word that the page itself says, in one place, so that it can be translated.

What the session says (headlines, details, tasks) comes from the session.
"""

from __future__ import annotations

from typing import Final

from posturecheck.drawing.words import GAUGES, SIGNS
from posturecheck.language.words import Words

WORDS: Final[Words[str, str]] = Words(
    {
        "title": "posturecheck",
        # Beside the sign; each tone has a shape and a word besides its colour.
        "tone_calm": "Watching",
        "tone_ask": SIGNS.english["ask"],
        "tone_amber": SIGNS.english["amber"],
        "tone_red": SIGNS.english["red"],
        "tone_next": SIGNS.english["next"],
        "tone_remind": SIGNS.english["remind"],
        "tone_praise": SIGNS.english["praise"],
        "tone_trouble": "Please check",
        "tone_waiting": "Waiting",
        "tone_off": "Camera off",
        "tone_hurt": "Stop",
        "tone_ended": "Finished",
        "camera_on": "Camera on",
        "camera_off": "No picture",
        "picture": "Live picture of you with lines along your body",
        "picture_hidden": "Picture hidden",
        "muted": "Muted",
        "quiet_left": "Quiet {time}",
        "task_recognised": "{task} (recognised)",
        "bend": GAUGES.english["bend"],
        "rounding": GAUGES.english["rounding"],
        "twist": GAUGES.english["twist"],
        "figure_hinge": "Drawing: hips go back, the back stays long, a hand rests on a worktop",
        "figure_squat": "Drawing: knees bend, the back stays long, the load is held close",
        "figure_step": "Drawing: the feet step round, the whole body turns",
        "figure_sit": "Drawing: sitting on a chair, one foot up on the other knee",
        "figure_kneel": "Drawing: down on one knee, the back upright",
        "figure_closer": "Drawing: standing close, the thing is brought near",
        "figure_tall": "Drawing: standing tall, arms down",
        "figure_hold": "Drawing: standing tall, one hand on a worktop",
        "figure_rise": "Drawing: rising from a chair, nose over toes",
        "not_seen": "cannot see",
        "limit": "limit {limit}°",
        "gauge_spoken": "{value} degrees, give or take {sd}",
        "gauge_spoken_left": "{value} degrees, give or take {sd}, left",
        "gauge_spoken_right": "{value} degrees, give or take {sd}, right",
        "start": "Start",
        "starting": "Starting …",
        "pause": "Pause",
        "resume": "Resume",
        "standing": "Stand tall …",
        "skip": "Skip standing tall",
        "calibrate": "Stand tall again",
        "mute": "Mute",
        "unmute": "Unmute",
        "repeat": "Say it again",
        "snooze": "Quiet 10 min",
        "unsnooze": "End quiet",
        "task": "Task",
        "recognise": "Recognise it",
        "full_screen": "Full screen",
        "leave_full_screen": "Small screen",
        "hide": "Hide picture",
        "show": "Show picture",
        "quit": "Quit",
        "hurt": "That hurt",
        "go_on": "I want to go on",
        "stop_today": "Stop for today",
        "space": "Space",
        "quit_question": "Stop for today?",
        "quit_detail": "What was seen so far is kept.",
        "quit_yes": "Yes, stop",
        "quit_no": "Carry on",
        "connecting": "One moment",
        "connecting_detail": "Getting the picture …",
        "lost": "Connection lost.",
        "lost_detail": "Trying again. If this stays, start posturecheck once more.",
        "crowded": "Too many windows.",
        "crowded_detail": "Close one of the others; then this one begins by itself.",
        "stale": "The picture has stopped.",
        "stale_detail": "I cannot see you just now.",
        "ended": "All done",
        "ended_detail": "You can close this page.",
        "end_time": "Time",
        "end_well": "What went well",
        "end_next": "For the next time",
        "end_advice": "Now",
        "once_more": "Watch me again",
        "days": "My days",
        "to_start": "Back to the start",
        "tap_for_sound": "Tap anywhere for sound",
        "no_script": "This page needs JavaScript. Everything it loads comes from this computer.",
    }
)

# What those read who are not let in, and how they may be.
DOOR: Final[Words[str, str]] = Words(
    {
        "code": "Code",
        "enter": "Open the page",
        "ask": "Type the code",
        "ask_detail": "Six digits. They are in the window in which posturecheck was started.",
        "wrong": "That is not the code",
        "wrong_detail": "Please look once more where posturecheck was started: the newest code "
        "counts.",
        "no code": "The code has six digits",
        "no code_detail": "They are in the window in which posturecheck was started.",
        "wait": "A moment, please",
        "wait_detail": "Wrong codes were typed. Type yours again in {seconds} s.",
        "used": "Opened once already",
        "used_detail": "This address opens the page a single time. If that was you, go on in the "
        "other window, or type the code that posturecheck shows where you started it. If it was "
        "not you, somebody else on this computer may be watching: end posturecheck there with "
        "Ctrl-C, and start it again.",
    }
)
# What the terminal says about the page.
TOLD: Final[Words[str, str]] = Words(
    {
        "address": "The page is at {address} and opens in your browser; Ctrl-C or Q ends.",
        "lonely": "Nobody is at the page, I stop in a minute.",
        "code_late": "No browser has opened the page yet: open {address} and type the code {code}.",
        "code_asked": "Somebody asks for the page at {address}: the code is {code}. If it is not "
        "you, pay it no heed; without the code nobody comes in.",
        "code_wrong": "Wrong codes were typed on the page; the new code is {code}. If it was not "
        "you, somebody else on this computer wants to look in; without the code nobody comes in.",
        "used": "The address that opens the page once was used a second time. If that was not you "
        "twice, somebody else on this computer may be watching: end with Ctrl-C, and start again.",
    }
)
