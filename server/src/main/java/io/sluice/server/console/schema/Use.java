package io.sluice.server.console.schema;

import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.text.Times;
import io.sluice.server.schema.SubjectUser;
import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline that has to do with a subject.
 *
 * @param address of its page; empty if the folder has it no more
 * @param how what it does with it, in words
 * @param troubled whether its contract refused something of late
 */
public record Use(
    String pipeline, Optional<String> address, String how, String decided, boolean troubled) {

  static Use of(SubjectUser user, Instant now) {
    String how =
        switch (user.how()) {
          case CONTRACT -> "its contract holds records to it";
          case CONVERTER -> "its converter writes or reads the topic by it";
        };
    return new Use(
        user.pipeline(),
        user.present() ? Optional.of(Addresses.pipeline(user.pipeline())) : Optional.empty(),
        how + user.registry().map(at -> ", asking " + at).orElse(""),
        user.at().map(at -> "decided " + Times.ago(at, now)).orElse(""),
        user.trouble().isPresent());
  }
}
