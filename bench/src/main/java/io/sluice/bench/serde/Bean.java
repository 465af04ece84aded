package io.sluice.bench.serde;

import java.math.BigDecimal;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** A row as a program has it that uses no format's own objects. */
public record Bean(
    long id,
    int customer,
    @Nullable String status,
    String note,
    BigDecimal total,
    Date created,
    @Nullable Date changed,
    boolean paid,
    double weight,
    String reference) {}
