"""People, organisations and places, each once under its fullest form; ambiguous family names left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.digest import Vocabulary
from bot.extract.topics import TopicWords
from bot.names.normalise import name_key

if TYPE_CHECKING:
    from tests.extract.conftest import Read


def test_one_person_under_the_fullest_form(read: Read) -> None:
    text = (
        "Marta Lindqvist runs the port. Lindqvist, 51, came to Riga in 2019. Mrs. Lindqvist has two deputies."
    )
    people = [entity for entity in read(text)["entities"] if entity["kind"] == "person"]
    assert [person["name"] for person in people] == ["Marta Lindqvist"]
    assert len(people[0]["spans"]) >= 2


def test_hyphenated_korean_names_stay_whole(read: Read) -> None:
    text = "Lim Eul-chul, a professor at Kyungnam University, spoke to Cheong Seong-chang in Seoul on Monday."
    names = {entity["name"]: entity["kind"] for entity in read(text)["entities"]}
    assert names["Lim Eul-chul"] == "person"
    assert names["Cheong Seong-chang"] == "person"
    assert names["Kyungnam University"] == "org"
    assert names["Seoul"] == "place"


def test_entities_are_linked_to_the_gazetteer_where_they_are_known(read: Read) -> None:
    vocabulary = Vocabulary(
        TopicWords({"ports": ["harbour", "gate"]}),
        {name_key("Marta Lindqvist"): "marta-lindqvist"},
        {"marta-lindqvist": "person"},
    )
    record = read("Marta Lindqvist said the gate was broken in Riga.", vocabulary=vocabulary)
    ids = {entity["name"]: entity["id"] for entity in record["entities"]}
    assert ids["Marta Lindqvist"] == "marta-lindqvist"
    assert ids["Riga"] is None
    assert record["statements"][0]["topics"] == ["ports"]


def test_a_family_name_alone_links_nobody(read: Read) -> None:
    vocabulary = Vocabulary(entities={name_key("Kim"): "kim-jong-un"}, kinds={"kim-jong-un": "person"})
    record = read("Kim said that the gate was broken.", vocabulary=vocabulary)
    assert all(entity["id"] is None for entity in record["entities"])
