"""Sources of a configuration: what is wrong with it is said with its line; folders and patterns reach the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import ARTICLES, ROOT, write_articles
from flows import config, options, sources
from flows.batch import read_tables
from flows.config import Config
from flows.problems import BadInput
from flows.stamps import Stamps
from transforms import check, schema

FOLDER = '[[source]]\nname = "a"\nkind = "folder"\nlocations = ["raw"]\n'

WRONG = {
    "syntax": ("x = [\n1,,\n]", "line 2: invalid value; mend the TOML there"),
    "unclosed": ("[http", "line 1: expected"),
    "nothing": ("", "line 1: source: missing"),
    "type": (f"store = 3\n{FOLDER}", "line 1: store: should be a valid string, not 3"),
    "kind": (FOLDER.replace("folder", "foldr"), "line 3: source.kind: missing or unknown; give one of bucket, feed"),
    "no kind": ('\n[[source]]\nname = "a"', "line 2: source.kind: missing"),
    "misspelt": (FOLDER.replace("name", "nmae"), "line 2: source.nmae: unknown key; did you mean name?"),
    "unknown": (f"{FOLDER}zzzz = 1", "line 5: source.zzzz: unknown key; take it out"),
    "of another kind": (f"{FOLDER}recheck_days = 1", "line 5: source.recheck_days: unknown key"),
    "missing": ('[[source]]\nkind = "folder"\nlocations = ["x"]', "line 1: source.name: missing"),
    "name": (FOLDER.replace('"a"', '"A b"'), "line 2: source.name: string should match pattern"),
    "empty": (FOLDER.replace('["raw"]', "[]"), "line 4: source.locations: "),
    "element": (FOLDER.replace('["raw"]', "[1]"), "line 4: source.locations: should be a valid string, not 1"),
    "choice": (f'{FOLDER}republish = "no"', "line 5: source.republish: should be 'text', 'sentences' or 'nothing'"),
    "second source": (f"{FOLDER}{FOLDER.replace('raw', 'b')}", "line 6: source.name: there is another source 'a'"),
    "its line": (f"{FOLDER}\n{FOLDER}\nlanguage = 1", "line 11: source.language: should be a valid string"),
    "same ends": (FOLDER.replace('"raw"', '"a/x", "b/x"'), "line 4: source.locations: two locations end"),
    "no address": (FOLDER.replace("folder", "feed"), "line 4: source.locations: 'raw' is no address that begins with"),
    "no bucket": (FOLDER.replace("folder", "bucket"), "line 4: source.locations: 'raw' is no address like s3://"),
    "network": (f'[http]\nallow_private = ["1.2.3.4/99"]\n{FOLDER}', "line 2: http.allow_private: '1.2.3.4/99'"),
    "nobody": (FOLDER.replace("folder", "urls"), "line 1: http.contact: missing, but servers on the web are to be"),
    "range": (f"[http]\n\nretries = 99\n{FOLDER}", "line 3: http.retries: should be less than or equal to 10, not 99"),
}


def declared(folder: Path, text: str) -> Path:
    path = folder / config.NAME
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_errors_name_file_line_key_and_remedy(text: str, message: str, tmp_path: Path) -> None:
    path = declared(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        config.load(path)
    said = str(caught.value)
    assert said.lower().startswith(f"{path}, {message}".lower())
    assert "; " in said
    assert "\n" not in said


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        config.load(tmp_path / "missing.toml")
    (tmp_path / "latin").write_bytes("# é".encode("latin-1"))
    with pytest.raises(BadInput, match="it is not UTF-8"):
        config.load(tmp_path / "latin")


def test_the_configuration_in_this_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    with pytest.raises(BadInput, match="data/raw is not a folder"):
        options.inputs(None, None)
    declared(tmp_path, FOLDER)
    assert options.inputs(None, None)[1] == Path(config.NAME)
    assert options.inputs(Path("raw"), None) == (Path("raw"), None)
    with pytest.raises(BadInput, match="were both given"):
        options.inputs(Path("raw"), Path(config.NAME))
    with pytest.raises(BadInput, match="is not a file"):
        options.inputs(None, Path("other.toml"))


def names(path: Path) -> list[str]:
    return [file.name for file in sources.scan(path, path.parent / "processed", Stamps())]


def test_folders_patterns_and_single_files(tmp_path: Path) -> None:
    write_articles(tmp_path / "raw", dict.fromkeys(("a.txt", "b/c.json", "b/d.txt", ".hidden/e.txt"), "x"))
    write_articles(tmp_path / "more", {"a.txt": "y", "crawl.warc.gz": "z", "notes.md": "n"})
    source = '[[source]]\nname = "{}"\nkind = "{}"\nlocations = [{}]\n{}\n'

    def found(kind: str, locations: str, rest: str = "") -> list[str]:
        return names(declared(tmp_path, source.format("s", kind, locations, rest)))

    assert found("folder", '"raw"') == ["s/a.txt", "s/b/c.json", "s/b/d.txt"]
    assert found("folder", '"raw/**/*.txt"') == ["s/a.txt", "s/b/d.txt"]
    assert found("folder", '"raw/b/c.json"') == ["s/c.json"]
    assert found("folder", f'"{tmp_path}/more"') == ["s/a.txt", "s/crawl.warc.gz", "s/notes.md"]
    assert found("folder", '"raw", "more"', 'include = ["*.txt"]') == ["s/more/a.txt", "s/raw/a.txt", "s/raw/b/d.txt"]
    assert found("folder", '"raw"', 'include = ["*.txt"]\nexclude = ["b/*"]') == ["s/a.txt"]
    assert found("warc", '"more"') == ["s/crawl.warc.gz"]
    with pytest.raises(BadInput, match=r"source s: .*gone does not exist; mend its location"):
        found("folder", '"gone"')


def test_the_example_is_valid_and_shows_every_key() -> None:
    path = ROOT / "coopstats.example.toml"
    example = config.load(path)
    assert {source.kind for source in example.source} == {"folder", "warc", "feed", "sitemap", "urls", "bucket"}
    text = path.read_text(encoding="utf-8")
    models = (Config, config.Http, config.Files, config.Web, config.Bucket, config.Target)
    missing = {key for model in models for key in model.model_fields if f"{key} = " not in text}
    assert missing - {"folder", "http", "source", "target"} == set()


@pytest.fixture
def run(harness: None, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ARG001 - a database for Prefect
    from flows.build import build

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    return build


def table(out: Path, name: str) -> pd.DataFrame:
    return read_tables(out, (name,))[name]


def test_several_sources_through_the_run(tmp_path: Path, run: Any) -> None:
    """Each document has its source's name and defaults; what may not be published is not."""
    body = "Kenya and Peru signed 12 agreements on rail.\n"
    write_articles(tmp_path / "wire", {"one.txt": body, "two.json": '{"id": "cut'})
    write_articles(tmp_path / "closed", {"three.txt": body.replace("12", "13")})
    write_articles(tmp_path / "quoted", {"four.txt": body.replace("12", "14")})
    closed = '[[source]]\nname = "closed"\nkind = "folder"\nlocations = ["closed"]\nrepublish = "nothing"\n'
    quoted = closed.replace("closed", "quoted").replace("nothing", "sentences")
    wire = '[[source]]\nname = "wire"\nkind = "folder"\nlocations = ["wire"]\npublisher = "Example Wire"\n'
    path, out = declared(tmp_path, wire + closed + quoted), tmp_path / "processed"
    outcome = run(processed=out, config=path)
    assert outcome["status"] == "published"
    articles = table(out, "articles").set_index("source_name")
    assert articles["source_uri"].to_dict() == {
        "closed": "closed/three.txt",
        "quoted": "quoted/four.txt",
        "wire": "wire/one.txt",
    }
    assert articles.loc["wire", "publisher"] == "Example Wire"
    assert table(out, "article_texts")["article_id"].tolist() == [articles.loc["wire", "article_id"]]
    counts = table(out, "counts").merge(articles.reset_index()[["article_id", "source_name"]])
    sentences = counts.set_index("source_name")["sentence"].to_dict()
    assert sentences["closed"] == "[…] 13 […]"
    assert sentences["quoted"] == "Kenya and Peru signed 14 agreements on rail."
    assert table(out, "statistics")["sentence"].str.contains("rail").sum() == 2
    assert table(out, "quarantine")[["source_uri", "source_name"]].to_numpy().tolist() == [["wire/two.json", "wire"]]
    assert check.check(read_tables(out, schema.tables())) == []
    assert run(processed=out, config=path)["status"] == "unchanged"
    declared(tmp_path, wire.replace("Example", "Other") + closed + quoted)
    again = run(processed=out, config=path)
    assert (again["status"], again["figures"]["files_read"]) == ("published", 2)
    assert table(out, "articles").set_index("source_name").loc["wire", "publisher"] == "Other Wire"


def test_a_configuration_gives_what_the_folder_gives(tmp_path: Path, run: Any) -> None:
    write_articles(tmp_path / "raw", ARTICLES)
    path = declared(tmp_path, FOLDER.replace('"a"', '"raw"'))
    run(tmp_path / "raw", tmp_path / "plain")
    run(processed=tmp_path / "declared", config=path)
    for name in ("counts", "statistics", "fields", "article_texts"):
        pd.testing.assert_frame_equal(table(tmp_path / "plain", name), table(tmp_path / "declared", name))
