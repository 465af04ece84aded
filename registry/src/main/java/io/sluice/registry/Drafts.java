package io.sluice.registry;

import io.sluice.registry.model.Metadata;
import io.sluice.registry.model.RegistryError;
import io.sluice.registry.model.RegistryException;
import io.sluice.registry.model.RuleSet;
import io.sluice.registry.model.SchemaContent;
import io.sluice.registry.model.SchemaDraft;
import io.sluice.registry.model.StorableText;
import io.sluice.registry.model.SubjectName;
import io.sluice.registry.store.ContentNotes;
import io.sluice.registry.store.Fingerprint;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.ParsedSchema;
import io.sluice.schema.SchemaReference;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.formats.SchemaFormats;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what clients send. Thread-safe. */
final class Drafts {
  private final Transactions transactions;
  private final KnownSchemas known;
  private final SchemaFormats formats;

  Drafts(Transactions transactions, KnownSchemas known, SchemaFormats formats) {
    this.transactions = transactions;
    this.known = known;
    this.formats = formats;
  }

  /**
   * Looks up what the draft needs, and parses it: not inside a transaction, since a text may take
   * long.
   *
   * @throws RegistryException INVALID_SCHEMA if it is none
   */
  Prepared prepare(String subject, SchemaDraft draft, boolean normalize) {
    Found found = transactions.read(view -> find(view, subject, draft));
    ParsedSchema parsed = parse(found.source);
    String text = normalize || found.normalizes ? parsed.normalized() : parsed.canonical();
    SchemaContent content =
        new SchemaContent(
            draft.content().type(),
            text,
            found.source.references(),
            present(draft.content().metadata()),
            present(draft.content().ruleSet()));
    ContentNotes notes = ContentNotes.of(content);
    if (notes.length() > ContentNotes.LONGEST) {
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA,
          "Invalid schema: its references, metadata and rules have "
              + notes.length()
              + " characters of JSON; up to "
              + ContentNotes.LONGEST
              + " do.");
    }
    if (!StorableText.fits(text) || !notes.areStorable()) {
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA,
          "Invalid schema: it, or what stands beside it, has a character NUL or half of a character"
              + " (a surrogate without the other) in it.");
    }
    return new Prepared(
        subject, found.subject, draft, found.source, parsed, content, Fingerprint.of(content));
  }

  /**
   * Parses what is stored, or about to be.
   *
   * @throws RegistryException INVALID_SCHEMA if it is no schema
   */
  ParsedSchema parse(SchemaSource source) {
    try {
      return known.parsed(source, formats::parse);
    } catch (InvalidSchemaException e) {
      String why = e.getMessage();
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA, "Invalid schema: " + (why == null ? "unreadable" : why), e);
    }
  }

  private record Found(SubjectName subject, SchemaSource source, boolean normalizes) {}

  private static Found find(View view, String name, SchemaDraft draft) throws SQLException {
    SubjectName subject = view.meant(name);
    SchemaContent content = draft.content();
    if (content.text().indexOf(0) >= 0) {
      throw new RegistryException(
          RegistryError.INVALID_SCHEMA, "Invalid schema: it has a character NUL in it.");
    }
    Sources sources = new Sources(view);
    List<SchemaReference> references = sources.numbered(subject.context(), content.references());
    SchemaSource source =
        sources.of(
            subject.context(),
            new SchemaContent(content.type(), content.text(), references, null, null));
    return new Found(subject, source, Boolean.TRUE.equals(view.config(subject).normalize()));
  }

  private static @Nullable Metadata present(@Nullable Metadata metadata) {
    return new Metadata(null, null, null).equals(metadata) ? null : metadata;
  }

  private static @Nullable RuleSet present(@Nullable RuleSet rules) {
    return new RuleSet(null, null, null).equals(rules) ? null : rules;
  }
}
