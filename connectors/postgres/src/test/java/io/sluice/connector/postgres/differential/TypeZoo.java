package io.sluice.connector.postgres.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * Types with values that both connectors show alike. What they show differently on purpose is in
 * the reference and not here.
 */
final class TypeZoo {

  /**
   * @param type as a column declares it
   * @param values SQL expressions
   */
  record Animal(String type, List<String> values) {
    Animal {
      values = List.copyOf(values);
    }
  }

  static final List<String> SETUP =
      List.of(
          "CREATE EXTENSION citext",
          "CREATE EXTENSION hstore",
          "CREATE EXTENSION ltree",
          "CREATE EXTENSION isn",
          "CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s')",
          "CREATE TYPE comp AS (a int, b text)",
          "CREATE DOMAIN posint AS int CHECK (value > 0)",
          "CREATE DOMAIN dnum AS numeric(8,3)",
          "CREATE DOMAIN ddnum AS dnum",
          "CREATE DOMAIN dmood AS mood",
          "CREATE DOMAIN darr AS int[]",
          "CREATE DOMAIN dts AS timestamp(3)",
          "CREATE DOMAIN dvc AS varchar(5)",
          "CREATE DOMAIN dcomp AS comp",
          "CREATE DOMAIN dbit AS bit(5)",
          "CREATE DOMAIN dhstore AS hstore",
          "CREATE TYPE frange AS RANGE (subtype = float8)");

  static final List<Animal> NUMBERS =
      List.of(
          animal("bool", "true", "false"),
          animal("smallint", "-32768", "32767"),
          animal("int", "-2147483648", "2147483647"),
          animal("bigint", "-9223372036854775808", "9223372036854775807"),
          animal("oid", "0", "4294967295"),
          animal("real", "'NaN'", "'-Infinity'", "3.4028235e38", "1e-45", "0.1"),
          animal(
              "float8", "'NaN'", "'Infinity'", "1.7976931348623157e308", "5e-324", "0.1", "'-0'"),
          animal("numeric", "0", "1e-20", "1e20", "100", "123.4500", "-0.00001"),
          animal("numeric(10,2)", "0", "-99999999.99", "0.01"),
          animal("numeric(5)", "12345"),
          animal("numeric(1000)", "1e999"),
          animal("numeric(38,10)", "-9999999999999999999999999999.9999999999"),
          animal("numeric(3,5)", "0.00123"),
          animal("money", "'-12.345'", "'1,234,567.89'", "'-92233720368547758.08'", "0"),
          animal("posint", "5"),
          animal("dnum", "1.5"),
          animal("ddnum", "-1.5"),
          animal("bool[]", "'{t,f,NULL}'"),
          animal("smallint[]", "'{1,NULL}'"),
          animal("int[]", "'{}'", "'[0:1]={5,6}'", "'{1,NULL}'"),
          animal("bigint[]", "'{1}'"),
          animal("oid[]", "'{4294967295}'"),
          animal("real[]", "'{1.5,NaN}'"),
          animal("float8[]", "'{-Infinity,0.1}'"),
          animal("numeric[]", "'{1.50,100}'"),
          animal("numeric(5,2)[]", "'{1.5,NULL}'"),
          animal("darr", "'{1,2}'"),
          animal("dnum[]", "'{1.5}'"),
          animal("money[]", "'{1}'"));

  static final List<Animal> NUMBERS_WITHOUT_LIMITS =
      plus(
          NUMBERS,
          animal("numeric(12,3)", "'NaN'", "-0.001"),
          animal("numeric", "'Infinity'", "'-Infinity'", "'NaN'"));

  static final List<Animal> TIMES =
      List.of(
          animal("date", "'2020-02-29'", "'1500-01-01'", "'12020-01-01'", "'0001-01-01'"),
          animal("time", "'23:59:59.123456'", "'00:00:00.5'", "'00:00'"),
          animal("time(0)", "'23:59:59'"),
          animal("time(3)", "'23:59:59.12'"),
          animal("time(6)", "'23:59:59.123456'"),
          animal("timetz", "'24:00:00+00'", "'24:00:00-05'", "'10:00:00.120+05:30'"),
          animal("timetz(3)", "'10:00:00.1+00'"),
          animal(
              "timestamp",
              "'infinity'",
              "'-infinity'",
              "'2020-01-01 10:00:00.120'",
              "'1969-12-31 23:59:59.999999'",
              "'2020-01-01'",
              "'2262-04-11'",
              "'1700-01-01 00:00:00.000001'"),
          animal("timestamp(0)", "'2020-01-01 10:00:00'", "'infinity'", "'-infinity'"),
          animal("timestamp(3)", "'2020-01-01 10:00:00.12'", "'1969-12-31 23:59:59.999'"),
          animal("timestamp(6)", "'2020-01-01 10:00:00.12'"),
          animal(
              "timestamptz",
              "'294276-12-31 23:59:59.999999+00'",
              "'0001-01-01 00:00:00+00'",
              "'0001-01-01 00:00:00 BC+00'",
              "'0044-03-15 00:00:00 BC+00'",
              "'infinity'",
              "'-infinity'",
              "'2020-01-01 00:00:00.5+01'"),
          animal("timestamptz(0)", "'2020-01-01 00:00:00+01'"),
          animal("timestamptz(3)", "'2020-01-01 00:00:00.12+01'"),
          animal(
              "interval",
              "'1 year 2 mons -3 days 04:05:06.789'",
              "'-00:00:00.5'",
              "'1 day -25:00:00'",
              "'-14 mons'",
              "'0'"),
          animal("interval(3)", "'1.5 s'"),
          animal("interval year to month", "'1 year'"),
          animal("dts", "'2020-01-01 00:00:00.123'"),
          animal("time[]", "'{10:00,NULL}'"),
          animal("time(3)[]", "'{10:00:00.123}'"),
          animal("timetz[]", "'{10:00:00.5+02,24:00:00+00}'"),
          animal("timestamp[]", "'{2020-01-01 00:00:00.123456,infinity}'"),
          animal("timestamp(3)[]", "'{2020-01-01 00:00:00.123}'"),
          animal("timestamptz[]", "'{2020-01-01 00:00:00.123456+01,infinity}'"),
          animal("timestamptz(3)[]", "'{2020-01-01 00:00:00.12+01,NULL}'"),
          animal("date[]", "'{2020-01-01,NULL}'"),
          animal("interval[]", "'{1 day}'"));

  static final List<Animal> TEXTS =
      List.of(
          animal("text", "''", "'täxt€𝄞'", "E'a\\nb\\\\\"'"),
          animal("varchar(20)", "'vc'"),
          animal("char(5)", "'ab'"),
          animal("\"char\"", "'x'", "''"),
          animal("citext", "'AbC'"),
          animal("json", "'{\"a\" : 1}'", "'null'"),
          animal("jsonb", "'{\"b\":[1,2,null]}'"),
          animal("xml", "'<a>b</a>'"),
          animal("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
          animal("mood", "'it''s'"),
          animal("dmood", "'ok'"),
          animal("dvc", "'abc'"),
          animal("tsvector", "'a:1 b:2A,3C'", "''", "$$'it''s' 'b\\\\c':1$$"),
          animal("ltree", "'a.b.c'", "''"),
          animal("isbn", "'978-0-393-04002-9'"),
          animal("inet", "'1.2.3.4/0'", "'::1'", "'::ffff:1.2.3.4'", "'10.0.0.1/8'"),
          animal("cidr", "'10.0.0.0/8'", "'2001:db8::/32'"),
          animal("macaddr", "'08:00:2b:01:02:03'"),
          animal("macaddr8", "'08:00:2b:01:02:03:04:05'"),
          animal("text[]", "'{\"a\",\"b,c\",NULL,\"\",\"NULL\",\"q\\\"\\\\\"}'"),
          animal("varchar(3)[]", "'{abc}'"),
          animal("char(3)[]", "'{ab}'"),
          animal("\"char\"[]", "'{a}'"),
          animal("citext[]", "'{Ab}'"),
          animal("json[]", "'{\"{}\"}'"),
          animal("jsonb[]", "'{\"{\\\"a\\\": 1}\"}'"),
          animal("uuid[]", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}'"),
          animal("mood[]", "'{sad,ok}'"),
          animal("tsvector[]", "'{\"a:1\"}'"),
          animal("ltree[]", "'{a.b,c}'"),
          animal("inet[]", "'{1.2.3.4,::1/64,NULL}'"),
          animal("cidr[]", "'{1.2.3.0/24}'"),
          animal("macaddr[]", "'{08:00:2b:01:02:03}'"),
          animal("macaddr8[]", "'{08:00:2b:01:02:03:04:05}'"),
          animal("xml[]", "'{<a/>}'"),
          animal("name[]", "'{a}'"));

  static final List<Animal> RANGES =
      List.of(
          animal("int4range", "'[1,5)'", "'empty'", "'(,)'", "'[3,)'", "'(,3)'"),
          animal("int8range", "'[-9223372036854775808,5)'"),
          animal("numrange", "'[1.50,5)'", "'(-1e20,1e-5]'", "'[NaN,NaN]'"),
          animal("tsrange", "'[2020-01-01,2020-01-02)'", "'(2020-01-01 10:00:00.120,]'"),
          animal(
              "tstzrange",
              "'[2020-01-01 00:00:00+01,2020-01-02 00:00:00+00)'",
              "'(,2020-01-02 00:00:00.123456+00)'",
              "'[-infinity,infinity]'",
              "'[0044-03-15 00:00:00 BC+00,12020-01-01 00:00:00+00)'"),
          animal("daterange", "'[2020-01-01,2020-01-02)'", "'[-infinity,infinity)'"),
          animal("int4range[]", "'{\"[1,5)\",NULL}'"),
          animal("tstzrange[]", "'{\"[2020-01-01,2020-01-02)\"}'"),
          animal("int4multirange", "'{[1,5),[7,9)}'"),
          animal("frange", "'[1.5,2]'"));

  static final List<Animal> SHAPES =
      List.of(
          animal("point", "'(1.5,-2)'", "'(NaN,Infinity)'", "'(1e300,1e-300)'"),
          animal("line", "'{1,2,3}'"),
          animal("lseg", "'[(1,2),(3,4)]'"),
          animal("box", "'(1,2),(3,4)'"),
          animal("path", "'[(1,2),(3,4)]'", "'((1,2),(3,4))'"),
          animal("polygon", "'((0,0),(1,0),(0,1))'", "'((0,0),(1,0),(0,0))'", "'((1,1))'"),
          animal("circle", "'<(1,2),3>'"),
          animal("point[]", "'{\"(1,2)\"}'"));

  static final List<Animal> BITS =
      List.of(
          animal("bit(1)", "B'1'", "B'0'"),
          animal("bit(8)", "B'10000001'", "B'00000000'"),
          animal("bit(33)", "B'000000000000000000000000000000001'"),
          animal("bit(9)", "B'000000000'", "B'100000000'", "B'000000001'"),
          animal("varbit", "B'101'", "B''"),
          animal("varbit(1)", "B'1'"),
          animal("varbit(12)", "B'101'", "B''", "B'000000000001'", "B'100000000000'"),
          animal("dbit", "B'10101'"),
          animal("varbit[]", "'{101}'"));

  static final List<Animal> PAIRS =
      List.of(
          animal(
              "hstore", "'a=>1, b=>NULL, c=>\"x\\\"y\"'", "''", "E'\"k\\t\"=>\"ä\\x01\"'::hstore"),
          animal("dhstore", "'a=>1'"),
          animal("hstore[]", "'{\"a=>1\",\"b=>NULL\"}'"),
          animal("interval", "'1 year 2 mons -3 days 04:05:06.789'", "'-00:00:00.5'", "'0'"));

  /** Of these Debezium leaves the columns out, unless it is told to show what it does not know. */
  static final List<Animal> UNKNOWN =
      List.of(
          animal("bytea", "'\\x00ff'", "''"),
          animal("bytea[]", "'{\"\\\\x01\",NULL}'"),
          animal("regclass", "'pg_class'"),
          animal("regtype", "'int4'"),
          animal("xid", "'5'"),
          animal("xid8", "'5'"),
          animal("cid", "'5'"),
          animal("tid", "'(1,2)'"),
          animal("pg_lsn", "'1/2'"),
          animal("txid_snapshot", "'10:20:10,14'"),
          animal("pg_snapshot", "'10:20:10,14'"),
          animal("tsquery", "'a & b'"),
          animal("jsonpath", "'$.a'"),
          animal("nummultirange", "'{[1.5,2]}'"),
          animal("tstzmultirange", "'{[2020-01-01 00:00:00+01,2020-01-02)}'"),
          animal("frange", "'[1.5,2]'"),
          animal("lquery", "'a.*'"),
          animal("ean13", "'978-0-393-04002-9'"),
          animal("issn", "'1436-4522'"),
          animal("comp", "'(1,\"x y\")'"),
          animal("dcomp", "'(1,\"x y\")'"),
          animal("aclitem", "'postgres=r/postgres'"),
          animal("comp[]", "'{\"(1,x)\"}'"),
          animal("posint[]", "'{1,2}'"),
          animal("tsquery[]", "'{a}'"),
          animal("xid[]", "'{5}'"),
          animal("regclass[]", "'{pg_class}'"),
          animal("int4multirange[]", "'{\"{[1,5)}\"}'"),
          animal("jsonpath[]", "'{\"$.a\"}'"));

  /** With one of these published, the server can send nothing in binary form. */
  static final List<Animal> WITHOUT_BINARY_FORM =
      List.of(animal("isbn[]", "'{978-0-393-04002-9}'"), animal("aclitem[]", "'{=r/postgres}'"));

  static final List<Animal> ALL = all();

  private TypeZoo() {}

  private static List<Animal> all() {
    List<Animal> all = new ArrayList<>();
    List.of(NUMBERS, TIMES, TEXTS, RANGES, SHAPES, BITS, PAIRS, UNKNOWN).forEach(all::addAll);
    return all;
  }

  private static List<Animal> plus(List<Animal> some, Animal... more) {
    List<Animal> both = new ArrayList<>(some);
    both.addAll(List.of(more));
    return both;
  }

  static Animal animal(String type, String... values) {
    return new Animal(type, List.of(values));
  }
}
