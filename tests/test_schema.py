"""The declaration of the tables, and what is generated from it."""

from __future__ import annotations

import re
from dataclasses import replace

import frictionless
import pyarrow as pa
import pytest

from conftest import ROOT
from transforms import dictionary, schema

TABLES = list(schema.tables().values())
CONTRACT = {
    "articles",
    "article_texts",
    "counts",
    "count_parties",
    "count_fields",
    "rejected_numbers",
    "fields",
    "initiatives",
    "statistics",
    "statistic_relations",
    "dim_party",
    "dim_field",
    "dim_object_class",
    "dim_date",
    "dim_speaker",
    "cooperation_monthly",
    "quarantine",
    "runs",
}
RESERVED = {"select", "from", "where", "order", "group", "table", "by", "join", "union", "user", "all", "case", "end"}


def test_the_tables_of_the_contract_are_declared() -> None:
    assert set(schema.tables()) >= CONTRACT


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_says_what_it_is(table: schema.Table) -> None:
    for column in table.columns:
        assert column.type in schema.ARROW_TYPES
        assert column.description.endswith((".", "')."))
        assert len(column.description.split()) > 1 or column.name == "title"
        assert column.unit
        assert column.source


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_names_suit_every_reader(table: schema.Table) -> None:
    names = table.column_names
    assert len({name.lower() for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) and name not in RESERVED for name in (table.name, *names))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_declared_columns_without_nulls(table: schema.Table) -> None:
    for name in table.primary_key:
        assert not table.column(name).nullable
    assert set(table.sort) <= set(table.column_names)
    for name, (other, key) in table.foreign_keys.items():
        assert table.column(name).type == schema.tables()[other].column(key).type
        assert schema.tables()[other].primary_key == (key,)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_arrow_schema_has_only_the_allowed_types(table: schema.Table) -> None:
    found = schema.arrow_schema(table)
    allowed = {pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")}
    assert set(found.types) <= allowed
    for field in found:
        assert set(field.metadata) == {b"description", b"unit", b"source"}


def test_list_columns_have_a_bridge() -> None:
    bridged = {column for table in TABLES for column in table.primary_key}
    lists = {column.name for table in TABLES for column in table.columns if column.is_list}
    assert lists == {"parties", "fields", "party_set", "field_set"}
    assert {"party", "field_code"} <= bridged


def test_rules_name_existing_columns() -> None:
    for rule in schema.rules():
        names = set(re.findall(r"[a-z_]+", rule.expression)) - {"isna"}
        assert names <= set(schema.tables()[rule.table].column_names)


def test_codes_join_listed_and_vocabulary_codes() -> None:
    party_b = schema.tables()["cooperation_monthly"].column("party_b")
    codes = schema.codes_of(party_b)
    assert codes is not None
    assert {"none", "several", "CHN", "ASEAN"} <= codes
    assert schema.codes_of(schema.tables()["articles"].column("title")) is None


def test_digest_follows_the_shape_only() -> None:
    table = schema.tables()["count_parties"]
    told = replace(table, columns=tuple(replace(column, description="Other.") for column in table.columns))
    typed = replace(table, columns=tuple(replace(column, type="int64") for column in table.columns))
    assert schema.digest(told) == schema.digest(table)
    assert schema.digest(typed) != schema.digest(table)


def test_frame_fills_missing_cells_with_nulls() -> None:
    frame = schema.frame(schema.tables()["count_parties"], [{"count_id": "a"}])
    assert frame["party"].isna().tolist() == [True]
    with pytest.raises(KeyError):
        schema.tables()["count_parties"].column("nothing")


def test_docs_are_what_the_declaration_gives() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == dictionary.markdown()


def test_data_package_is_valid() -> None:
    described = dictionary.datapackage("1.2.3")
    package = frictionless.Package.from_descriptor(described)
    assert [resource.name for resource in package.resources] == list(schema.tables())
    assert all("bytes" not in resource for resource in described["resources"])
    counts = next(resource for resource in described["resources"] if resource["name"] == "counts")
    assert counts["schema"]["primaryKey"] == ["count_id"]
    assert {"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["article_id"]}} in counts[
        "schema"
    ]["foreignKeys"]


def test_json_dictionary_lists_codes() -> None:
    table = dictionary.as_json(schema.tables()["counts"])
    status = next(column for column in table["columns"] if column["name"] == "status")
    assert status["codes"] == ["hypothetical", "negated", "planned", "realised"]
