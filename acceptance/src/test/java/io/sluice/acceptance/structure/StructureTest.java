package io.sluice.acceptance.structure;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** Which way the arrows point, and the few habits that a compiler does not hold. */
class StructureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPaths(Modules.classes().toArray(new Path[0]));

  private static final Set<Class<?>> CALENDARS =
      Set.of(
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class);

  @Test
  void the_cause_of_a_refused_setting_is_not_taken_for_its_value() {
    check(
        noClasses()
            .should()
            .callConstructor(ConfigException.class, String.class, Object.class)
            .because(
                "its second argument is the setting's value, which it prints: use initCause, or the"
                    + " constructor of name, value and what is wrong"));
  }

  @Test
  void a_package_depends_on_no_package_that_depends_on_it() {
    check(
        slices()
            .matching("io.sluice.(**)")
            .should()
            .beFreeOfCycles()
            .because("a reader of one stop should not need the whole way in mind"));
  }

  @Test
  void the_pipeline_file_knows_nothing_of_what_runs_it() {
    onlyKnows("io.sluice.pipeline..");
  }

  @Test
  void plugins_know_the_pipeline_file_and_nothing_else_of_ours() {
    onlyKnows("io.sluice.plugin..", "io.sluice.pipeline..");
  }

  @Test
  void state_knows_nothing_of_what_it_stores() {
    onlyKnows("io.sluice.state..");
  }

  @Test
  void the_engine_stands_on_pipeline_plugin_and_state() {
    onlyKnows(
        "io.sluice.engine..", "io.sluice.pipeline..", "io.sluice.plugin..", "io.sluice.state..");
  }

  @Test
  void the_stops_of_the_engine_do_not_know_who_joins_them() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.sluice.engine..")
            .and()
            .resideOutsideOfPackage("io.sluice.engine.run..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.sluice.engine.run..")
            .because(
                "run joins the stops; a stop that needs something says so with an interface of its"
                    + " own"));
  }

  @Test
  void kafka_stands_beside_the_engine_on_pipeline_plugin_and_state() {
    onlyKnows(
        "io.sluice.kafka..", "io.sluice.pipeline..", "io.sluice.plugin..", "io.sluice.state..");
  }

  @Test
  void what_a_schema_is_does_not_depend_on_who_keeps_it() {
    onlyKnows("io.sluice.schema..");
  }

  @Test
  void who_serves_http_does_not_know_what() {
    onlyKnows("io.sluice.http..");
  }

  @Test
  void jetty_is_known_at_one_place() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..")
            .because("its bounds are set in one place, or they are none"));
  }

  @Test
  void the_registry_stands_on_schema_and_state() {
    onlyKnows(
        "io.sluice.registry..", "io.sluice.http..", "io.sluice.schema..", "io.sluice.state..");
  }

  @Test
  void serdes_speak_to_a_registry_and_hold_none() {
    onlyKnows("io.sluice.serdes..", "io.sluice.schema..");
  }

  @Test
  void contracts_stand_on_what_they_hold_to() {
    onlyKnows(
        "io.sluice.contract..",
        "io.sluice.engine..",
        "io.sluice.pipeline..",
        "io.sluice.registry..",
        "io.sluice.schema..",
        "io.sluice.serdes..",
        "io.sluice.state..");
  }

  @Test
  void a_project_knows_no_command_line_and_no_server() {
    onlyKnows(
        "io.sluice.project..",
        "io.sluice.contract..",
        "io.sluice.engine..",
        "io.sluice.kafka..",
        "io.sluice.pipeline..",
        "io.sluice.plugin..",
        "io.sluice.registry..",
        "io.sluice.schema..",
        "io.sluice.serdes..",
        "io.sluice.state..");
  }

  @Test
  void transforms_are_plain_connect_plugins() {
    onlyKnows("io.sluice.transforms..");
  }

  @Test
  void converters_are_plain_connect_plugins() {
    onlyKnows("io.sluice.converters..");
  }

  @Test
  void the_postgres_source_is_a_plain_connect_plugin() {
    onlyKnows("io.sluice.connector.postgres..");
  }

  @Test
  void the_table_sink_is_a_plain_connect_plugin() {
    onlyKnows("io.sluice.connector.table..");
  }

  @Test
  void plugins_of_ours_use_no_part_of_kafka_but_connects_interfaces() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.sluice.connector..",
                "io.sluice.transforms..",
                "io.sluice.converters..",
                "io.sluice.serdes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.kafka.connect.runtime..",
                "org.apache.kafka.connect.json..",
                "org.apache.kafka.clients.producer..",
                "org.apache.kafka.clients.admin..")
            .because("they run wherever Connect runs; connect-api is all they can count on"));
  }

  @Test
  void the_testkit_knows_connect_and_not_the_engine() {
    onlyKnows("io.sluice.testkit..");
  }

  @Test
  void only_wiring_asks_what_time_it_is() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.demo..", "io.sluice.bench..")
            .should()
            .callMethodWhere(readsTheMachinesClock())
            .because(
                "every test must be able to turn the clock by hand; take a java.time.Clock in the"
                    + " constructor"));
  }

  @Test
  void only_wiring_takes_the_machines_clock() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.cli..", "io.sluice.demo..", "io.sluice.bench..")
            .and()
            .areNotAssignableTo(Connector.class)
            .and()
            .areNotAssignableTo(Task.class)
            .and()
            .areNotAssignableTo(Transformation.class)
            .should()
            .callMethodWhere(
                target(owner(JavaClass.Predicates.type(Clock.class)))
                    .and(
                        target(name("systemUTC").or(name("systemDefaultZone")).or(name("system")))))
            .because(
                "a clock comes in through the constructor; only main, and what Connect"
                    + " instantiates, may choose it"));
  }

  @Test
  void nothing_static_changes() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
            .should()
            .beFinal()
            .andShould()
            .notHaveRawType(
                JavaClass.Predicates.resideInAPackage("java.util.concurrent..")
                    .or(
                        JavaClass.Predicates.belongToAnyOf(
                            java.util.HashMap.class, java.util.ArrayList.class))
                    .and(
                        DescribedPredicate.not(
                            JavaClass.Predicates.type(java.util.concurrent.TimeUnit.class))))
            .because(
                "two of everything must fit into one test; hold state in an object that somebody"
                    + " made"));
  }

  @Test
  void a_name_says_what_differs() {
    check(
        classes()
            .should(
                com.tngtech.archunit.lang.conditions.ArchConditions.not(
                    com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching(
                        ".*(Impl|Manager|Utils?|Helper)(\\$.*)?")))
            .because("a helper finds its noun: StringUtils.suggest is Spelling.nearest"));
  }

  @Test
  void nobody_mocks() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mockito..", "org.easymock..")
            .because("tests use the real thing, or a small one written by hand"));
  }

  private static void onlyKnows(String packages, String... others) {
    List<String> known = new java.util.ArrayList<>(List.of(others));
    known.add(packages);
    check(
        noClasses()
            .that()
            .resideInAPackage(packages)
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("io.sluice..")
                    .and(
                        JavaClass.Predicates.resideOutsideOfPackages(known.toArray(new String[0]))))
            .because("the arrows are in ARCHITECTURE.md"));
  }

  private static DescribedPredicate<JavaCall<?>> readsTheMachinesClock() {
    return DescribedPredicate.describe(
        "read the machine's calendar",
        call -> {
          JavaClass owner = call.getTargetOwner();
          boolean now =
              call.getName().equals("now")
                  && CALENDARS.stream().anyMatch(owner::isEquivalentTo)
                  && call.getTarget().getRawParameterTypes().isEmpty();
          boolean millis =
              owner.isEquivalentTo(System.class) && call.getName().equals("currentTimeMillis");
          boolean date =
              owner.isEquivalentTo(Date.class)
                  && call.getName().equals("<init>")
                  && call.getTarget().getRawParameterTypes().isEmpty();
          return now || millis || date;
        });
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }
}
