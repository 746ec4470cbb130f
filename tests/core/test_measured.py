"""What `make` measures gets into its section of the page, and nowhere else."""

import sys

import pytest

from tests import measured

PAGE = """# Measured

Before.

<!-- load -->

old, and only this

<!-- /load -->

After.

<!-- soak -->
untouched
<!-- /soak -->
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "measured.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_what_is_printed_replaces_its_section_only(page, capsys):
    with measured.recorded("load", page=page):
        sys.stdout.write(r"| 30 drawing | 0.4 s \1 |" + "\n")
    assert capsys.readouterr().out == "| 30 drawing | 0.4 s \\1 |\n"
    before, after = PAGE.split("old, and only this")
    text = page.read_text(encoding="utf-8")
    assert text.startswith(before)
    assert text.endswith(after)
    new = measured.read("load", page)
    assert new.endswith("| 30 drawing | 0.4 s \\1 |")
    assert f" on {measured.machine()}." in new
    assert "old" not in new


def test_a_new_section_goes_to_the_end_and_is_replaced_from_then_on(page):
    for seconds in (1, 2):
        with measured.recorded("bench pages", fenced=True, page=page):
            sys.stdout.write(f"  home   {seconds} s" + "\n")
    text = page.read_text(encoding="utf-8")
    assert text.startswith(PAGE)
    assert text.count("### bench pages") == 1
    assert measured.read("bench pages", page).endswith("```\n  home   2 s\n```")


def test_what_fails_or_has_no_section_leaves_the_page_as_it_is(page):
    with pytest.raises(measured.NotMeasuredError), measured.recorded("load", page=page):
        sys.stdout.write("| half |" + "\n")
        raise measured.NotMeasuredError("no browser")
    with measured.recorded(None, page=page):
        sys.stdout.write("some of it" + "\n")
    assert page.read_text(encoding="utf-8") == PAGE


def test_the_page_has_a_section_for_each_target_that_measures():
    for section in ("reproductions", "faults", "load", "soak", "bench room"):
        assert measured.read(section), section
