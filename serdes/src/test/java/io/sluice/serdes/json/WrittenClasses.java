package io.sluice.serdes.json;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Classes as users have them, with objects of theirs. */
enum WrittenClasses {
  DATES {
    @Override
    Object object(Values of) {
      Date date = of.date();
      return new Dates(
          of.some(of::date),
          of.some(of::calendar),
          of.some(of::instant),
          of.some(() -> LocalDate.ofInstant(of.instant(), ZoneOffset.UTC)),
          of.some(() -> LocalTime.ofInstant(of.instant(), ZoneOffset.UTC)),
          of.some(() -> LocalDateTime.ofInstant(of.instant(), ZoneOffset.UTC)),
          of.some(() -> OffsetDateTime.ofInstant(of.instant(), ZoneOffset.ofHours(2))),
          of.some(() -> ZonedDateTime.ofInstant(of.instant(), ZoneId.of("Europe/Paris"))),
          of.some(() -> Duration.ofNanos(of.number())),
          of.some(() -> Year.of(2000 + of.small())),
          of.some(() -> YearMonth.of(2000, 1 + of.small())),
          of.some(() -> date),
          of.some(() -> date),
          of.some(of::date),
          of.some(of::instant),
          of.some(() -> of.list(of::date)),
          of.some(() -> of.list(of::date)),
          of.some(() -> Map.of("a", date)));
    }
  },
  FORMS {
    @Override
    Object object(Values of) {
      return new Forms(
          new BigDecimal(of.number()).movePointLeft(2),
          of.flag(),
          new Code("c" + of.number()),
          new Numbers(of.list(of::small)),
          of.flag() ? Colour.RED : Colour.GREEN,
          of.flag() ? Colour.RED : Colour.GREEN,
          of.flag() ? Coded.TEN : Coded.TWENTY,
          BigInteger.valueOf(of.number()).toByteArray(),
          "abc".toCharArray(),
          of.flag() ? of.number() : 0.5,
          URI.create("http://localhost/" + of.small()),
          "[1, {}]",
          of.flag() ? new Point(1, 2) : null,
          new Point(of.small(), 2),
          of.flag() ? of.small() : 0,
          of.flag() ? Optional.of("a") : Optional.empty());
    }
  },
  SCALARS {
    @Override
    Object object(Values of) {
      return new Scalars(
          of.flag(),
          (byte) of.small(),
          (short) of.small(),
          'x',
          of.small(),
          of.number(),
          of.small() / 3f,
          of.number() / 7.0,
          of.some(() -> BigInteger.valueOf(of.number()).pow(3)),
          of.some(() -> new BigDecimal(of.number())),
          of.some(() -> new UUID(of.number(), of.number())),
          of.some(() -> ByteBuffer.wrap(new byte[] {1, 2})),
          of.some(() -> Locale.FRANCE),
          of.some(() -> Currency.getInstance("EUR")),
          of.some(() -> TimeZone.getTimeZone("UTC")),
          of.some(() -> new AtomicInteger(of.small())),
          of.flag() ? OptionalInt.of(1) : of.mayBeNull() ? OptionalInt.empty() : OptionalInt.of(0),
          of.flag() ? of.list(of::small) : "anything",
          of.some(() -> new int[][] {{1}, {}}),
          of.some(() -> new String[] {"a", of.some(() -> "b")}),
          of.some(() -> Json.MAPPER.createObjectNode().put("a", 1)));
    }
  },
  TREE {
    @Override
    Object object(Values of) {
      return tree(of, 3);
    }
  },
  ITSELF {
    @Override
    Object object(Values of) {
      List<Itself> inner = of.list(() -> new Itself(of.small(), List.of()));
      return new Itself(1, of.list(() -> new Itself(2, inner)));
    }
  },
  SEVERAL_CLASSES {
    @Override
    Object object(Values of) {
      Shape shape = of.flag() ? new Circle(of.small()) : new Square(of.small(), "s");
      Named named = of.flag() ? new City("a", of.small()) : new Street("b", of.date());
      return new Several(shape, of.list(() -> shape), named, new City("c", 1), Map.of("d", named));
    }
  },
  TYPED {
    @Override
    Object object(Values of) {
      return new Circle(of.small());
    }
  },
  OPEN {
    @Override
    Object object(Values of) {
      return new Open(of.small());
    }
  },
  NUMBERED {
    @Override
    Object object(Values of) {
      Member first = new Member("a", of.small());
      return new Team(List.of(first, first, new Member("b", 2)));
    }
  },
  TEXT {
    @Override
    Object object(Values of) {
      return "text " + of.small();
    }
  },
  DAYS {
    @Override
    Object object(Values of) {
      return of.list(of::date).toArray(new Date[0]);
    }
  },
  CONSTANT {
    @Override
    Object object(Values of) {
      return of.flag() ? Colour.RED : Colour.GREEN;
    }
  },
  GENERIC {
    @Override
    Object object(Values of) {
      return new Box<>(of.flag() ? of.small() : of.date());
    }
  };

  record Dates(
      @Nullable Date date,
      @Nullable Calendar calendar,
      @Nullable Instant instant,
      @Nullable LocalDate localDate,
      @Nullable LocalTime localTime,
      @Nullable LocalDateTime localDateTime,
      @Nullable OffsetDateTime offset,
      @Nullable ZonedDateTime zoned,
      @Nullable Duration duration,
      @Nullable Year year,
      @Nullable YearMonth yearMonth,
      @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Date textAnyhow,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) @Nullable Date numberAnyhow,
      @JsonFormat(pattern = "dd.MM.yyyy") @Nullable Date pattern,
      @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant instantAnyhow,
      @Nullable List<@Nullable Date> several,
      @JsonFormat(pattern = "yyyy") @Nullable List<@Nullable Date> years,
      @Nullable Map<String, Date> named) {}

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  record Forms(
      @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) boolean flag,
      Code code,
      Numbers list,
      Colour colour,
      @JsonFormat(shape = JsonFormat.Shape.NUMBER) Colour numbered,
      Coded coded,
      byte[] bytes,
      char[] letters,
      Number number,
      URI place,
      @JsonRawValue String raw,
      @JsonUnwrapped @Nullable Point flat,
      @JsonFormat(shape = JsonFormat.Shape.ARRAY) Point point,
      int left,
      Optional<String> perhaps) {}

  record Code(@JsonValue String text) {}

  record Numbers(@JsonValue List<Integer> all) {}

  record Point(int x, int y) {}

  enum Colour {
    RED,
    @JsonProperty("green")
    GREEN {
      @Override
      public String toString() {
        return "a class of its own";
      }
    }
  }

  enum Coded {
    TEN,
    TWENTY;

    @JsonValue
    int code() {
      return (ordinal() + 1) * 10;
    }
  }

  record Scalars(
      boolean flag,
      byte tiny,
      short little,
      char letter,
      int number,
      long great,
      float real,
      double exact,
      @Nullable BigInteger big,
      @Nullable BigDecimal decimal,
      @Nullable UUID id,
      @Nullable ByteBuffer buffer,
      @Nullable Locale locale,
      @Nullable Currency currency,
      @Nullable TimeZone zone,
      @Nullable AtomicInteger counter,
      OptionalInt perhaps,
      Object anything,
      int @Nullable [][] grid,
      @Nullable String @Nullable [] texts,
      @Nullable Object tree) {}

  record Tree(
      String name, List<Tree> children, Map<String, Tree> named, Leaf own, List<Leaf> others) {}

  record Leaf(int size, @Nullable Date at) {}

  record Itself(int id, @JsonIgnoreProperties("id") List<Itself> next) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  interface Shape {}

  record Circle(int radius) implements Shape {}

  record Square(int side, String colour) implements Shape {}

  interface Named {
    String getName();
  }

  record City(String name, int people) implements Named {
    @Override
    public String getName() {
      return name;
    }
  }

  record Street(String name, Date built) implements Named {
    @Override
    public String getName() {
      return name;
    }
  }

  record Several(
      Shape shape,
      List<Shape> shapes,
      Named named,
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.CLASS,
              include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
              property = "kind")
          Named outside,
      Map<String, Named> all) {}

  record Open(int own) {
    @JsonAnyGetter
    Map<String, Object> others() {
      return Map.of("other" + own, own);
    }
  }

  @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "name")
  record Member(String name, int age) {}

  record Team(List<Member> members) {}

  record Box<T>(T content) {}

  private static Tree tree(Values of, int depth) {
    List<Tree> children = depth == 0 ? List.of() : of.list(() -> tree(of, depth - 1));
    Leaf leaf = new Leaf(of.small(), of.some(of::date));
    Map<String, Tree> named = depth == 0 ? Map.of() : Map.of("a", tree(of, 0));
    return new Tree("n", children, named, leaf, of.list(() -> leaf));
  }

  /** An object like others of its seed. */
  Object object(Random random, boolean mayBeNull) {
    return object(new Values(random, mayBeNull));
  }

  abstract Object object(Values of);

  /** What objects are made of. */
  record Values(Random random, boolean mayBeNull) {
    boolean flag() {
      return random.nextBoolean();
    }

    int small() {
      return random.nextInt(12);
    }

    long number() {
      return random.nextLong() >> random.nextInt(60);
    }

    Instant instant() {
      return Instant.ofEpochSecond(random.nextLong() >> 30, random.nextInt(1_000_000_000));
    }

    Date date() {
      return Date.from(instant());
    }

    Calendar calendar() {
      Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
      calendar.setTime(date());
      return calendar;
    }

    <T> @Nullable T some(Supplier<? extends @Nullable T> maker) {
      return mayBeNull && random.nextInt(4) == 0 ? null : maker.get();
    }

    <T> List<T> list(Supplier<T> maker) {
      return Stream.generate(maker).limit(random.nextInt(3)).toList();
    }
  }
}
