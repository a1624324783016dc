"""The shipped story: well formed, faithful to the hand-made gold, and in words of our own.

The article itself does not ship. Where it and its gold lie beside the repository, the story is held against
them; elsewhere those tests skip and say so.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed"
TOP_LEVEL = ["arms", "technology", "drills", "energy", "food", "sanctions", "diplomacy"]
VOICES = {"expert", "official", "press", "unnamed", "paper"}
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ENTITY_ID = re.compile(r"[a-z0-9-]{1,30}")
KEY = re.compile(r"[A-Za-z0-9-]{1,30}")
LAST_PARAGRAPH = 28
LONGEST_CLAIM = 110
LONGEST_QUOTE = 10
COPIED = 12  # words in a row that would be copying
CLOSE = 7  # words in a row that a claim should not share with the article

# fmt: off
STATEMENT_KEYS = {
    "key", "gold", "speaker", "voice", "label", "credit", "role", "occasion", "said", "kind", "cue",
    "claim", "quote", "paragraph", "hedged", "hedge", "stance", "disagreement", "scope", "disputes",
    "nested_in", "topics", "about", "brief", "background",
}
EVENT_KEYS = {"date", "end", "text", "paragraph", "expression", "planned", "statement", "about", "topics"}
# fmt: on

Json = dict[str, Any]


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(tokens: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)}


@pytest.fixture(scope="module")
def topics() -> list[Json]:
    return list(load(ROOT / "data" / "topics.json"))


@pytest.fixture(scope="module")
def story() -> Json:
    return dict(load(ROOT / "data" / "stories" / "kim-putin-summit.json"))


@pytest.fixture(scope="module")
def article(story: Json) -> Json:
    (only,) = story["articles"]
    return dict(only)


@pytest.fixture(scope="module")
def digest(article: Json) -> Json:
    return dict(article["digest"])


@pytest.fixture(scope="module")
def entities(story: Json) -> dict[str, Json]:
    return {entity["id"]: entity for entity in story["entities"]}


@pytest.fixture(scope="module")
def statements(digest: Json) -> dict[str, Json]:
    return {statement["key"]: statement for statement in digest["statements"]}


@pytest.fixture(scope="module")
def gold() -> Json:
    if not (SEED / "gold.json").is_file():
        pytest.skip("the hand-made gold does not lie beside this repository")
    return dict(load(SEED / "gold.json"))


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    """Paragraph n of the article at index n - 1."""
    if not (SEED / "article.txt").is_file():
        pytest.skip("the article does not lie beside this repository")
    return [line for line in (SEED / "article.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def body(paragraphs: list[str]) -> list[str]:
    """All words of the article but those of its title, which may be kept."""
    return words("\n".join(paragraphs[1:]))


# Topics


def test_the_top_level_topics_come_in_their_order(topics: list[Json]) -> None:
    assert [topic["slug"] for topic in topics if topic["parent"] is None] == TOP_LEVEL


def test_topics_are_well_formed(topics: list[Json]) -> None:
    slugs = [topic["slug"] for topic in topics]
    assert len(slugs) == len(set(slugs))
    for topic in topics:
        assert set(topic) == {"slug", "parent", "title", "words"}
        assert re.fullmatch(r"[a-z-]+", topic["slug"])
        assert topic["title"].strip()
        assert topic["parent"] is None or topic["parent"] in TOP_LEVEL
        assert set(topic["words"]) == {"en", "ko"}
        assert all(topic["words"].values()), f"{topic['slug']} lacks words of a language"


def test_no_word_belongs_to_two_topics(topics: list[Json]) -> None:
    found = Counter(word.casefold() for topic in topics for lot in topic["words"].values() for word in lot)
    assert [word for word, times in found.items() if times > 1] == []


def test_every_topic_has_a_line(topics: list[Json], statements: dict[str, Json]) -> None:
    used = {slug for statement in statements.values() for slug in statement["topics"]}
    assert {topic["slug"] for topic in topics} == used


def test_a_line_of_a_child_topic_bears_its_parent_too(topics: list[Json], digest: Json) -> None:
    # War in Ukraine and the risk of war also touch arms, which is why they may stand under another topic.
    parents = {topic["slug"]: topic["parent"] for topic in topics if topic["parent"] == "technology"}
    for line in [*digest["statements"], *digest["agenda"], *digest["events"]]:
        for slug in line["topics"]:
            assert parents.get(slug, slug) in line["topics"], line


# Form


def test_the_story_and_its_article_are_well_formed(story: Json, article: Json) -> None:
    assert set(story) == {"story", "remarks", "entities", "articles"}
    assert set(story["story"]) == {"slug", "title", "headline"}
    assert story["story"]["slug"] == "kim-putin-summit"
    assert set(article) == {"source", "title", "published", "zone", "language", "url", "digest"}
    assert article["url"] is None, "no address is known, and none may be made up"
    assert datetime.fromisoformat(article["published"]).utcoffset() is not None
    assert article["digest"]["made_by"] == "editor"


def test_the_brief_the_agenda_and_every_top_topic_say_what_is_not_known(story: Json) -> None:
    remarks = Counter((remark["kind"], remark["scope"]) for remark in story["remarks"])
    assert max(remarks.values()) == 1
    scopes = ["agenda", *(f"topic:{slug}" for slug in TOP_LEVEL)]
    assert {("unknown", "brief"), ("unknown", "agenda")} <= set(remarks)
    assert {("lead", scope) for scope in scopes} <= set(remarks)
    assert {("unknown", scope) for scope in scopes} <= set(remarks)
    assert {scope for _, scope in remarks} <= {"brief", "timeline", *scopes}
    for remark in story["remarks"]:
        assert set(remark) == {"kind", "scope", "text"}
        assert remark["text"].endswith(".")


def test_what_is_not_known_speaks_only_of_our_sources(story: Json) -> None:
    for remark in story["remarks"]:
        if remark["kind"] == "unknown" and remark["scope"] != "timeline":
            assert "no source here" in remark["text"].lower(), remark


def test_entities_are_well_formed(story: Json, entities: dict[str, Json]) -> None:
    assert len(entities) == len(story["entities"]), "an id stands twice"
    for entity in story["entities"]:
        assert set(entity) == {"id", "kind", "name", "short", "country", "native", "aliases", "roles"}
        assert ENTITY_ID.fullmatch(entity["id"])
        assert entity["kind"] in {"person", "org", "place"}
        assert entity["country"] is None or re.fullmatch(r"[a-z]{2}", entity["country"])
        assert all(re.fullmatch(r"[a-z]{2}", language) for language in entity["native"])
        assert entity["name"] not in entity["aliases"]
        assert len(entity["aliases"]) == len(set(entity["aliases"]))
        for role in entity["roles"]:
            assert set(role) == {"role", "short", "as_of", "paragraph"}
            assert DAY.fullmatch(role["as_of"])
            assert 1 <= role["paragraph"] <= LAST_PARAGRAPH
        assert entity["kind"] != "person" or entity["roles"], f"no role for {entity['name']}"


def test_no_spelling_belongs_to_two_entities(story: Json) -> None:
    owners: dict[str, set[str]] = {}
    for entity in story["entities"]:
        for spelling in [entity["name"], entity["short"], *entity["native"].values(), *entity["aliases"]]:
            owners.setdefault(spelling.casefold(), set()).add(entity["id"])
    assert {spelling: ids for spelling, ids in owners.items() if len(ids) > 1} == {}
    assert not {"kim", "김", "ким", "金"} & set(owners), "two people here are called Kim"


def test_statements_are_well_formed(digest: Json, statements: dict[str, Json]) -> None:
    assert len(statements) == len(digest["statements"]), "a key stands twice"
    for key, line in statements.items():
        assert set(line) == STATEMENT_KEYS, key
        assert KEY.fullmatch(key)
        assert 1 <= line["paragraph"] <= LAST_PARAGRAPH, key
        assert line["voice"] in VOICES, key
        assert line["kind"] in {"direct", "indirect", "mixed"}, key
        assert line["stance"] in {"asserts", "denies", "doubts", "urges"}, key
        assert line["said"] is None or DAY.fullmatch(line["said"]), key
        assert line["label"], key
        assert line["credit"], key
        assert line["topics"], key
        assert isinstance(line["background"], bool), key


def test_a_claim_is_one_short_sentence(statements: dict[str, Json]) -> None:
    for key, line in statements.items():
        assert line["claim"].endswith("."), key
        assert len(line["claim"]) <= LONGEST_CLAIM, key
        assert line["claim"][0].isupper(), key


def test_a_hedge_is_kept_inside_its_claim(statements: dict[str, Json]) -> None:
    for key, line in statements.items():
        assert line["hedged"] is (line["hedge"] is not None), key
        if line["hedge"]:
            assert line["hedge"] in line["claim"].lower(), key


def test_only_lines_that_hedge_use_the_words_of_hedging(statements: dict[str, Json]) -> None:
    hedging = re.compile(
        r"\b(may|might|could|(un)?likely|possib(le|ly|ility)|suspects?|questionable)\b", re.IGNORECASE
    )
    plain = [line for line in statements.values() if not line["hedged"]]
    assert [line["key"] for line in plain if hedging.search(line["claim"])] == []


def test_a_disagreement_says_of_what(statements: dict[str, Json]) -> None:
    for key, line in statements.items():
        assert line["disagreement"] in {None, "doubted", "opposed", "disputed"}, key
        assert bool(line["scope"]) is bool(line["disagreement"]), key
        assert bool(line["disputes"]) is (line["disagreement"] == "disputed"), key
        if line["disagreement"] in {"doubted", "disputed"}:
            assert line["stance"] == "doubts", key


def test_who_disagrees_is_who_the_article_says(statements: dict[str, Json]) -> None:
    found: dict[str, set[str]] = {}
    for line in statements.values():
        if line["disagreement"]:
            found.setdefault(line["disagreement"], set()).add(line["label"])
    assert found == {
        "doubted": {"INSS", "some", "Kim Dong-yub", "John Everard"},
        "opposed": {"Yoon Suk-yeol", "US"},
        "disputed": {"South Korean Defense Ministry"},
    }


def test_the_voice_fits_the_speaker(statements: dict[str, Json], entities: dict[str, Json]) -> None:
    for key, line in statements.items():
        unnamed = line["voice"] in {"unnamed", "paper"}
        assert (line["speaker"] is None) is unnamed, key
        assert line["background"] is (line["voice"] == "paper"), key
        if line["voice"] == "paper":
            assert line["credit"] == "Hankyoreh’s own words", key
            assert line["gold"] == [], key
        if line["voice"] == "unnamed":
            assert "unnamed" in line["credit"].lower(), key
        if line["voice"] == "expert" and entities[line["speaker"]]["kind"] == "person":
            roles = {role["role"] for role in entities[line["speaker"]]["roles"]}
            assert line["role"] == "; ".join(sorted(roles)), key


def test_every_reference_resolves(
    digest: Json, statements: dict[str, Json], entities: dict[str, Json], topics: list[Json]
) -> None:
    slugs = {topic["slug"] for topic in topics}
    for line in digest["statements"]:
        assert line["speaker"] is None or line["speaker"] in entities, line["key"]
        for other in (line["disputes"], line["nested_in"]):
            assert other is None or (other in statements and other != line["key"]), line["key"]
    for event in digest["events"]:
        assert event["statement"] is None or event["statement"] in statements, event
    for matter in digest["agenda"]:
        for source in matter["statements"]:
            assert source["key"] in statements, matter["key"]
    for line in [*digest["statements"], *digest["events"]]:
        assert set(line["about"]) <= set(entities), line
        assert len(line["about"]) == len(set(line["about"])), line
    for line in [*digest["statements"], *digest["agenda"], *digest["events"]]:
        assert set(line["topics"]) <= slugs, line


def test_the_article_has_a_known_source(article: Json, entities: dict[str, Json]) -> None:
    assert entities[article["source"]]["kind"] == "org"


def test_the_brief_has_eight_lines_in_order(statements: dict[str, Json]) -> None:
    ranked = sorted((line["brief"], key) for key, line in statements.items() if line["brief"] is not None)
    assert [rank for rank, _ in ranked] == list(range(1, 9))
    assert [statements[key]["disagreement"] for _, key in ranked] == [
        None, None, None, "doubted", "doubted", "opposed", "opposed", None]  # fmt: skip


def test_agenda_items_are_well_formed(digest: Json, statements: dict[str, Json]) -> None:
    keys = [matter["key"] for matter in digest["agenda"]]
    assert len(keys) == len(set(keys))
    assert all(KEY.fullmatch(key) for key in keys)
    for matter in digest["agenda"]:
        assert set(matter) == {"key", "title", "side", "wording", "short", "stance", "topics", "statements"}
        assert matter["side"] in {"From North Korea", "From Russia", "Together"}
        bearings = [source["bearing"] for source in matter["statements"]]
        assert set(bearings) <= {"expects", "doubted", "opposed"}
        assert "expects" in bearings, matter["key"]
        assert (matter["stance"] == "contested") is ("doubted" in bearings), matter["key"]
        for source in matter["statements"]:
            if source["bearing"] != "expects":
                assert statements[source["key"]]["disagreement"] == source["bearing"], matter["key"]


def test_a_doubt_about_nuclear_and_missile_help_is_not_shown_as_one_about_satellites(digest: Json) -> None:
    for matter in digest["agenda"]:
        doubts = {source["key"] for source in matter["statements"] if source["bearing"] == "doubted"}
        assert not doubts & {"S11", "S12a"} or "missiles" in matter["topics"], matter["key"]


def test_the_opening_of_the_agenda_names_all_eight(story: Json, digest: Json) -> None:
    lead = next(r["text"] for r in story["remarks"] if (r["kind"], r["scope"]) == ("lead", "agenda"))
    assert lead.startswith(f"{len(digest['agenda'])} matters may come up")
    for matter in digest["agenda"]:
        assert matter["short"].removesuffix(" technology") in lead, matter["key"]


def test_events_are_well_formed_and_stand_in_order(digest: Json) -> None:
    dates = [event["date"] for event in digest["events"]]
    assert dates == sorted(dates)
    for event in digest["events"]:
        assert set(event) == EVENT_KEYS
        for date in (event["date"], event["end"]):
            if date is not None:
                assert DAY.fullmatch(date)
                datetime.fromisoformat(date + "-01" * (2 - date.count("-")))
        assert event["end"] is None or event["end"] > event["date"]
        assert 1 <= event["paragraph"] <= LAST_PARAGRAPH


def test_an_event_and_its_statement_agree(digest: Json, statements: dict[str, Json]) -> None:
    for event in digest["events"]:
        if event["statement"]:
            line = statements[event["statement"]]
            assert line["paragraph"] == event["paragraph"], event
            assert line["said"] in {None, event["date"]}, event


def test_only_what_ends_after_the_article_is_planned(digest: Json, article: Json) -> None:
    published = article["published"][:10]
    for event in digest["events"]:
        assert event["planned"] is ((event["end"] or event["date"]) > published), event


# Against the gold


def test_every_gold_statement_is_covered_where_it_stands(gold: Json, digest: Json) -> None:
    for want in gold["statements"]:
        lines = [line for line in digest["statements"] if want["id"] in line["gold"]]
        assert lines, want["id"]
        assert {line["paragraph"] for line in lines} == {want["paragraph"]}, want["id"]
        if want["hedged"] is not None:
            assert any(line["hedged"] for line in lines) is want["hedged"], want["id"]


def test_no_line_claims_a_gold_statement_that_is_not_there(gold: Json, digest: Json) -> None:
    known = {want["id"] for want in gold["statements"]}
    for line in digest["statements"]:
        assert set(line["gold"]) <= known, line["key"]
        assert line["gold"] or line["voice"] == "paper", line["key"]


def test_every_gold_statement_has_its_speaker_kind_and_cue(
    gold: Json, digest: Json, entities: dict[str, Json]
) -> None:
    golds = {want["id"]: want for want in gold["statements"]}
    for line in digest["statements"]:
        wants = [golds[name] for name in line["gold"]]
        for want in wants:
            speaker = (want["speaker"] or "").removesuffix(" (unnamed)")
            if line["speaker"]:
                assert entities[line["speaker"]]["name"] in speaker, line["key"]
            else:
                assert speaker in line["label"], line["key"]
        manners = {(want["kind"], want["cue"]) for want in wants}
        assert not wants or (line["kind"], line["cue"]) in manners, line["key"]


def test_a_nested_gold_statement_is_nested_in_the_same_speaker(
    gold: Json, digest: Json, statements: dict[str, Json], entities: dict[str, Json]
) -> None:
    golds = {want["id"]: want.get("nested_in") for want in gold["statements"]}
    for line in digest["statements"]:
        outer = next((golds[name] for name in line["gold"] if golds[name]), None)
        holder = statements[line["nested_in"]]["speaker"] if line["nested_in"] else None
        assert (entities[holder]["name"] if holder else None) == outer, line["key"]


def test_all_eight_gold_matters_have_each_of_their_sources(
    gold: Json, digest: Json, statements: dict[str, Json], entities: dict[str, Json]
) -> None:
    assert len(digest["agenda"]) == len(gold["agenda"])
    names = ["artillery shells", "satellite", "submarine", "reentry", "fighter", "energy", "food", "drills"]
    for name, matter in zip(names, digest["agenda"], strict=True):
        (want,) = [item for item in gold["agenda"] if name in item["short"]]
        lines = [statements[s["key"]] for s in matter["statements"] if s["bearing"] == "expects"]
        named = {entities[line["speaker"]]["name"] for line in lines if line["speaker"]}
        unnamed = {line["label"].removeprefix("unnamed ") for line in lines if not line["speaker"]}
        assert named | unnamed == set(want["sources"]), matter["key"]
        assert {line["paragraph"] for line in lines} == set(want["paragraphs"]) - {1}, matter["key"]


def test_the_gold_timeline_is_whole(gold: Json, digest: Json) -> None:
    def key(date: str, end: str | None, paragraph: int) -> str:
        return f"{date} {end} {paragraph}"

    wanted = [key(e["date"], e.get("end"), e["p"]) for e in gold["timeline"] if not e.get("meta")]
    assert sorted(key(e["date"], e["end"], e["paragraph"]) for e in digest["events"]) == sorted(wanted)


@pytest.mark.parametrize(("kind", "key"), [("person", "people"), ("org", "orgs"), ("place", "places")])
def test_all_people_organisations_and_places_of_the_gold_are_there(
    gold: Json, entities: dict[str, Json], article: Json, kind: str, key: str
) -> None:
    wanted = {w["name"] if isinstance(w, dict) else re.sub(r" \(.*\)", "", w) for w in gold[key]}
    others = [entity for entity in entities.values() if entity["id"] != article["source"]]
    assert {entity["name"] for entity in others if entity["kind"] == kind} == wanted


def test_roles_stand_where_the_gold_has_the_person(gold: Json, entities: dict[str, Json]) -> None:
    people = {person["name"]: person for person in gold["people"]}
    for entity in entities.values():
        for role in entity["roles"]:
            person = people[entity["name"]]
            assert role["paragraph"] in person["p"], entity["id"]
            shared = set(words(role["role"])) & set(words(person["role"]))
            assert shared - {"of", "the", "in", "to", "former"}, entity["id"]


def test_the_gold_background_is_there(gold: Json, digest: Json) -> None:
    told = {line["paragraph"] for line in digest["statements"] if line["background"]}
    assert told == {line["p"] for line in gold["background"]}


def test_ids_of_the_gazetteer_are_kept(entities: dict[str, Json]) -> None:
    path = SEED.parent / "names" / "gazetteer.jsonl"
    if not path.is_file():
        pytest.skip("the gazetteer does not lie beside this repository")
    owners: dict[str, set[str]] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        known = json.loads(text)
        for spelling in [known["name"], *known["aliases"]]:
            owners.setdefault(spelling.casefold(), set()).add(known["id"])
    for entity in entities.values():
        for spelling in [entity["name"], *entity["native"].values(), *entity["aliases"]]:
            ids = owners.get(spelling.casefold())
            assert not ids or entity["id"] in ids, f"{spelling} is {ids} in the gazetteer"


# Against the article


def test_there_are_as_many_paragraphs_as_we_count(paragraphs: list[str], article: Json) -> None:
    assert len(paragraphs) == LAST_PARAGRAPH
    assert paragraphs[0] == article["title"]


def test_quotes_are_short_exact_words_of_their_paragraph(paragraphs: list[str], digest: Json) -> None:
    for line in digest["statements"]:
        if line["quote"] is not None:
            assert line["quote"] in paragraphs[line["paragraph"] - 1], line["key"]
            assert len(words(line["quote"])) <= LONGEST_QUOTE, line["key"]
            assert line["kind"] != "indirect", line["key"]


def test_cues_hedges_and_expressions_are_the_words_of_their_paragraph(
    paragraphs: list[str], digest: Json
) -> None:
    for line in digest["statements"]:
        for word in (line["cue"], line["hedge"]):
            assert word is None or word in paragraphs[line["paragraph"] - 1], line["key"]
    for event in digest["events"]:
        assert event["expression"] in paragraphs[event["paragraph"] - 1], event


def test_words_in_quotation_marks_are_exact(paragraphs: list[str], digest: Json) -> None:
    for line in digest["statements"]:
        for quoted in re.findall("“([^”]*)”", line["claim"]):
            assert quoted in paragraphs[line["paragraph"] - 1], line["key"]


def test_claims_and_remarks_are_in_our_own_words(body: list[str], story: Json, digest: Json) -> None:
    copied = runs(body, CLOSE)
    texts = [line["claim"] for line in digest["statements"]]
    texts += [event["text"] for event in digest["events"]] + [remark["text"] for remark in story["remarks"]]
    assert [text for text in texts if runs(words(text), CLOSE) & copied] == []


def test_no_file_of_the_repository_copies_the_article(body: list[str]) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the files that belong to it are not known")
    listing = [git, "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split("\0")
    assert "data/stories/kim-putin-summit.json" in names
    copied = runs(body, COPIED)
    for name in filter(None, names):
        path = ROOT / name
        if not path.is_file():
            continue  # deleted, not yet committed
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # no text
        # JSON may hide a run behind its escapes.
        for shape in {text, re.sub(r"\\[nrt]", " ", text), re.sub(r"\\u[0-9a-fA-F]{4}", " ", text)}:
            found = runs(words(shape), COPIED) & copied
            assert not found, f"{name}: {' '.join(next(iter(found)))}"
