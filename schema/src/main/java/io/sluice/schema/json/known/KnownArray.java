package io.sluice.schema.json.known;

import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.List;

/** What is known of the items of an instance that is an array. For one thread. */
public final class KnownArray {
  private final Known known;
  private final List<ArrayForm> forms = new ArrayList<>();

  /** Of whatever this is known of. */
  public KnownArray(Known known) {
    this.known = known;
    known.schemas().forEach(schema -> forms.add(ArrayForm.sureOf(schema)));
    known.reasoning().budget().spend(forms.size());
  }

  /** How many items have schemas of their own. */
  public int first() {
    return forms.stream().mapToInt(form -> form.first().size()).max().orElse(0);
  }

  /** What is known of an item, if it is there. */
  public Known at(int index) {
    List<SchemaNode> valid = new ArrayList<>();
    for (ArrayForm form : forms) {
      SchemaNode schema = form.at(index);
      if (schema != null) {
        valid.add(schema);
      }
    }
    known.reasoning().budget().spend(forms.size());
    return known.reasoning().known(valid);
  }
}
