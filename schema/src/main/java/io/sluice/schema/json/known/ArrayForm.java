package io.sluice.schema.json.known;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.model.Draft;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a schema asks of the items of an array, whichever draft's words it has for it.
 *
 * @param first the schemas of the first items, one by one
 * @param firstWord which keyword lists them
 * @param rest the schema of all further items; null if they are free
 * @param restWord which keyword has it
 */
public record ArrayForm(
    List<SchemaNode> first, String firstWord, @Nullable SchemaNode rest, String restWord) {
  /** What a schema asks. */
  public static ArrayForm of(SchemaNode schema) {
    boolean prefixed = schema.draft() == Draft.DRAFT_2020_12;
    List<SchemaNode> first = schema.schemas(prefixed ? Keyword.PREFIX_ITEMS : Keyword.ITEMS);
    JsonNode items = schema.value(Keyword.ITEMS);
    Keyword keyword =
        !prefixed && items != null && items.isArray() ? Keyword.ADDITIONAL_ITEMS : Keyword.ITEMS;
    SchemaNode rest = schema.schema(keyword);
    if (rest == null && schema.has(Keyword.UNEVALUATED_ITEMS)) {
      keyword = Keyword.UNEVALUATED_ITEMS;
      rest = schema.schema(keyword);
    }
    return new ArrayForm(first, prefixed ? "/prefixItems" : "/items", rest, "/" + keyword.word());
  }

  /** The same, as far as it is sure: other schemas may evaluate items before the rest does. */
  public static ArrayForm sureOf(SchemaNode schema) {
    ArrayForm form = of(schema);
    boolean unsure =
        form.restWord.equals("/" + Keyword.UNEVALUATED_ITEMS.word())
            && (schema.target() != null
                || schema.isUndecided()
                || schema.has(Keyword.CONTAINS)
                || schema.has(Keyword.ALL_OF)
                || schema.has(Keyword.ANY_OF)
                || schema.has(Keyword.ONE_OF)
                || schema.has(Keyword.IF)
                || schema.has(Keyword.DEPENDENT_SCHEMAS));
    return unsure ? new ArrayForm(form.first, form.firstWord, null, form.restWord) : form;
  }

  /** The schema of one item; null if it is free. */
  public @Nullable SchemaNode at(int index) {
    return index < first.size() ? first.get(index) : rest;
  }

  /** The path of the schema of one item. */
  public String path(int index) {
    return index < first.size() ? firstWord + "/" + index : restWord;
  }
}
