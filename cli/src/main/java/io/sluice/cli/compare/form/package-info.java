/**
 * In which form values of two databases are the same text. Begin at {@link
 * io.sluice.cli.compare.form.Form}, which two types of a column agree on; {@link
 * io.sluice.cli.compare.form.ComparedTable} is a table with its columns in such forms.
 */
@NullMarked
package io.sluice.cli.compare.form;

import org.jspecify.annotations.NullMarked;
