package io.sluice.acceptance.registry;

import io.sluice.acceptance.registry.Api.Answer;
import io.sluice.acceptance.registry.Comparison.Pair;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where Apicurio answers otherwise than ours. {@code docs/reference/registry-differences.md} has a
 * line for each, by its name, with who is right by Confluent's documentation.
 */
enum KnownDifference {
  INVALID_VERSION(pair -> isOurs(pair, 422, 42202) && pair.theirs().status() == 404),
  INVALID_SCHEMA(
      pair ->
          isOurs(pair, 422, 42201)
              && (pair.step().kind().equals("lookup") || pair.step().kind().equals("compatible"))),
  DELETE_IN_TWO_STEPS(
      pair ->
          pair.ours().status() == 404
              && pair.theirs().status() == 409
              && pair.ours().code() == pair.theirs().code()
              && pair.ours().code() >= 40404
              && pair.ours().code() <= 40407),
  DELETED_AGAIN(
      pair ->
          pair.step().kind().equals("delete-subject")
              && pair.ours().isGood()
              && pair.theirs().isGood()
              && pair.theirs().body().size() > pair.ours().body().size()),
  REGISTERED_AGAIN(
      pair ->
          (pair.step().kind().equals("versions")
                  && pair.step().path().endsWith("?deleted=true")
                  && pair.ours().isGood()
                  && pair.theirs().body().size() > pair.ours().body().size())
              || ((pair.step().path().endsWith("?deleted=true")
                      || pair.step().kind().equals("delete-version"))
                  && isOurs(pair, 404, 40402)
                  && (pair.theirs().isGood() || isTheirs(pair, 409, 40406)))),
  LATEST_OF_DELETED(
      pair ->
          pair.step().kind().equals("delete-version")
              && pair.step().path().endsWith("/latest?permanent=true")
              && pair.ours().isGood()
              && isTheirs(pair, 404, 40402)),
  PROTOBUF_FIELD_REMOVED(
      pair ->
          pair.step().about().startsWith("PROTOBUF")
              && ((pair.step().kind().equals("register")
                      && pair.ours().isGood()
                      && isTheirs(pair, 409, 409))
                  || (saysCompatible(pair.ours())
                      && pair.theirs().isGood()
                      && !saysCompatible(pair.theirs())))),
  LEVEL_OF_NO_SUBJECT(
      pair ->
          pair.step().kind().equals("level") && pair.ours().isGood() && isTheirs(pair, 404, 40401)),
  SUBJECT_OR_VERSION(
      pair ->
          (pair.step().kind().equals("compatible") || pair.step().kind().equals("delete-version"))
              && isOurs(pair, 404, 40401)
              && isTheirs(pair, 404, 40402)),
  COMPATIBLE_WITH_NOTHING(
      pair ->
          pair.step().kind().equals("compatible")
              && saysCompatible(pair.ours())
              && isTheirs(pair, 404, 40401)),
  COMPATIBLE_WITH_DELETED(
      pair ->
          pair.step().kind().equals("compatible")
              && (isOurs(pair, 404, 40401) || isOurs(pair, 404, 40402))
              && pair.theirs().isGood()),
  SOFT_DELETED_SUBJECT(
      pair ->
          (pair.step().kind().equals("lookup")
                  && isOurs(pair, 404, 40401)
                  && isTheirs(pair, 404, 40403))
              || (pair.step().path().endsWith("?deleted=true")
                  && (isOurs(pair, 404, 40402) || pair.ours().isGood())
                  && isTheirs(pair, 404, 40401)));

  private final Predicate<Pair> matches;

  KnownDifference(Predicate<Pair> matches) {
    this.matches = matches;
  }

  /** The one that explains these answers; empty if none does. */
  static Optional<KnownDifference> of(Pair pair) {
    return Arrays.stream(values()).filter(each -> each.matches.test(pair)).findFirst();
  }

  private static boolean isOurs(Pair pair, int status, int code) {
    return is(pair.ours(), status, code);
  }

  private static boolean isTheirs(Pair pair, int status, int code) {
    return is(pair.theirs(), status, code);
  }

  private static boolean is(Answer answer, int status, int code) {
    return answer.status() == status && answer.code() == code;
  }

  private static boolean saysCompatible(Answer answer) {
    return answer.isGood() && answer.body().path("is_compatible").asBoolean();
  }
}
