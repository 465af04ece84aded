package io.sluice.connector.postgres.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.testbed.Described;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever bytes come, a decoder gives a value or an exception that the reader of columns turns
 * into an error with the column's name; it never reads what does not belong to the value.
 */
class DecoderPropertyTest {

  private static final List<String> NAMES =
      List.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "oid",
          "float4",
          "float8",
          "numeric",
          "money",
          "text",
          "char",
          "json",
          "jsonb",
          "xml",
          "uuid",
          "tsvector",
          "bytea",
          "date",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "interval",
          "bit",
          "varbit",
          "inet",
          "cidr",
          "macaddr8",
          "point",
          "line",
          "lseg",
          "box",
          "path",
          "polygon",
          "circle",
          "int4range",
          "numrange",
          "tsrange",
          "daterange",
          "_int4",
          "_text",
          "_numeric",
          "hstore",
          "ltree",
          "vector",
          "halfvec",
          "sparsevec",
          "geometry",
          "geography");

  private static final Map<String, Values> VALUES = values();

  private static Map<String, Values> values() {
    PostgresConfig config =
        new PostgresConfig(
            Map.of("database.hostname", "h", "database.user", "u", "database.dbname", "d"));
    TypeMapping mapping = new TypeMapping(config.valueModes());
    Map<String, Values> values = new LinkedHashMap<>();
    for (String name : NAMES) {
      ValueType type = mapping.of(type(name), -1).orElseThrow();
      values.put(name, type.values().apply(type.schema().get().optional().build()));
    }
    return values;
  }

  private static Values values(String type) {
    return Objects.requireNonNull(VALUES.get(type));
  }

  private static Decoder binary(String type) {
    return Objects.requireNonNull(values(type).binary());
  }

  private static PgType type(String name) {
    boolean extension =
        List.of("hstore", "ltree", "vector", "halfvec", "sparsevec", "geometry", "geography")
            .contains(name);
    PgType element = name.startsWith("_") ? type(name.substring(1)) : null;
    char kind = name.endsWith("range") ? 'r' : 'b';
    return new PgType(extension ? 20_000 : 1_000, name, kind, element, List.of(), true);
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(NAMES);
  }

  @Property(tries = 20_000)
  void any_bytes_make_a_value_or_an_error_and_nothing_beside_them_is_read(
      @ForAll("types") String type, @ForAll @Size(max = 64) byte[] bytes) {
    readsOnlyItsOwn(binary(type), bytes);
    readsOnlyItsOwn(values(type).text(), bytes);
  }

  private static void readsOnlyItsOwn(Decoder decoder, byte[] bytes) {
    byte[] among = new byte[bytes.length + 128];
    Arrays.fill(among, (byte) 0x31);
    System.arraycopy(bytes, 0, among, 32, bytes.length);

    assertThat(outcome(decoder, among, 32, bytes.length))
        .isEqualTo(outcome(decoder, bytes, 0, bytes.length));
  }

  /** The value as text, or that there is none. */
  private static String outcome(Decoder decoder, byte[] bytes, int offset, int length) {
    try {
      return Described.value(decoder.decode(bytes, offset, length));
    } catch (DataException
        | ArithmeticException
        | IllegalArgumentException
        | DateTimeException
        | IndexOutOfBoundsException e) {
      return "none";
    }
  }

  @TestFactory
  List<DynamicTest> a_value_that_is_cut_off_is_refused() {
    Map<String, byte[]> whole = new LinkedHashMap<>();
    whole.put("int4", new byte[4]);
    whole.put("int8", new byte[8]);
    whole.put("float8", new byte[8]);
    whole.put("timestamptz", new byte[8]);
    whole.put("timetz", new byte[12]);
    whole.put("interval", new byte[16]);
    whole.put("uuid", new byte[16]);
    whole.put("numeric", numeric(new BigDecimal("-123456789.000123")));
    whole.put("_int4", ints(1, 2, 3));
    whole.put("point", new byte[16]);
    whole.put("polygon", ByteBuffer.allocate(36).putInt(2).array());
    whole.put("inet", new byte[] {2, 24, 0, 4, 10, 0, 0, 0});
    whole.put("bit", new byte[] {0, 0, 0, 9, 1, 2});
    whole.put("hstore", hstore(Map.of("key", "value")));
    whole.put("vector", new byte[] {0, 1, 0, 0, 0, 0, 0, 0});
    return whole.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      Decoder decoder = binary(entry.getKey());
                      byte[] bytes = entry.getValue();
                      assertThat(decoder.decode(bytes, 0, bytes.length)).isNotNull();
                      for (int length = 0; length < bytes.length; length++) {
                        int cut = length;
                        assertThatThrownBy(() -> decoder.decode(bytes, 0, cut))
                            .isInstanceOf(DataException.class);
                      }
                    }))
        .toList();
  }

  @Property
  void every_decimal_comes_out_as_it_went_in(@ForAll("decimals") BigDecimal number) {
    byte[] bytes = numeric(number);

    assertThat(Numerics.decimal(bytes, 0, bytes.length)).isEqualTo(number);
    assertThat(Numerics.text(bytes, 0, bytes.length)).isEqualTo(number.toPlainString());
  }

  @Provide
  Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> unscaled =
        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(60).negate(), BigInteger.TEN.pow(60));
    return Arbitraries.oneOf(
            unscaled,
            Arbitraries.longs().map(BigInteger::valueOf),
            Arbitraries.just(BigInteger.ZERO))
        .flatMap(
            digits -> Arbitraries.integers().between(0, 40).map(s -> new BigDecimal(digits, s)));
  }

  @Property
  void every_pair_of_an_hstore_comes_out_as_it_went_in(@ForAll Map<String, String> pairs) {
    byte[] bytes = hstore(pairs);
    ValueType type = HstoreType.of(ValueModes.HstoreMode.MAP, new Placeholder("x"));
    Values values = type.values().apply(type.schema().get().build());

    assertThat(Objects.requireNonNull(values.binary()).decode(bytes, 0, bytes.length))
        .isEqualTo(clean(pairs));
  }

  /** What UTF-8 makes of surrogates that stand alone. */
  private static Map<String, String> clean(Map<String, String> pairs) {
    Map<String, String> clean = new HashMap<>();
    pairs.forEach((key, value) -> clean.put(clean(key), clean(value)));
    return clean;
  }

  private static String clean(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The recorded forms of types whose extensions the test server does not have. */
  @TestFactory
  List<DynamicTest> extensions_in_both_forms() {
    return List.of(
        recorded(
            "vector",
            "000300003dcccccd4000000000000000",
            "[0.1,2,0]",
            "[Double 0.1, Double 2.0, Double 0.0]"),
        recorded(
            "halfvec",
            "000300003800c000 7bff",
            "[0.5,-2,65504]",
            "[Float 0.5, Float -2.0, Float 65504.0]"),
        recorded(
            "sparsevec",
            "00000005 00000002 00000000 00000000 00000002 3f000000 40000000",
            "{1:0.5,3:2}/5",
            "{ dimensions=Short 5 vector={Short 1=Double 0.5, Short 3=Double 2.0}}"),
        recorded(
            "geometry",
            "0101000020e6100000000000000000f03f0000000000000040",
            "0101000020E6100000000000000000F03F0000000000000040",
            "{ wkb=bytes 0101000020e6100000000000000000f03f0000000000000040 srid=Integer 4326"
                + " extensions=null}"),
        recorded(
            "geography",
            "0101000000000000000000f03f0000000000000040",
            "0101000000000000000000F03F0000000000000040",
            "{ wkb=bytes 0101000000000000000000f03f0000000000000040 srid=null}"));
  }

  private static DynamicTest recorded(String type, String binary, String text, String expected) {
    return DynamicTest.dynamicTest(
        type,
        () -> {
          byte[] sent = java.util.HexFormat.of().parseHex(binary.replace(" ", ""));
          byte[] printed = text.getBytes(StandardCharsets.UTF_8);
          assertThat(oneLine(binary(type).decode(sent, 0, sent.length))).isEqualTo(expected);
          assertThat(oneLine(values(type).text().decode(printed, 0, printed.length)))
              .isEqualTo(expected);
        });
  }

  private static String oneLine(Object value) {
    return Described.value(value).replaceAll("\\s+", " ");
  }

  private static byte[] ints(int... values) {
    ByteBuffer out = ByteBuffer.allocate(20 + 8 * values.length);
    out.putInt(1).putInt(0).putInt(23).putInt(values.length).putInt(1);
    for (int value : values) {
      out.putInt(4).putInt(value);
    }
    return out.array();
  }

  private static byte[] hstore(Map<String, String> pairs) {
    ByteBuffer out = ByteBuffer.allocate(1 << 20);
    Map<String, String> clean = clean(pairs);
    out.putInt(clean.size());
    clean.forEach(
        (key, value) -> {
          for (String text : List.of(key, value)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.putInt(bytes.length).put(bytes);
          }
        });
    return Arrays.copyOf(out.array(), out.position());
  }

  /** PostgreSQL's binary form: base-10000 digits without zeros at the ends. */
  private static byte[] numeric(BigDecimal number) {
    int scale = number.scale();
    int pad = (4 - scale % 4) % 4;
    BigInteger rest = number.unscaledValue().abs().multiply(BigInteger.TEN.pow(pad));
    int weight = -((scale + pad) / 4) - 1;
    java.util.ArrayDeque<Integer> digits = new java.util.ArrayDeque<>();
    BigInteger base = BigInteger.valueOf(10_000);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      digits.addFirst(parts[1].intValue());
      rest = parts[0];
      weight++;
    }
    while (!digits.isEmpty() && digits.peekLast() == 0) {
      digits.removeLast();
    }
    ByteBuffer out = ByteBuffer.allocate(8 + 2 * digits.size());
    out.putShort((short) digits.size());
    out.putShort((short) (digits.isEmpty() ? 0 : weight));
    out.putShort((short) (number.signum() < 0 ? 0x4000 : 0));
    out.putShort((short) scale);
    digits.forEach(digit -> out.putShort(digit.shortValue()));
    return out.array();
  }
}
