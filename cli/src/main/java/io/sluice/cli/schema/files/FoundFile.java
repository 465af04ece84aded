package io.sluice.cli.schema.files;

/**
 * A file with a schema, before it is known what it needs.
 *
 * @param path where it lies, from the folder on in which all are
 * @param isSaid whether somebody said whose it is, so that its subject is no guess
 */
record FoundFile(SchemaFile file, String path, boolean isSaid) {
  FoundFile {
    path = path.replace('\\', '/');
  }
}
