import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import InputError
from posturecheck.profiles import smallest_change
from posturecheck.profiles.files import SHIPPED, SHIPPED_FOLDER, commented, load_profile
from posturecheck.profiles.rule_settings import RuleSettings
from posturecheck.profiles.settings import Profile
from posturecheck.rules import RULES


def written(folder: Path, text: str) -> Path:
    path = folder / "anna.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(path: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        load_profile(str(path))
    return str(caught.value)


def read_back(profile: Profile) -> Profile:
    return Profile.model_validate(tomllib.loads(commented(profile)))


def test_the_default_file_is_the_default_profile_commented():
    shipped = (SHIPPED_FOLDER / "default.toml").read_text(encoding="utf-8")
    assert shipped == commented(Profile())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_profile_loads_under_its_own_name(name):
    assert load_profile(name).name == name


def test_every_file_in_the_folder_is_offered():
    others = {smallest_change.PATH}  # what was measured stands beside the limits, and is no profile
    profiles = set(SHIPPED_FOLDER.glob("*.toml")) - others
    assert {path.stem for path in profiles} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_read_back_from_its_comments_is_the_same(name):
    assert read_back(load_profile(name)) == load_profile(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_figure_a_shipped_file_changes_has_its_source_beside_it(name):
    for line in (SHIPPED_FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition(" = ")
        if equals and value[0].isdigit():
            assert "  # " in value, f"{name}: {key}"


def test_after_a_fracture_no_limit_is_looser_than_usual():
    usual, careful = Profile().rules, load_profile("recent-vertebral-fracture").rules
    for rule in RULES:
        assert rule.settings(careful).amber <= rule.settings(usual).amber
        assert rule.settings(careful).red <= rule.settings(usual).red


def test_without_bone_disease_no_limit_is_stricter_than_usual():
    usual, general = Profile().rules, load_profile("general-back-care").rules
    for rule in RULES:
        assert rule.settings(general).amber >= rule.settings(usual).amber
        assert rule.settings(general).red >= rule.settings(usual).red


def test_what_a_file_leaves_out_stays_as_it_is(tmp_path):
    mine = load_profile(str(written(tmp_path, "[rules.twist]\namber_deg = 12.5\n")))
    assert mine.rules.twist.amber == 12.5
    assert mine.rules.twist.red == Profile().rules.twist.red
    assert mine.rules.deep_lean == Profile().rules.deep_lean


@given(
    name=st.text(),
    about=st.text(),
    amber=st.floats(0.001, 60),
    sure=st.floats(0, 3),
    most=st.integers(0, 600),
    praise=st.booleans(),
)
def test_any_profile_read_back_from_its_comments_is_the_same(
    name, about, amber, sure, most, praise
):
    profile = Profile.model_validate(
        {
            "name": name,
            "about": about,
            "judging": {"sure_sd": sure},
            "cues": {"most_in_10_min": most, "praise": praise},
            "rules": {"deep-lean": {"amber_deg": amber}},
        }
    )
    assert read_back(profile) == profile


def test_every_setting_stands_in_the_commented_profile_with_its_meaning():
    lines = commented(Profile()).splitlines()
    for rule in RULES:
        start = next(i for i, line in enumerate(lines) if line.startswith(f"[rules.{rule.id}]"))
        for name, field in type(rule.settings(Profile().rules)).model_fields.items():
            assert any(
                line.startswith(f"{name} = ") and line.endswith(f"  # {field.description}")
                for line in lines[start : start + 12]
            ), (rule.id, name)


def test_everything_about_cues_stands_in_the_commented_profile_with_its_source():
    lines = commented(Profile()).splitlines()
    start = lines.index("[cues]  # When to speak (clinical.md section 6).")
    printed = lines[start + 1 : lines.index("", start)]
    fields = type(Profile().cues).model_fields
    assert [line.partition(" = ")[0] for line in printed] == list(fields)
    for line, field in zip(printed, fields.values(), strict=True):
        assert line.endswith(f"  # {field.description}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour = 'red'", "colour is not a setting; expected one of name, about, judging, "),
        ("[rule.twist]\namber_deg = 20", "rule is not a setting; expected one of name, about, "),
        ("[rules.twisting]", "rules.twisting is not a setting; expected one of rounded-bend, "),
        ("[rules.deep_lean]", "rules.deep_lean is not a setting; expected one of rounded-bend, "),
        (
            "[rules.twist]\namber_rad = 0.3",
            "rules.twist.amber_rad is not a setting; expected amber_deg",
        ),
        (
            "[rules.overreach]\nred_cm = 60",
            "rules.overreach.red_cm is not a setting; expected red_m",
        ),
        (
            "[rules.deep-lean]\nred_deg = 10",
            "rules.deep-lean: red (10) must not be below amber (20)",
        ),
        ("[rules.twist]\namber_deg = 31", "rules.twist: red (30) must not be below amber (31)"),
        (
            "[rules.twist]\namber_deg = 'twenty'",
            "rules.twist.amber_deg: Input should be a valid number",
        ),
        ("[cues]\nmost_in_10_min = 'few'", "cues.most_in_10_min: Input should be a valid integer"),
        ("[cues]\nmost_in_10_min = 2.5", "cues.most_in_10_min: Input should be a valid integer"),
        ("[cues]\npraise = 'sometimes'", "cues.praise: Input should be a valid boolean"),
        (
            "[cues]\nspoken_share_later = 33",
            "cues.spoken_share_later: Input should be less than or equal to 1, got 33",
        ),
        (
            "[cues]\nspoken_share_week_2 = 0",
            "cues.spoken_share_week_2: Input should be greater than 0, got 0",
        ),
        (
            "[cues]\nbaseline_days = -1",
            "cues.baseline_days: Input should be greater than or equal to 0, got -1",
        ),
        (
            "[rules.twist]\namber_deg = -5",
            "rules.twist.amber_deg: Input should be greater than 0, got -5",
        ),
        (
            "[rules.twist]\namber_deg = nan",
            "rules.twist.amber_deg: Input should be a finite number, got nan",
        ),
        (
            "[rules.twist]\nmax_sd_deg = inf",
            "rules.twist.max_sd_deg: Input should be a finite number, got inf",
        ),
        (
            "[judging]\nrelease_share = 70",
            "judging.release_share: Input should be less than or equal to 1, got 70",
        ),
        ("rules = 5", "rules: Input should be a valid dictionary"),
        ("name = 5", "name: Input should be a valid string, got 5"),
        ("[rules.twist\namber_deg = 20", "expected a profile in TOML, but: "),
        ("amber_deg = twenty", "expected a profile in TOML, but: Invalid value (at line 1"),
        (
            "[cues]\nquiet_s = 5\nquiet_s = 6",
            "expected a profile in TOML, but: Cannot overwrite a value",
        ),
    ],
)
def test_a_slip_is_explained_in_one_line_that_names_file_and_key(tmp_path, text, says):
    path = written(tmp_path, text)
    line = complaint(path)
    assert line.startswith(f"{path}: {says}"), line
    assert "\n" not in line
    assert len(line) < len(str(path)) + 250


def test_of_several_slips_the_first_is_told_and_the_others_counted(tmp_path):
    path = written(tmp_path, "colour = 'red'\n[cues]\nquiet_s = -1\nloud = true\n")
    assert complaint(path).endswith("(and 2 more)")


def test_a_file_that_is_not_there_is_explained_with_the_choices(tmp_path):
    line = complaint(tmp_path / "none.toml")
    assert line == (
        f"--profile {tmp_path / 'none.toml'}: expected a TOML file or one of "
        f"{', '.join(SHIPPED)}; there is no such file"
    )


def test_a_folder_is_no_profile(tmp_path):
    assert "there is no such file" in complaint(tmp_path)


def test_a_file_that_is_not_text_is_explained_in_one_line(tmp_path):
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    line = complaint(path)
    assert line.startswith(f"{path}: expected a profile in TOML, but: ")
    assert "\n" not in line


def test_a_profile_cannot_be_changed_once_made():
    with pytest.raises(ValueError, match="frozen"):
        Profile().rules.twist.dwell_s = 9.0


def test_the_limits_of_every_rule_carry_a_unit():
    for rule in RULES:
        settings = rule.settings(Profile().rules)
        own = set(type(settings).model_fields) - set(RuleSettings.model_fields)
        assert len({name for name in own if name.startswith("amber_")}) == 1
        assert len({name for name in own if name.startswith("red_")}) == 1


def test_every_source_that_a_profile_names_is_listed() -> None:
    sources = (Path(__file__).parents[2] / "docs" / "SOURCES.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b[RM]\d+\b", commented(Profile())))
    assert len(named) > 10
    assert sorted(n for n in named if f"| {n} |" not in sources) == []
