package io.sluice.connector.postgres.differential;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testkit.InstalledPostgres;
import io.sluice.testkit.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Types of extensions that are not PostgreSQL's own, on a server that has them; skipped where this
 * machine has none.
 */
@Tag("long")
class ExtensionTypesDifferentialTest {

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void postgis_as_its_makers_ship_it(String fromText) {
    zoo(
        "postgis",
        fromText,
        List.of(
            TypeZoo.animal(
                "geometry",
                "'POINT(1 2)'",
                "'SRID=4326;POINT(174.9479 -36.7208)'",
                "'POINT Z (1 2 3)'",
                "'SRID=3187;POINT M (1 2 3)'",
                "'POINT ZM (1 2 3 4)'",
                "'POINT EMPTY'",
                "'LINESTRING(0 0, 1 1, 2 1e300)'",
                "'POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))'",
                "'SRID=4326;MULTIPOINT(0 0, 1 2)'",
                "'MULTILINESTRING((0 0, 1 1), (2 3, 4 5))'",
                "'MULTIPOLYGON(((0 0, 4 0, 4 4, 0 4, 0 0)), ((9 9, 10 9, 10 10, 9 9)))'",
                "'SRID=4326;GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1))'",
                "'GEOMETRYCOLLECTION EMPTY'",
                "'CIRCULARSTRING(0 0, 4 0, 4 4, 0 4, 0 0)'",
                "'TRIANGLE((0 0, 0 9, 9 0, 0 0))'",
                "'TIN(((0 0 0, 0 0 1, 0 1 0, 0 0 0)))'"),
            TypeZoo.animal("geometry(Point, 4326)", "'SRID=4326;POINT(1 2)'"),
            TypeZoo.animal("geometry(PolygonZ)", "'POLYGON Z ((0 0 1, 4 0 1, 4 4 1, 0 0 1))'"),
            TypeZoo.animal(
                "geography",
                "'POINT(-118.4079 33.9434)'",
                "'SRID=4269;POINT Z (1 2 3)'",
                "'LINESTRING(0 0, 10 10)'",
                "'POLYGON EMPTY'",
                "'MULTIPOINT(0 0, 1 2)'"),
            TypeZoo.animal("geography(Point)", "'POINT(1 2)'")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void pgvector_as_its_makers_ship_it(String fromText) {
    zoo(
        "vector",
        fromText,
        List.of(
            TypeZoo.animal("vector", "'[1,2.5,-3]'", "'[0.1]'", "'[1e-38,3.4e38]'"),
            TypeZoo.animal("vector(3)", "'[0,0,0]'"),
            TypeZoo.animal("halfvec", "'[1,2.5,-3]'", "'[0.1,65504]'"),
            TypeZoo.animal("halfvec(2)", "'[1,2]'"),
            TypeZoo.animal("sparsevec", "'{1:1.5,3:-2}/5'", "'{}/3'"),
            TypeZoo.animal("sparsevec(4)", "'{4:0.1}/4'")));
  }

  private static void zoo(String extension, String fromText, List<TypeZoo.Animal> animals) {
    Optional<InstalledPostgres> installed = InstalledPostgres.with(extension);
    assumeTrue(
        installed.isPresent(),
        () ->
            "no PostgreSQL with the extension "
                + extension
                + " is installed in /usr/lib/postgresql; Debian has it in postgresql-<release>-"
                + (extension.equals("vector") ? "pgvector" : "postgis-3"));
    try (PostgresServer server = installed.orElseThrow().start(Map.of())) {
      Comparison debezium = new Comparison(server.newDatabase());
      debezium
          .given("CREATE EXTENSION " + extension)
          .with("table.include.list", "public.t.*", "include.unknown.datatypes", fromText);
      List<String> changes = new ArrayList<>();
      for (int i = 0; i < animals.size(); i++) {
        for (String form : List.of("", "NOT NULL")) {
          String table = "t" + i + (form.isEmpty() ? "" : "_filled");
          debezium.given(
              "CREATE TABLE "
                  + table
                  + "(id int PRIMARY KEY, v "
                  + animals.get(i).type()
                  + " "
                  + form
                  + ")");
          int id = 1;
          for (String value : animals.get(i).values()) {
            debezium.given("INSERT INTO " + table + " VALUES (" + id++ + ", " + value + ")");
          }
          if (form.isEmpty()) {
            debezium.given("INSERT INTO " + table + " VALUES (0, NULL)");
          }
          changes.add("INSERT INTO " + table + " SELECT id + 100, v FROM " + table);
          changes.add("UPDATE " + table + " SET id = id + 1000 WHERE id = 1");
          changes.add("DELETE FROM " + table + " WHERE id > 1");
        }
      }

      debezium.same(changes.toArray(new String[0]));
    }
  }
}
