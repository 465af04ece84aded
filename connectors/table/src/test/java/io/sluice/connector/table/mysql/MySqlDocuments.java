package io.sluice.connector.table.mysql;

import java.lang.reflect.Method;
import java.util.Set;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Leaves out, where the tests run against a MySQL, the cases that compare documents as texts, or
 * have numbers in them that MySQL would round: its {@code json} is no text. {@link
 * MySqlDocumentsTest} shows what becomes of them.
 */
final class MySqlDocuments implements InvocationInterceptor {
  private static final Set<String> AS_TEXTS =
      Set.of(
          "a_value_of_any_kind_that_differs_is_another_version()",
          "every_record_is_a_row_with_key_and_value_as_they_came()",
          "records_without_a_schema_are_rows()",
          "metadata_is_there_unless_none_is_asked_for()",
          "a_nested_null_is_null_also_where_its_schema_has_a_default()",
          "maps_and_structs_as_json()",
          "arrays_of_decimals()",
          "arrays_of_timestamps()",
          "arrays_of_booleans_doubles_and_bytes()",
          "data.SparseDoubleVector",
          "array of data.SparseDoubleVector",
          "struct",
          "array of struct",
          "array of connect.Decimal",
          "array of connect.Decimal(p>38)");

  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    run(test, context.getDisplayName());
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
      throws Throwable {
    run(test, context.getDisplayName());
  }

  private static void run(Invocation<Void> test, String name) throws Throwable {
    if (MariaDbUnderTest.isMySql() && AS_TEXTS.contains(name)) {
      test.skip();
      throw new TestAbortedException("MySQL keeps no texts of documents: " + name);
    }
    test.proceed();
  }
}
