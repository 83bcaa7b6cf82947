"""Every word of the start page and of those behind it, in one place.

What the session's own page says stands in ``app/words.py`` and ``live/words.py``.
"""

from __future__ import annotations

from typing import Final

from posturecheck.app.words import WORDS as PAGE_WORDS
from posturecheck.language.words import Sentence, Words

OPENING = Sentence("Opening the camera.")
NO_CAMERA = Sentence("No camera yet.")
NO_CAMERA_HINT = Sentence("Plug one in, or close what uses it. I begin by myself.")
CANNOT = Sentence("I cannot begin like this.")
NOT_BEGUN = Sentence("Not begun.")
ONE_FILM = Sentence("One recording at a time: this one is begun when the other is done.")
NO_SUCH_FILM = Sentence("There is no such recording in the folder.")
STOPPED = Sentence("Stopped. Nothing half-done was left.")
BUSY_WATCHING = Sentence("I am watching just now. Check the recording when that is over.")
BUSY_GUIDE = Sentence(
    "I am watching just now. Stop that first (Q on its page); then the guide can look."
)

# What the terminal says.
ALREADY = Sentence("posturecheck is running already; its page opens in your browser.")
NOT_HEARD = Sentence(
    "posturecheck is running already but does not answer; end it where it was started, "
    "or restart the computer"
)
NOBODY = Sentence("Nobody is at the page, I stop in a minute.")
NOBODY_STOPPED = Sentence("Nobody was at the page: stopped.")
NO_ROOM = Sentence("{folder}: cannot be written ({reason}); set {variable} to another folder")

WORDS: Final[Words[str, str]] = Words(
    {
        "title": "posturecheck",
        "start": "Start",
        "start_headline": "What shall we do?",
        "watch": "Watch me",
        "watch_detail": "Opens the camera. Nothing leaves this computer.",
        "watching_now": "Go on watching",
        "watching_camera_on": "The camera is on.",
        "watching_camera_off": "The camera is off.",
        "days": "My days",
        "days_detail": "What went well, your goal, what changed.",
        "days_none": "Nothing yet.",
        "days_none_detail": "Press Watch me. What you practise then is shown here.",
        "days_well": "What went well",
        "days_goal": "My goal",
        "days_work": "What to work on",
        "days_changes": "What changed",
        "days_hurt": "It hurt",
        "days_sessions": "Every session",
        "days_print": "Page for my therapist, to print",
        "goal_kind": "What",
        "goal_kind_days": "Days of practice in seven",
        "goal_kind_bends": "Good bends in a day",
        "goal_target": "How many",
        "goal_by": "You or your therapist set it.",
        "goal_save": "Set this goal",
        "goal_none": "No goal",
        "goal_wrong": "A goal is a whole number: days from 1 to 7, or bends from 1 to 200.",
        "session": "{when}: seen for {time}, good bends: {bends}",
        "session_uncounted": "{when}: seen for {time}",
        "session_clip": "{when}: a clip, seen for {time}; it does not count",
        "session_delete": "Delete",
        "session_delete_which": "Delete: {session}",
        "when": "{day}, {time}",
        "delete_question": "Delete this session?",
        "delete_detail": "It cannot be brought back.",
        "delete_yes": "Yes, delete",
        "delete_no": "Keep it",
        "last_time": "Last time, {when}",
        "films": "Check a recording",
        "films_detail": "A film from your folder, read on this computer.",
        "settings": "Settings",
        "settings_detail": "Camera, height, profile, voice, letters.",
        "help": "Help",
        "help_detail": "Where to put the laptop, keys, what to do.",
        "stop": "Stop posturecheck",
        "stop_question": "Stop posturecheck?",
        "stop_detail": "What was seen so far is kept. The icon starts it again.",
        "stop_yes": "Yes, stop",
        "stop_no": "Carry on",
        "stopped": "Stopped.",
        "stopped_detail": "You can close this page.",
        "back": "Back to the start",
        "lost": "posturecheck does not answer.",
        "lost_detail": "Start it again by its icon, or with “posturecheck home”.",
        "no_script": "This page needs JavaScript. Everything it loads comes from this computer.",
        # Settings
        "camera": "Camera",
        "camera_looking": "Looking for cameras …",
        "camera_none": "No camera yet. Plug one in; it appears here.",
        "camera_busy": "The camera is in use while I watch.",
        "camera_other": "Its number or a network camera's address; empty: whichever camera is "
        "there",
        "camera_picture": "Live picture of {title}",
        "camera_chosen": "The one used now: {camera}",
        "camera_any": "The first that answers is used; a click on a picture chooses that one.",
        "height": "Your height in cm",
        "height_help": "Gives reaches their true size. May be left empty.",
        "profile": "Limits",
        "profile_default": "Osteoporosis or low bone mass",
        "profile_recent-vertebral-fracture": "After a recent vertebral fracture",
        "profile_general-back-care": "General back care",
        "profile_own": "My therapist's own",
        "profile_file": "File of my therapist",
        "task": "What I mostly do",
        "task_auto": "Recognise it",
        "voice": "Voice",
        "voice_on": "Say aloud what to do",
        "volume": "Volume",
        "volume_try": "Let me hear it",
        "slower": "Speak more slowly",
        "standing": "Standing",
        "holds_on": "I hold on to something when I stand",
        "holds_on_detail": "A worktop, a rollator, a stick. Then I ask you to keep hold, a hand "
        "that rests there does not hinder the raised hand, and no advice asks you to let go.",
        "picture": PAGE_WORDS.english["picture"],
        "picture_hidden": PAGE_WORDS.english["picture_hidden"],
        "hurt": PAGE_WORDS.english["hurt"],
        "guide": "First time",
        "guide_again": "Show me the first steps again",
        "guide_where": "Step {step} of {steps}",
        "guide_skip": "Skip the first steps",
        "guide_next": "Next",
        "guide_before": "Before",
        "guide_place": "Where to put the laptop",
        "guide_place_far": "2 to 4 metres away from where you work.",
        "guide_place_high": "At hip height, on something firm: a table, a chest of drawers.",
        "guide_place_side": "To your side. From there I see bends best.",
        "guide_place_light": "The light in front of you or beside you, no window behind you.",
        "guide_place_picture": "Drawing: a laptop on a table at hip height, 2 to 4 metres from a "
        "woman who stands side-on to it at a worktop",
        "guide_metres": "2 to 4 m",
        "guide_camera": "Can I see you?",
        "guide_camera_detail": "Go to where you will work, and look here from there. The camera "
        "is on; no picture is kept, and none leaves this computer.",
        "guide_camera_other": "Another camera",
        "guide_sound": "Did you hear that?",
        "guide_sound_detail": "I asked “Did you hear that?” Listen from where you will work.",
        "guide_sound_yes": "Yes, clearly",
        "guide_sound_louder": "No: louder",
        "guide_sound_again": "Ask again",
        "guide_sound_full": "I am as loud as I can be. Turn up this computer’s own sound (the keys "
        "with a loudspeaker on them), or connect a loudspeaker, then press “Ask again”.",
        "guide_sound_picture": "Drawing: a loudspeaker",
        "guide_therapist": "Have you agreed these movements with your therapist?",
        "guide_therapist_detail": "I help you to practise what you have agreed. I cannot know "
        "what is right for your back.",
        "guide_therapist_yes": "Yes, we have",
        "guide_therapist_no": "Not yet",
        "guide_therapist_ask": "Then please ask first, and leave the bend out for today. This "
        "page is there again under Help.",
        "guide_therapist_picture": "Drawing: two people at a table look at a sheet together",
        "guide_bend": "Try one bend",
        "guide_bend_detail": "Stand tall until I thank you. Then rest one hand on the worktop, "
        "push your hips back to about 30 degrees, only if it is comfortable, and come up again. I "
        "answer at once.",
        "guide_bend_picture": "Drawing: a bend at the hips to 30 degrees, the back long, a hand "
        "on the worktop",
        "guide_degrees": "30°",
        "guide_live": "What I see",
        "guide_watch": "Now watch me",
        "guide_done": "Finish",
        "volume_phrase": "Thank you. I am watching now.",
        "text_size": "Letters",
        "text_normal": "Normal",
        "text_large": "Large",
        "text_largest": "Largest",
        "language": "Language",
        "mirror": "Picture",
        "mirror_on": "As in a mirror",
        "films_folder": "Folder with recordings",
        "films_help": "For example /home/me/Videos. Empty: none.",
        "save": "Save",
        "saved": "Saved. It counts from the next time you press Watch me.",
        "only_here": "These settings count for what is begun on this page or by the icon; the "
        "commands of the terminal have their own.",
        # Recordings
        "films_none": "No folder is named yet.",
        "films_none_detail": "Name the folder with your recordings in Settings.",
        "films_empty": "No recordings in {folder}.",
        "films_in": "In {folder}. The films stay where they are; the report lies beside them.",
        "film_check": "Check",
        "film_again": "Check again",
        "film_report": "Report",
        "film_stop": "Stop",
        "film_size": "{size} MB",
        "film_running": "Checking {name} … (Watch me ends this.)",
        "film_done": "Done: {name}.",
        "film_failed": "This did not work: {name}.",
    }
)

HELP: Final[Words[str, tuple[str, tuple[str, ...]]]] = Words(
    {
        "place": (
            "Where to put the laptop",
            (
                "2 to 4 metres away, at hip height, on something that stands firm.",
                "Side-on it sees bending best, from the front turning.",
                "Light in front of you, not behind. Head to hips in view; feet are better still.",
            ),
        ),
        "what_happens": (
            "What happens",
            (
                "Press Watch me, then stand tall for three seconds. Then do your work.",
                "A soft chime and a few words say what to do instead; the page shows it in large "
                "letters, with a picture.",
                "What it cannot see it calls “cannot see”, never fine.",
                "When you are done press Q, or close the page: two minutes later the camera is "
                "off.",
            ),
        ),
        "keys": (
            "Keys while watching",
            (
                "Space: start, pause, go on.",
                "C: stand tall again. M: voice off and on. R: the last words again. S: quiet for "
                "ten minutes.",
                "T: what you are doing. H: hide the picture. F: full screen. Q: stop.",
                "P: that hurt. All is silent, the camera closes, and only you say when it goes on.",
            ),
        ),
        "trouble": (
            "When something does not work",
            (
                "No camera: plug it in, close other programs that use it, look in Settings.",
                "No sound: Settings, “Let me hear it”.",
                "Still not: type “posturecheck doctor” in a terminal; it says what to do.",
            ),
        ),
    }
)
