"""What runs the bot on a machine: the image, the compose file and the systemd unit hold together."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
MOST_EXPOSED = 20  # tenths of systemd's scale, 0 to 100


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], check=False, capture_output=True, text=True, timeout=60
    )


def tool(name: str) -> str:
    """Path of a tool in this environment or on this machine. Skips where there is none."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """(instruction, its words) of the Dockerfile, continued lines joined, comments left out."""
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    whole = re.sub(r"\\\n\s*", " ", text)
    return [
        (word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines() if line)
    ]


def all_of(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def is_sent(path: str) -> bool:
    """Whether .dockerignore lets this path into the build: the last pattern that fits decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        parts = path.split("/")
        upto = ["/".join(parts[: i + 1]) for i in range(len(parts))]
        loose = pattern.removeprefix("**/")
        names = parts if loose != pattern else upto
        if any(fnmatch(name, loose) for name in names):
            sent = line.startswith("!")
    return sent


# The image


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    result = run(tool("hadolint"), "--no-color", DEPLOY / "Dockerfile")
    assert result.returncode == 0, result.stdout + result.stderr


def test_hadolint_is_not_told_to_look_away() -> None:
    assert "hadolint ignore" not in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert not list(ROOT.glob(".hadolint.y*ml"))


def test_every_file_that_is_copied_exists_and_is_sent() -> None:
    sources = [
        source for words in all_of("COPY") if not words.startswith("--from=") for source in words.split()[:-1]
    ]
    assert {"requirements.lock", "requirements-build.lock", "bot", "handlers", "data"} <= set(sources)
    for source in sources:
        assert (ROOT / source).exists(), source
        assert is_sent(source), source


def test_everything_that_is_packaged_is_copied() -> None:
    copied = " ".join(all_of("COPY")).split()
    metadata = project()
    wheel = metadata["tool"]["hatch"]["build"]["targets"]["wheel"]
    for name in [*wheel["packages"], metadata["project"]["readme"], *metadata["project"]["license-files"]]:
        assert name in copied, name


@pytest.mark.parametrize(
    "path", [".env", ".git/config", "bot/.env", "sherpa.db", "data/x.db-wal", "tests/a.py"]
)
def test_secrets_and_strangers_are_not_sent(path: str) -> None:
    assert not is_sent(path)


def test_the_image_runs_a_python_that_the_package_allows() -> None:
    (base,) = [words.removeprefix("BASE=") for words in all_of("ARG") if words.startswith("BASE=")]
    version = re.fullmatch(r"python:(\d+\.\d+)-slim-bookworm", base)
    assert version, base
    assert version[1] in SpecifierSet(project()["project"]["requires-python"])
    assert {words.split()[0] for words in all_of("FROM")} == {"${BASE}"}
    assert f"docker.io/library/{base}" in " ".join(all_of("LABEL"))


def test_the_labels_agree_with_the_package() -> None:
    about = project()["project"]
    assert f"VERSION={about['version']}" in all_of("ARG")
    (labels,) = all_of("LABEL")
    assert dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', labels)).items() >= {
        ("title", about["name"]),
        ("description", about["description"]),
        ("licenses", about["license"]),
    }


def test_the_backend_that_builds_is_the_one_that_the_lock_file_pins() -> None:
    (backend,) = project()["build-system"]["requires"]
    lock = (ROOT / "requirements-build.lock").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(backend)} \\$", lock, re.MULTILINE)


def test_whatever_is_fetched_is_checked_against_a_hash() -> None:
    runs = [
        step
        for words in all_of("RUN")
        for step in words.split("&&")
        if re.search(r"pip\b.* (install|wheel) ", step)
    ]
    assert len(runs) == 4
    for step in runs:
        assert "--require-hashes" in step or {"--no-index", "--no-deps"} <= set(step.split()), step
    for name in ("requirements.lock", "requirements-build.lock"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        for entry in re.split(r"\n(?=\S)", lock):
            assert entry.startswith("#") or "--hash=sha256:" in entry, entry


def test_the_image_runs_as_nobody_in_particular_and_stops_when_told() -> None:
    assert all_of("USER") == ["10001:10001"]
    assert all_of("VOLUME") == ['["/data"]']
    assert all_of("STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(all_of("ENTRYPOINT")[0]) == ["sherpa"]
    assert json.loads(all_of("CMD")[0]) == ["run"]
    assert "SHERPA_DATABASE=sqlite:////data/sherpa.db" in all_of("ENV")[0]
    assert project()["project"]["scripts"]["sherpa"]
    last = max(i for i, (name, _) in enumerate(instructions()) if name == "RUN")
    assert ("USER", "10001:10001") in instructions()[last:]


def test_the_health_check_is_python_that_asks_the_bot() -> None:
    (words,) = all_of("HEALTHCHECK")
    program, option, code = json.loads(words.partition("CMD ")[2])
    assert (program, option) == ("python", "-c")
    compile(code, "HEALTHCHECK", "exec")
    assert "http://127.0.0.1:8080/healthz" in code
    assert "SHERPA_LISTEN=127.0.0.1:8080" in all_of("ENV")[0]


def test_no_secret_is_baked_in() -> None:
    settings = " ".join(all_of("ENV") + all_of("ARG"))
    assert not re.search(r"TOKEN|SECRET|PASSWORD|_KEY", settings)


# Compose


def read_yaml(text: str) -> Any:
    """The little YAML that the compose file needs: nested mappings, lists of scalars, scalars.

    Raises ValueError for anything else, so the file cannot outgrow this reader unnoticed.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    value, rest = _read_block(lines, 0)
    if rest:
        raise ValueError(rest[0])
    return value


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _read_block(lines: list[str], indent: int) -> tuple[Any, list[str]]:
    listed: list[Any] = []
    mapped: dict[str, Any] = {}
    while lines and _indent(lines[0]) == indent:
        line, lines = lines[0].strip(), lines[1:]
        if line.startswith("- "):
            listed.append(_read_scalar(line[2:]))
            continue
        key, colon, rest = line.partition(":")
        if not colon or not re.fullmatch(r"[\w-]+", key) or key in mapped or (rest and rest[0] != " "):
            raise ValueError(line)
        if rest.strip():
            mapped[key] = _read_scalar(rest.strip())
        elif lines and _indent(lines[0]) > indent:
            mapped[key], lines = _read_block(lines, _indent(lines[0]))
        else:
            mapped[key] = None
    if (lines and _indent(lines[0]) > indent) or (listed and mapped):
        raise ValueError(lines[0] if lines else str(mapped))
    return (listed or mapped), lines


def _read_scalar(text: str) -> Any:
    if text.startswith('"'):
        return json.loads(text)
    if text in {"true", "false"}:
        return text == "true"
    if re.search(r"[\[\]{}&*#|>'\"%@`]|: ", text):
        raise ValueError(text)
    return int(text) if text.isdecimal() else text


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(read_yaml((DEPLOY / "compose.yaml").read_text(encoding="utf-8")))


def test_the_reader_of_yaml_refuses_what_it_does_not_know() -> None:
    assert read_yaml("a:\n  b: 1\n  c:\n    - x\n    - true\nd:\n") == {
        "a": {"b": 1, "c": ["x", True]}, "d": None}  # fmt: skip
    for text in ("a: [1]", "a: &b 1", "a:1", "a: 1\n  b: 2", "- x\na: 1", "a: 1\na: 2", "a: |"):
        with pytest.raises(ValueError, match=r"."):
            read_yaml(text)


def test_compose_itself_accepts_the_file(tmp_path: Path) -> None:
    docker = tool("docker")
    if run(docker, "compose", "version").returncode != 0:
        pytest.skip("this docker has no compose")
    for name in ("compose.yaml", "Dockerfile"):
        (tmp_path / "deploy").mkdir(exist_ok=True)
        shutil.copy(DEPLOY / name, tmp_path / "deploy" / name)
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:x\n")
    result = run(docker, "compose", "-f", tmp_path / "deploy" / "compose.yaml", "config", "--quiet")
    assert result.returncode == 0, result.stderr


def test_compose_has_only_keys_that_compose_knows(compose: dict[str, Any]) -> None:
    assert set(compose) == {"name", "services", "volumes"}
    known = {
        "image", "build", "env_file", "environment", "volumes", "restart", "stop_grace_period", "init",
        "read_only", "tmpfs", "cap_drop", "security_opt", "mem_limit", "pids_limit", "logging"}  # fmt: skip
    assert set(compose["services"]["sherpa"]) == known


def test_the_container_may_do_little(compose: dict[str, Any]) -> None:
    (service,) = compose["services"].values()
    assert service["read_only"] is True
    assert service["init"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0].startswith("/tmp:")
    assert service["mem_limit"]
    assert service["pids_limit"] > 0
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}
    assert not {"ports", "privileged", "network_mode", "user"} & set(service)


def test_compose_keeps_its_state_in_one_named_volume(compose: dict[str, Any]) -> None:
    (service,) = compose["services"].values()
    assert compose["volumes"] == {"sherpa-data": None}
    assert service["volumes"] == ["sherpa-data:/data"]
    assert service["environment"]["SHERPA_DATABASE"] == "sqlite:////data/sherpa.db"
    assert service["environment"]["SHERPA_LISTEN"] == "127.0.0.1:8080", "the health check asks there"


def test_compose_takes_the_token_from_a_file_that_git_and_the_image_leave_out(
    compose: dict[str, Any],
) -> None:
    (service,) = compose["services"].values()
    assert [(DEPLOY / name).resolve() for name in service["env_file"]] == [ROOT / ".env"]
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not is_sent(".env")
    assert "TOKEN" not in json.dumps(service)


def test_compose_builds_from_the_repository(compose: dict[str, Any]) -> None:
    build = compose["services"]["sherpa"]["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


# systemd


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that exists here, since systemd looks for it."""
    text = (DEPLOY / "sherpa.service").read_text(encoding="utf-8")
    assert text.count("ExecStart=/opt/sherpa/bin/sherpa run\n") == 1
    path = tmp_path / "sherpa.service"
    path.write_text(text.replace("/opt/sherpa/bin/sherpa", sys.executable), encoding="utf-8")
    return path


def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    result = run(tool("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", unit)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_the_unit_is_little_exposed(unit: Path) -> None:
    analyze = tool("systemd-analyze")
    if "--offline" not in run(analyze, "--help").stdout:
        pytest.skip("this systemd-analyze cannot judge a unit offline")
    result = run(analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_unit_holds_no_token_and_stops_in_time() -> None:
    text = (DEPLOY / "sherpa.service").read_text(encoding="utf-8")
    settings = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"\w+=", line))
    assert "TOKEN" not in text
    assert settings["EnvironmentFile"] == "/etc/sherpa/sherpa.env"
    assert settings["Restart"] == "on-failure"
    assert settings["TimeoutStopSec"] == "30s"
    assert settings["StateDirectory"] == "sherpa"


# The page about it


def test_the_page_names_files_and_places_that_are_there(compose: dict[str, Any]) -> None:
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"deploy/[\w.]+|requirements[\w-]*\.lock", page)):
        assert (ROOT / name).is_file(), name
    assert f"{compose['name']}_{next(iter(compose['volumes']))}" in page
    unit_text = (DEPLOY / "sherpa.service").read_text(encoding="utf-8")
    for place in ("/opt/sherpa/bin", "/etc/sherpa/sherpa.env"):
        assert place in page
        assert place in unit_text


def test_a_backup_made_as_the_page_says_holds_what_a_running_bot_kept(tmp_path: Path) -> None:
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r'/opt/sherpa/bin/python -c "(.*)" "', page)
    source, target = tmp_path / "sherpa.db", tmp_path / "backup.db"
    with contextlib.closing(sqlite3.connect(source)) as kept:
        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute("CREATE TABLE chats (id)")
        kept.execute("INSERT INTO chats VALUES (7)")
        kept.commit()  # and stays open, as in a running bot: the row lies beside the file, not in it
        code = command.replace("/var/lib/sherpa/sherpa.db", str(source))
        result = run(sys.executable, "-c", code, target)
    assert result.returncode == 0, result.stderr
    with contextlib.closing(sqlite3.connect(target)) as backup:
        assert backup.execute("SELECT id FROM chats").fetchall() == [(7,)]
