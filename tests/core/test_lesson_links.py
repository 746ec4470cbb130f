"""Lesson links: written, read back, and what is none."""

import pytest

from digitcore import lesson_links
from digitcore.errors import BadInput
from digitcore.lesson_links import LONGEST, LessonLink


def test_a_link_holds_the_page_its_values_and_the_rules():
    link = lesson_links.make("explore", {"view": "averages"}, locked=["view", "part"], hidden=["average"])
    assert link.path == "explore?view=averages&locked=view.part&hidden=average"


def test_without_rules_it_is_the_link_of_the_page():
    assert lesson_links.make("train", {}, locked=[], hidden=[]).path == "train"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"view": "averages", "locked": "view"},
        {"network": '[{"kind": "dense", "units": 64}]', "hidden": "network"},
        {"runs_text": "a & b = c #1 %20 ü 你"},
    ],
)
def test_what_is_written_is_read_back(query):
    link = LessonLink("train", query)
    assert lesson_links.read(link.path) == link
    assert lesson_links.read(f"http://192.168.1.20:8501/lab/{link.path}") == link


def test_a_link_never_leads_into_a_room():
    link = lesson_links.read("http://x/explore?view=map&teach=ffff&room=ABC234&wall=true")
    assert link == LessonLink("explore", {"view": "map"})


@pytest.mark.parametrize(
    "text",
    ["", " ", "javascript:alert(1)", "http://[x/explore", "explore?view=<b> ü", "<b>explore</b>",
     "file:///etc/explore", "explore?" + "a" * LONGEST, "explore?" + "&".join(f"a{n}=1" for n in range(300))],
    ids=["empty", "blank", "script", "bracket", "markup", "tags", "file", "long", "many"],
)  # fmt: skip
def test_what_is_no_link_is_a_sentence(text):
    with pytest.raises(BadInput, match="no lesson link"):
        lesson_links.read(text)


def test_names_are_read_as_far_as_they_are_names():
    assert lesson_links.names("view..<b>.part.Ü.9a._x") == ["view", "part"]
    assert lesson_links.names("") == []
