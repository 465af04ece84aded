package io.sluice.connector.postgres.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
class RandomChangesDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void random_changes_of_a_shop() {
    Random random = debezium.random();
    debezium.given(
        "CREATE TABLE customer(id int PRIMARY KEY, name text NOT NULL, email varchar(100), since"
            + " date)",
        "CREATE TABLE orders(id int, line smallint, customer int, amount numeric(12,2), placed"
            + " timestamptz, tags text[], PRIMARY KEY (id, line))");
    List<String> before = new ArrayList<>();
    List<String> during = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      (i < 100 ? before : during).add(change(random));
    }
    debezium.given(before.toArray(new String[0]));

    debezium.same(during.toArray(new String[0]));
  }

  private static String change(Random random) {
    int id = random.nextInt(30);
    int line = random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          "INSERT INTO customer VALUES ("
              + id
              + ", 'n"
              + random.nextInt()
              + "', NULL, '2020-01-01'::date + "
              + random.nextInt(1000)
              + ") ON CONFLICT (id) DO UPDATE SET name = excluded.name";
      case 2, 3 ->
          "INSERT INTO orders VALUES ("
              + id
              + ", "
              + line
              + ", 1, "
              + random.nextInt(100000)
              + " / 100.0, '2020-01-01"
              + " 00:00:00+00'::timestamptz + "
              + random.nextInt(1000000)
              + " * interval '1 second', ARRAY['a', 'b"
              + id
              + "']) ON CONFLICT DO NOTHING";
      case 4 -> "UPDATE orders SET amount = amount + 1 WHERE id < " + id;
      case 5 -> "DELETE FROM orders WHERE id = " + id;
      case 6 ->
          "UPDATE customer SET id = id + 1000 WHERE id = "
              + id
              + " AND NOT EXISTS (SELECT 1 FROM customer c WHERE c.id = "
              + id
              + " + 1000)";
      default -> "DELETE FROM customer WHERE id > 1000";
    };
  }
}
