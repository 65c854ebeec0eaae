"""The one table holds: nothing it names is missing elsewhere, and nothing elsewhere is missing from it."""

import re
from pathlib import Path

import pytest

from server.domain import timeline
from server.domain.errors import CODES
from server.gateway.verbs import TICKET_VERBS, VERBS
from server.protocol import catalog, export, schema

ROOT = Path(__file__).parents[2]
RAISED = re.compile(r'Refusal\(\s*"([a-z_]+)"')
DECLARED = re.compile(r"export (?:interface|type) (\w+)")
NAMED = re.compile(r"\b[A-Z]\w*[a-z]\w*\b")
BUILT_IN = {"Readonly", "Record"}


def test_every_command_of_every_door_has_a_verb_and_no_verb_is_left_over() -> None:
    assert not set(VERBS) & set(TICKET_VERBS)
    assert set(VERBS) | set(TICKET_VERBS) == {(door, row.name) for row in catalog.COMMANDS for door in row.answers}


def test_the_numbered_events_are_the_domains_own() -> None:
    tags = {body.__struct_config__.tag for body in timeline.AnyBody.__args__}  # type: ignore[attr-defined]
    public = {body.__struct_config__.tag for body in (timeline.Posted, *timeline.PUBLIC)}
    assert set(catalog.ENTRY_NAMES) == tags
    assert set(catalog.PUBLIC_NAMES) == public


def test_names_are_noun_dot_verb_and_given_once() -> None:
    names = [row.name for row in catalog.COMMANDS] + [told.name for told in catalog.EVENTS]
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", name) for name in names)
    assert len(set(names)) == len(names)


def test_every_refusal_in_the_code_is_documented_and_every_documented_one_is_used() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "server").rglob("*.py"))
    page = (ROOT / "docs/protocol/catalog.md").read_text()
    assert set(RAISED.findall(code)) <= CODES.keys()
    assert all(f"| `{name}` | {'retry' if row.retry else 'final'} |" in page for name, row in CODES.items())
    assert all(code.count(f'"{name}"') > 1 for name in CODES), "a code nobody raises"


def test_generated_files_are_fresh() -> None:
    stale = [str(path.relative_to(ROOT)) for path, text in export.derived().items() if path.read_text() != text]
    assert stale == []


def test_a_stale_file_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["export", "--check"])
    assert export.main() == 0
    monkeypatch.setattr(export, "catalog_page", lambda: "another page")
    assert export.main() == 1
    assert "stale: docs/protocol/catalog.md" in capsys.readouterr().out


def undeclared(typescript: str) -> set[str]:
    """Names of types that are used and not declared."""
    bare = re.sub(r'/\*\*.*?\*/|//[^\n]*|"[^"]*"', "", typescript, flags=re.DOTALL)
    return set(NAMED.findall(bare)) - set(DECLARED.findall(bare)) - BUILT_IN


def test_every_type_the_typescript_names_is_declared_there() -> None:
    text = (ROOT / "widget/src/wire/protocol.gen.ts").read_text()
    assert undeclared(text) == set()
    assert undeclared(text.replace("export interface Summary ", "interface Gone ")) == {"Gone", "Summary"}
    assert {type_.__name__ for type_ in schema.wire_types()} <= set(DECLARED.findall(text))


def test_every_reference_of_the_schemas_leads_somewhere() -> None:
    document = schema.asyncapi()
    pointers = set(re.findall(r"'\$ref': '#/([^']+)'", str(document)))
    assert pointers
    for pointer in pointers:
        place = document
        for step in pointer.split("/"):
            assert step in place, pointer
            place = place[step]


def test_what_needs_a_permission_is_an_agents_command() -> None:
    assert all("agent" in row.answers for row in catalog.COMMANDS if row.needs)
    assert {row.needs for row in catalog.COMMANDS} == {None, "answer", "lead"}


def test_what_needs_none_only_reads() -> None:
    reading = {"conversation.resume", "conversation.leave", "conversation.list", "people.list", "decision.explain"}
    reading |= {"file.link", "draft.check", "phrase.search", "conversation.find", "draft.list", "preset.list"}
    reading |= {"ticket.read", "ticket.list"}
    assert {row.name for row in catalog.COMMANDS if "agent" in row.answers and not row.needs} == reading


def test_every_command_costs_something_and_none_more_than_a_bucket_holds() -> None:
    assert all(0 < row.cost <= 60 for row in catalog.COMMANDS)


def strangers(page: str) -> set[str]:
    """Commands and events a page names that do not exist."""
    known = {row.name for row in catalog.COMMANDS} | {told.name for told in catalog.EVENTS}
    return set(re.findall(r"`([a-z]+\.[a-z]+)[ `]", page)) - known - {"schema.json", "asyncapi.json"}


def test_the_page_for_people_names_only_what_exists() -> None:
    page = (ROOT / "docs/protocol/README.md").read_text()
    assert strangers(page) == set()
    assert strangers(page + "`message.unsend {seq}`") == {"message.unsend"}
