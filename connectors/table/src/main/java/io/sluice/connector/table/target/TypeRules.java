package io.sluice.connector.table.target;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.util.function.UnaryOperator;

/**
 * What a database's types hold.
 *
 * @param closest see {@link Catalog#closest}
 * @param limits see {@link Catalog#limits}
 */
public record TypeRules(UnaryOperator<ColumnType> closest, Limits limits) {}
