import re
from importlib.resources import files
from pathlib import Path

import pytest

from posturecheck.core import InputError
from posturecheck.rules import RANK
from posturecheck.rules.guidance import Guidance, load_guidance
from posturecheck.rules.guidance_file import SPOKEN_WORDS

RULES = tuple(RANK)
TECHNIQUES = (
    "hip-hinge",
    "squat",
    "golfers-lift",
    "half-kneel",
    "step-turn",
    "seated-foot-up",
    "sit-stand",
)
TASKS = ("dishwasher", "shoes", "lift", "sweep", "reach-high", "sit-stand", "sink", "other")
TABLE = {
    "dishwasher-lower-rack",
    "dishwasher-to-cupboard",
    "shoes",
    "pick-up-light",
    "pick-up-heavy",
    "bed-making",
    "vacuum",
    "groceries",
    "laundry",
    "oven",
    "brushing-teeth",
    "washing-dishes",
    "high-shelf",
    "getting-out-of-bed",
    "rising-from-chair",
    "cough",
    "gardening",
    "car",
    "floor-pet",
    "heavy-furniture",
    "reading",
}
SHIPPED = files("posturecheck.rules").joinpath("guidance.toml").read_text(encoding="utf-8")
FORBIDDING = re.compile(r"\b(don['’]t|do not|never|stop|avoid|not|no)\b", re.IGNORECASE)
CLAIMING = re.compile(r"prevent|\bsafe|danger|fracture[ -]risk|protects? |don['’]t", re.IGNORECASE)
# Words of the trade: somebody who never met a therapist cannot do what they say.
SHORTHAND = re.compile(
    r"\b(hing\w+|brac\w+|scoot\w*|golfer|half[ -]kneel|soften|soft (knees|elbow)|elbow soft|"
    r"neutral|pelvi\w*|trunk|spine|flex\w*|extend\w*|rotat\w*|thorax|core|"
    r"change jobs|from the back)\b",
    re.IGNORECASE,
)
# Where one of them is said, in the same sentence as what it means.
HINGE = "a hip hinge (bend at the hips: bottom back, chest long)"
ONE_LEG = "This is the golfer's lift."


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    return load_guidance()


def spoken(guidance: Guidance) -> list[str]:
    cues = [guide.cue for guide in guidance.advice]
    return cues + [guidance.technique(technique).praise for technique in TECHNIQUES]


def titles(guidance: Guidance) -> list[str]:
    names = [guidance.rule(rule).title for rule in RULES]
    names += [guidance.technique(technique).title for technique in TECHNIQUES]
    return names + [guide.activity for guide in guidance.advice]


def explained(guidance: Guidance) -> list[str]:
    words = [guidance.rule(rule) for rule in RULES]
    texts = [text for word in words for text in (word.seen, word.why)]
    for guide in guidance.advice:
        texts += [guide.risky, guide.alternative, guide.explanation]
    return texts


def edited(tmp_path: Path, old: str, new: str) -> Path:
    assert old in SHIPPED
    path = tmp_path / "mine.toml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return path


def fault(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_guidance(path)
    return str(caught.value)


def test_everything_spoken_is_at_most_eight_words(guidance):
    assert SPOKEN_WORDS == 8
    for text in spoken(guidance):
        assert 1 <= len(text.split()) <= 8, text


def test_everything_spoken_says_what_to_do(guidance):
    for text in spoken(guidance):
        assert not FORBIDDING.search(text), text


def test_nothing_spoken_and_no_title_is_shorthand(guidance):
    for text in [*spoken(guidance), *titles(guidance)]:
        assert not SHORTHAND.search(text), text
    for rule in RULES:
        assert not SHORTHAND.search(guidance.rule(rule).seen), rule


def test_what_is_to_be_done_instead_is_not_told_in_shorthand(guidance):
    for guide in guidance.advice:
        assert not SHORTHAND.search(guide.alternative), guide.id


def test_hinge_is_explained_once_on_screen_and_aloud(guidance):
    whole = " ".join([*spoken(guidance), *titles(guidance), *explained(guidance)])
    assert whole.lower().count("hinge") == whole.count(HINGE) == 1
    assert HINGE in guidance.guide("rounded-bend", "other").explanation
    assert guidance.technique("hip-hinge").praise == "Good hip bend. Bottom back, chest long."


def test_the_golfers_lift_is_named_where_it_is_described(guidance):
    whole = " ".join([*spoken(guidance), *titles(guidance), *explained(guidance)])
    assert whole.count("golfer") == 1
    assert ONE_LEG in guidance.guide("rounded-bend", "pick-up-light-golfers-lift").explanation


@pytest.mark.parametrize(
    "text",
    [
        "Hinge, chest long.",
        "Change jobs often.",
        "Rising from the back",
        "Stay tall. Brace with your hand.",
        "Lovely hinge. Your back stayed long.",
        "Scoot forward. Nose over toes. Stand.",
    ],
)
def test_shorthand_is_known_when_it_is_met(text):
    assert SHORTHAND.search(text)


def test_no_wording_claims_or_alarms(guidance):
    for text in spoken(guidance) + titles(guidance) + explained(guidance):
        assert not CLAIMING.search(text), text


def test_squatting_is_never_said_to_lower_compression(guidance):
    for text in explained(guidance):
        assert "compress" not in text.lower(), text
    assert "does not by itself make the load smaller" in (
        guidance.guide("unsafe-lift", "pick-up-heavy").explanation
    )


def test_bringing_the_foot_up_is_not_said_to_spare_the_back(guidance):
    assert "can round the low back too" in guidance.guide("rounded-bend", "shoes").explanation


def test_rule_titles_are_two_to_four_words(guidance):
    for rule in RULES:
        assert 2 <= len(guidance.rule(rule).title.split()) <= 4, rule


def test_what_was_seen_completes_a_sentence(guidance):
    for rule in RULES:
        seen = guidance.rule(rule).seen
        assert seen.startswith(("you ", "your ")), seen
        assert not seen.endswith("."), seen


def test_whole_sentences_end_as_sentences(guidance):
    whole = [guidance.rule(rule).why for rule in RULES] + spoken(guidance)
    for guide in guidance.advice:
        whole += [guide.alternative, guide.explanation]
    for text in whole:
        assert text[0].isupper(), text
        assert text.endswith("."), text


def test_an_alternative_is_one_or_two_sentences(guidance):
    for guide in guidance.advice:
        assert 1 <= guide.alternative.count(". ") + 1 <= 2, guide.id


def test_every_rule_is_answered_for_every_task_and_activity(guidance):
    assert guidance.tasks == TASKS
    for name in guidance.tasks + guidance.activities:
        for rule in RULES:
            assert rule in guidance.guide(rule, name).rules


def test_every_row_of_the_task_table_has_its_activity(guidance):
    assert len(TABLE) == 21
    assert set(guidance.activities) >= TABLE


def test_every_activity_belongs_to_a_task(guidance):
    for name in guidance.activities:
        assert guidance.base_task(name) in TASKS
    assert guidance.base_task("laundry") == "lift"
    assert guidance.base_task("sink") == "sink"


@pytest.mark.parametrize(
    ("rule", "task", "answer"),
    [
        ("rounded-bend", "dishwasher", "dishwasher-lower-rack"),
        ("twist", "dishwasher", "dishwasher-to-cupboard"),
        ("rounded-bend", "shoes", "shoes"),
        ("unsafe-lift", "lift", "pick-up-heavy"),
        ("bend-and-twist", "lift", "carry-and-turn"),
        ("repeated-bend", "sweep", "vacuum"),
        ("overreach", "reach-high", "high-shelf"),
        ("deep-lean", "sit-stand", "rising-from-chair"),
        ("sustained-bend", "sink", "washing-dishes"),
        ("deep-lean", "sink", "brushing-teeth"),
    ],
)
def test_a_task_gives_its_first_answer_to_a_rule(guidance, rule, task, answer):
    assert guidance.guide(rule, task).id == answer


def test_an_activity_answers_before_its_task(guidance):
    assert guidance.guide("rounded-bend", "laundry").cue == "Kneel down. Small loads, held close."


def test_an_activity_without_an_answer_falls_back_to_the_general_one(guidance):
    assert guidance.guide("fast-bend", "laundry") == guidance.guide("fast-bend", "other")


def test_an_unknown_activity_is_never_named_by_a_guess(guidance):
    for rule in RULES:
        assert guidance.guide(rule, "other").general


def test_the_golfers_lift_is_offered_only_by_name_and_with_both_conditions(guidance):
    for task in TASKS:
        for rule in RULES:
            assert guidance.guide(rule, task).id != "pick-up-light-golfers-lift"
    offered = guidance.guide("rounded-bend", "pick-up-light-golfers-lift").alternative
    assert "therapist has cleared your balance" in offered
    assert "hold a firm counter" in offered


def test_every_wording_names_a_readable_source(guidance):
    sources = [guidance.rule(rule).source for rule in RULES]
    sources += [guide.source for guide in guidance.advice]
    for source in sources:
        assert re.search(r"\b[RM]\d+", source), source
        assert re.search(r"[A-Za-z]{4,}", source), source


def test_who_fell_is_asked_in_words_that_the_file_holds(guidance, tmp_path):
    assert guidance.question.words == "Are you all right?"
    assert guidance.question.detail == "This program cannot call anybody."
    assert guidance.question.words in guidance.spoken
    translated = load_guidance(edited(tmp_path, '"Are you all right?"', '"Ist alles gut?"'))
    assert translated.question.words == "Ist alles gut?"
    long = edited(
        tmp_path, '"Are you all right?"', '"one two three four five six seven eight nine"'
    )
    assert "question.words: expected at most 8 words, counted 9" in fault(long)


def test_the_disclaimer_says_what_this_is_not(guidance):
    assert "educational" in guidance.disclaimer
    assert "not a medical device" in guidance.disclaimer


def test_the_shipped_wording_is_read_once():
    assert load_guidance() is load_guidance()


def test_a_copy_of_the_shipped_file_reads_the_same(tmp_path, guidance):
    path = tmp_path / "copy.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    assert load_guidance(path) == guidance


def test_a_translated_cue_is_what_is_said(tmp_path):
    path = edited(tmp_path, 'cue = "Stand tall for a moment."', 'cue = "Kurz gerade hinstellen."')
    cue = load_guidance(path).guide("sustained-bend", "other").cue
    assert cue == "Kurz gerade hinstellen."


def test_an_unknown_task_is_answered_with_the_choices(guidance):
    with pytest.raises(InputError, match=r"^task: expected one of dishwasher, .*; got 'dishes'$"):
        guidance.guide("twist", "dishes")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'cue = "Stand tall for a moment."',
            'cue = "Please stand up very tall for one little moment."',
            "advice 'general-sustained', cue: expected at most 8 words, counted 9; got 'Please",
        ),
        (
            'title = "Rounded back"',
            'titel = "Rounded back"',
            "rules.rounded-bend.title: expected a value; got nothing (and 1 more)",
        ),
        (
            'seen = "your back round forward"',
            'seen = "your back round forward"\ncolour = "red"',
            "rules.rounded-bend.colour: expected no such key; got 'red'",
        ),
        (
            "[rules.rounded-bend]",
            "[rules.round-bend]",
            "rules.round-bend: expected 'bend-and-twist', 'rounded-bend', ",
        ),
        (
            'task = "sweep"',
            'task = "sweeping"',
            "advice 'vacuum', task: expected 'dishwasher', 'shoes', ",
        ),
        (
            'rules = ["sustained-bend"]',
            "rules = []",
            "advice 'general-sustained', rules: expected at least one entry; got []",
        ),
        (
            "general = true\nactivity",
            "general = 'often'\nactivity",
            "advice 'general-bend', general: expected true or false; got 'often'",
        ),
        ('language = "en"', "language = 3", "language: expected text in quotes; got 3"),
        ('language = "en"', 'language = " "', "language: expected some text; got ' '"),
        ('language = "en"', "language = en", "expected TOML; got "),
        (
            'id = "laundry"',
            'id = "groceries"',
            "advice 'groceries', id: expected a name used once; got it 2 times",
        ),
        (
            'id = "laundry"',
            'id = "sink"',
            "advice 'sink', task: expected 'sink', as its id; got 'lift'",
        ),
        (
            'rules = ["twist"]',
            'rules = ["overreach"]',
            "advice, general: expected an entry that answers 'twist'; got none",
        ),
        (
            '[techniques.squat]\ntitle = "Squat"\npraise = "Lovely squat. Your legs did the work."',
            "",
            "techniques.squat: expected its wording; got nothing",
        ),
        (
            'task = "sweep"',
            'task = "sweep"\ngeneral = true',
            "advice 'vacuum', task: expected 'other' (general); got 'sweep'",
        ),
    ],
)
def test_a_broken_file_is_explained_in_one_line(tmp_path, old, new, says):
    path = edited(tmp_path, old, new)
    line = fault(path)
    assert line.startswith(f"{path}: {says}"), line
    assert "\n" not in line


def test_a_missing_file_is_explained_in_one_line(tmp_path):
    assert fault(tmp_path / "none.toml").endswith(
        "none.toml: expected a guidance file; got No such file or directory"
    )


def test_a_file_that_is_not_text_is_explained_in_one_line(tmp_path):
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    assert "expected text in UTF-8" in fault(path)


def test_advice_that_is_no_list_is_explained_in_one_line(tmp_path):
    path = tmp_path / "odd.toml"
    path.write_text('language = "en"\nadvice = "stand tall"\n', encoding="utf-8")
    assert "\n" not in fault(path)


LETS_GO = re.compile(r"\b(stool|hug|squat|wide|both|kneel|lift)\b", re.IGNORECASE)


def test_who_holds_on_is_told_so_and_nothing_else_changes(guidance: Guidance) -> None:
    holding = guidance.holding_on()
    changed = [one for one in guidance.advice if one.cue_holding]
    assert {one.id for one in changed} >= {"general-bend", "general-twist", "general-lift"}
    for before, after in zip(guidance.advice, holding.advice, strict=True):
        assert after.cue == (before.cue_holding or before.cue)
        assert after.alternative == before.alternative
    assert holding.rule_words == guidance.rule_words


def test_general_words_for_who_holds_on_keep_the_hand_where_it_is(guidance: Guidance) -> None:
    for guide in guidance.advice:
        words = guide.cue_holding
        if words:
            assert len(words.split()) <= SPOKEN_WORDS
            assert not LETS_GO.search(words)
            assert words.startswith("Keep hold") or words == "Leave that one. Ask for help."
            assert words in guidance.spoken


def test_words_for_who_holds_on_are_found_again(guidance: Guidance) -> None:
    for guide in guidance.holding_on().advice:
        for rule in guide.rules:
            assert guidance.guide_that_says(rule, guide.cue).rules
